/** `model` where the input gives no energy table: estimates, told of, or nothing with the reason. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runProgram } from "./program.ts";
import { recordingTerminal } from "./terminal.ts";

const q1 = fileURLToPath(new URL("../../../examples/assignment/q1/", import.meta.url));
const rest = [join(q1, "problem.yaml"), join(q1, "os-tiled.map.yaml")];
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tilewright-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface LevelJson {
  readonly name: string;
  readonly energyPj: number;
}

interface EvaluationJson {
  readonly energySource: string;
  readonly energyPj: number;
  readonly areaUm2: number;
  readonly levels: readonly LevelJson[];
}

/** The architecture of question 1 with another main memory. */
async function model(memory: string, attributes: string = ""): Promise<EvaluationJson & { readonly errors: string }> {
  const file = join(folder, "arch.yaml");
  const text = readFileSync(join(q1, "arch.yaml"), "utf8").replace("class: SRAM", `class: ${memory}`);
  writeFileSync(file, text.replace("depth: 32768", `depth: 32768${attributes}`));
  const terminal = recordingTerminal();
  expect(await runProgram(["model", file, ...rest, "--json"], terminal)).toBe(0);
  return { ...(JSON.parse(terminal.output) as EvaluationJson), errors: terminal.errors };
}

it("estimates all levels, and says so", async () => {
  const { energySource, energyPj, areaUm2, levels, errors } = await model("DRAM");
  expect(energySource).toBe("estimated");
  expect(errors).toContain("note[energy-estimated]");
  expect(errors).toContain("LPDDR4 is taken");
  expect(levels.find(({ name }) => name === "MainMemory")?.energyPj).toBe(680 * 64);
  expect(levels.find(({ name }) => name === "MACC")?.energyPj).toBeCloseTo(1536 * 0.845, 6);
  expect(energyPj).toBeGreaterThan(680 * 64);
  expect(areaUm2).toBeGreaterThan(466);
});

it("keeps what a level says of itself", async () => {
  const { levels } = await model("SRAM", "\n        vector_access_energy: 3");
  expect(levels.find(({ name }) => name === "MainMemory")?.energyPj).toBe(680 * 3);
});

it("leaves all energies at 0 where one level cannot be estimated", async () => {
  const { energySource, energyPj, errors } = await model("smartbuffer_unknown");
  expect([energySource, energyPj]).toEqual(["none", 0]);
  expect(errors).toContain("note[energy-not-estimated]");
  expect(errors).toContain("note[no-energy-table]");
});
