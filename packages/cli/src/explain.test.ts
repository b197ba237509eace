import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runProgram } from "./program.ts";
import { recordingTerminal } from "./terminal.ts";

const examples = fileURLToPath(new URL("../../../examples/assignment/q1/", import.meta.url));
const base = [join(examples, "arch.yaml"), join(examples, "problem.yaml")];
const ws = [...base, join(examples, "ws.map.yaml")];
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tilewright-explain-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(args: readonly string[]): Promise<{ code: number; out: string; errors: string }> {
  const terminal = recordingTerminal();
  const code = await runProgram(["explain", ...args], terminal);
  return { code, out: terminal.output, errors: terminal.errors };
}

function mapping(text: string): string {
  const file = join(folder, "mapping.yaml");
  writeFileSync(file, text);
  return file;
}

interface ExplanationsJson {
  readonly schema: string;
  readonly valid: boolean;
  readonly reason?: string;
  readonly explanations?: readonly {
    readonly value: number;
    readonly share?: number;
    readonly equation: { readonly text: string };
  }[];
  readonly problems?: readonly { readonly kind: string; readonly level: string }[];
}

describe("explain", () => {
  const inputReads = ["--level", "MainMemory", "--data-space", "Inputs", "--counter", "reads"];

  it("explains one count under either semantics", async () => {
    const timeloop = await run([...ws, ...inputReads]);
    expect(timeloop).toMatchObject({ code: 0, errors: "" });
    expect(timeloop.out).toContain("reads = 16 + 32 x 1 + 15 x 16 = 288");
    const exact = await run([...ws, ...inputReads, "--semantics", "exact"]);
    expect(exact.out).toContain("reads = 16 + 32 x 1 + 15 x 2 = 78");
  });

  it("explains what costs most where nothing is named", async () => {
    const { code, out } = await run([...ws, "--energy-table", "assignment"]);
    expect(code).toBe(0);
    expect(out.match(/of the energy of storage/g)).toHaveLength(6);
    expect(out).toContain("--level MainMemory --data-space Outputs --counter updates");
  });

  it("gives JSON", async () => {
    const one = JSON.parse((await run([...ws, ...inputReads, "--json"])).out) as ExplanationsJson;
    expect(one).toMatchObject({ schema: "tilewright/explanation/1", valid: true });
    expect(one.explanations?.map(({ value }) => value)).toEqual([288]);
    const some = JSON.parse((await run([...ws, "--level", "Buffer", "--json"])).out) as ExplanationsJson;
    expect(some.explanations?.every(({ share }) => share !== undefined && share > 0)).toBe(true);
  });

  it("takes counters in any spelling, and says what there is for names that are wrong", async () => {
    expect(
      (await run([...ws, "--level", "Buffer", "--data-space", "Inputs", "--counter", "link-transfers"])).code,
    ).toBe(0);
    for (const [option, name, code, meant] of [
      ["--level", "MainMemroy", "unknown-target", "MainMemory"],
      ["--data-space", "Input", "unknown-data-space", "Inputs"],
      ["--counter", "read", "unknown-counter", "reads"],
    ] as const) {
      const { code: exit, errors } = await run([...ws, option, name]);
      expect(exit).toBe(2);
      expect(errors).toContain(`error[${code}]`);
      expect(errors).toContain(`did you mean "${meant}"?`);
    }
    expect((await run([...ws, "--counter", "energy"])).code).toBe(2);
  });

  it("explains why a mapping is invalid, and exits with 1", async () => {
    const file = mapping(`mapping:
- {target: MainMemory, type: temporal, factors: M=1 R=1 P=1, permutation: RMP}
- {target: Buffer, type: temporal, factors: M=32 R=3 P=16, permutation: PMR}
`);
    const text = await run([...base, file]);
    expect(text.code).toBe(1);
    expect(text.out).toContain("Buffer is too small");
    expect(text.out).toContain("move a factor 16 of M from Buffer");
    const json = await run([...base, file, "--json"]);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out) as ExplanationsJson).toMatchObject({
      valid: false,
      reason: "capacity",
      problems: [{ kind: "capacity", level: "Buffer" }],
    });
  });

  it("refuses factors that do not make the sizes with 1, broken input with 2", async () => {
    const factors = mapping(`mapping:
- {target: MainMemory, type: temporal, factors: M=5 R=1 P=1, permutation: RMP}
- {target: Buffer, type: temporal, factors: M=2 R=3 P=16, permutation: PMR}
`);
    expect((await run([...base, factors])).code).toBe(1);
    expect((await run(base)).code).toBe(2);
    expect(JSON.parse((await run([...base, "--json"])).out) as ExplanationsJson).toMatchObject({
      valid: false,
      reason: "spec",
    });
  });
});
