/** Whatever mapping `map` prints, `model` evaluates to exactly the printed figures: from its JSON and from its files. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runProgram } from "./program.ts";
import { recordingTerminal } from "./terminal.ts";
import { DESIGNS, type Design } from "./testing/map-designs.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tilewright-map-model-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function json(args: readonly string[]): Promise<Record<string, unknown>> {
  const terminal = recordingTerminal();
  const code = await runProgram([...args, "--json"], terminal);
  expect({ code, errors: code === 0 ? "" : terminal.errors }).toEqual({ code: 0, errors: "" });
  return JSON.parse(terminal.output) as Record<string, unknown>;
}

function filesOf({ files, texts }: Design): readonly string[] {
  const written = Object.entries(texts).map(([name, text]) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  });
  return [...files, ...written];
}

/** What tells of the run, not of the mapping. */
const figuresOf = (evaluation: unknown): object => ({ ...(evaluation as object), diagnostics: [] });

const SEARCHES: readonly (readonly string[])[] = [
  [],
  ["--objective", "delay,last-level-accesses,energy"],
  ["--objective", "energy,delay", "--pareto"],
  ["--algorithm", "random", "--objective", "energy", "--time", "1"],
];

describe.each(DESIGNS)("$name", (design) => {
  it.each(SEARCHES)("model says what map says %#", { timeout: 120_000 }, async (...search) => {
    const files = filesOf(design);
    const out = join(folder, "out");
    const limits = search.includes("random") ? [] : ["--time", "20"];
    const result = await json(["map", ...files, ...design.options, ...search, ...limits, "-o", out]);
    const constraints = /constraints/;
    const inputs = files.filter((file) => !constraints.test(readFileSync(file, "utf8")));
    const printed = join(folder, "printed.map.yaml");
    writeFileSync(printed, result["mapping"] as string);
    for (const mapping of [printed, join(out, "timeloop-mapper.map.yaml")]) {
      const model = await json(["model", ...inputs, mapping, ...design.options]);
      expect(figuresOf(model)).toEqual(figuresOf(result["evaluation"]));
      expect(result["best"]).toMatchObject({ energyPj: model["energyPj"], cycles: model["cycles"] });
    }
    for (const { mapping, values, ...figures } of (result["front"] ?? []) as Record<string, unknown>[]) {
      writeFileSync(printed, mapping as string);
      expect(await json(["model", ...inputs, printed, ...design.options])).toMatchObject(figures);
      expect(values).toMatchObject({ energy: figures["energyPj"], delay: figures["cycles"] });
    }
  });
});
