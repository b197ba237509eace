/** `tilewright verify`: what map claims holds, and whatever somebody changes in it is found. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Check, SearchDocument } from "@tilewright/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runProgram } from "./program.ts";
import { recordingTerminal } from "./terminal.ts";
import { DESIGNS, type Design } from "./testing/map-designs.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tilewright-verify-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

interface Run {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

async function tilewright(...args: readonly string[]): Promise<Run> {
  const terminal = recordingTerminal();
  const code = await runProgram(args, terminal);
  return { code, out: terminal.output, errors: terminal.errors };
}

const filesOf = ({ files, texts }: Design): readonly string[] => [
  ...files,
  ...Object.entries(texts).map(([name, text]) => file(name, text)),
];

const design = (name: string): Design => DESIGNS.find((each) => each.name === name) as Design;
const known = new Map<string, string>();

/** What map prints, once for each question. */
async function map(which: Design, ...search: readonly string[]): Promise<string> {
  const key = JSON.stringify([which.name, search]);
  const before = known.get(key);
  if (before !== undefined) return before;
  const { code, out } = await tilewright("map", ...filesOf(which), ...which.options, ...search, "--json");
  expect(code).toBe(0);
  known.set(key, out);
  return out;
}

interface Verdict {
  readonly holds: boolean;
  readonly complete: boolean;
  readonly checks: readonly Check[];
  readonly better?: { readonly mapping: string; readonly evaluation: { readonly cycles: number } };
}

async function verify(text: string, ...args: readonly string[]): Promise<Verdict & { readonly code: number }> {
  const { code, out } = await tilewright("verify", file("result.json", text), "--json", "--time", "30", ...args);
  return { ...(JSON.parse(out) as Verdict), code };
}

const failures = ({ checks }: Verdict): readonly string[] =>
  checks.filter(({ status }) => status === "failed").map(({ name }) => name);

const SEARCHES: readonly (readonly string[])[] = [
  [],
  ["--objective", "utilization,last-level-accesses,energy"],
  ["--objective", "energy,delay,last-level-accesses", "--pareto"],
  ["--algorithm", "random-pruned", "--objective", "energy", "--time", "0.5"],
];

describe.each(DESIGNS)("what map claims of $name", (which) => {
  it.each(SEARCHES)("holds %#", { timeout: 120_000 }, async (...search) => {
    const verdict = await verify(await map(which, ...search), "--strict");
    expect(verdict.checks.filter(({ status }) => status !== "passed")).toEqual([]);
    expect(verdict).toMatchObject({ code: 0, holds: true, complete: true });
  });
});

type Document = { -readonly [K in keyof SearchDocument]: SearchDocument[K] };

const ROWS = design("row stationary");
/** The same with a million mappings. */
const OPEN: Design = { ...ROWS, name: "open", texts: {} };

describe("a result that was changed", () => {
  const changes: readonly (readonly [string, (document: Document) => unknown, readonly string[]])[] = [
    ["the energy of the best", (d) => ({ best: { ...d.best, energyPj: (d.best?.energyPj ?? 0) * 0.99 } }), ["figures"]],
    ["the value that was made least", (d) => ({ best: { ...d.best, values: { edp: 1e-9 } } }), ["figures"]],
    [
      "a count of a level",
      (d) => ({ evaluation: JSON.parse(JSON.stringify(d.evaluation).replace('"reads":', '"reads":1')) }),
      ["figures"],
    ],
    [
      "another order",
      (d) => ({ mapping: d.mapping?.replace("permutation: CPQMRS", "permutation: PCQMRS") }),
      ["constraints"],
    ],
    ["a factor", (d) => ({ mapping: d.mapping?.replace("M=8", "M=4") }), ["mapping"]],
    ["a mapping with an architecture", (d) => ({ mapping: `${d.mapping}\narchitecture: {}\n` }), ["mapping"]],
    ["a mapping that includes a file", () => ({ mapping: "mapping: !include /etc/hostname" }), ["mapping"]],
    ["a mapping that is no YAML", () => ({ mapping: "mapping: [" }), ["mapping"]],
    ["a higher bound", () => ({ lowerBound: { edpJouleCycles: 1 } }), ["lower-bound", "claims"]],
    [
      "a bound that is worse than nothing",
      (d) => ({
        lowerBound: { edpJouleCycles: 1e-9 },
        gap: 1 - 1e-9 / (d.best?.edpJouleCycles ?? 1),
        optimal: false,
        complete: false,
      }),
      ["lower-bound"],
    ],
    ["no bound", () => ({ lowerBound: {} }), ["lower-bound", "gap"]],
    ["optimal in spite of a gap", () => ({ gap: 0.1 }), ["gap", "claims"]],
    ["a proof by a random search", () => ({ algorithm: "random" }), ["claims"]],
    ["complete, but not optimal", () => ({ optimal: false }), ["claims"]],
    ["the size of the mapspace", () => ({ mapspaceSize: "12" }), ["mapspace"]],
    ["the ways to keep or bypass", () => ({ keepChoices: 2 }), ["mapspace"]],
    ["more valid than evaluated", (d) => ({ valid: d.evaluated + 1 }), ["counts"]],
    ["the objective", () => ({ objective: ["energy"] }), ["figures", "lower-bound", "gap"]],
    [
      "the text of an input",
      (d) => ({
        inputs: {
          ...d.inputs,
          files: d.inputs?.files.map((each) => ({ ...each, text: each.text.replace("energy: 1600", "energy: 1601") })),
        },
      }),
      ["inputs", "figures"],
    ],
  ];

  it.each(changes)("%s", async (_, change, expected) => {
    const text = await map(ROWS);
    const document = JSON.parse(text) as Document;
    const changed = JSON.stringify({ ...document, ...(change(document) as object) });
    expect(changed).not.toBe(JSON.stringify(document));
    const verdict = await verify(changed);
    expect(failures(verdict)).toEqual(expect.arrayContaining([...expected]));
    expect(verdict).toMatchObject({ code: 1, holds: false });
  });

  it("to claim that a good mapping is the best: the searches find a better one", async () => {
    const good = JSON.parse(await map(OPEN, "--gap", "30")) as Document;
    const lie = JSON.stringify({
      ...good,
      lowerBound: { edpJouleCycles: good.best?.edpJouleCycles },
      gap: 0,
      optimal: true,
      complete: true,
    });
    const verdict = await verify(lie);
    expect(verdict.code).toBe(1);
    expect(failures(verdict)).toEqual(["search-again", "random-sample"]);
    expect(verdict.better?.mapping).toContain("mapping:");
    const human = await tilewright("verify", file("lie.json", lie));
    expect(human.code).toBe(1);
    expect(human.out).toContain("This one is better");
    expect(human.out).toContain("FAILED");
    expect(human.out).toContain("the result does not hold");
  });

  it("by leaving out a point of a front", async () => {
    const front3 = ["--objective", "energy,delay,accesses-1", "--pareto"];
    const document = JSON.parse(await map(design("two axes"), ...front3)) as Document;
    expect(document.front?.length).toBeGreaterThan(2);
    const front = document.front?.filter((_, i) => i !== 1);
    const verdict = await verify(JSON.stringify({ ...document, front }));
    expect(failures(verdict)).toEqual(["search-again"]);
    const twice = [...(document.front ?? []), document.front?.at(-1)];
    expect(failures(await verify(JSON.stringify({ ...document, front: twice })))).toContain("front");
  });
});

describe("a result that cannot be read", () => {
  const refused: readonly (readonly [string, string, (text: string) => string])[] = [
    ["is cut short", "result-json", (text) => text.slice(0, text.length / 2)],
    ["is empty", "result-json", () => ""],
    ["is of another version", "result-schema", (text) => text.replace("mapping-search/1", "mapping-search/2")],
    ["is that of model", "result-schema", () => '{"schema": "tilewright/evaluation/1"}'],
    ["is no object", "result-schema", () => "[1]"],
    ["has a text for a number", "result-field", (text) => text.replace(/"gap": 0/, '"gap": "0"')],
    ["lacks a field", "result-field", (text) => text.replace(/"valid":/, '"valide":')],
    ["is of no search", "result-without-search", () => '{"schema": "tilewright/mapping-search/1", "found": false}'],
    ["carries no inputs", "result-inputs-missing", (text) => text.replace('"inputs":', '"others":')],
  ];

  it.each(refused)("since it %s", async (_, code, change) => {
    const path = file("broken.json", change(await map(ROWS)));
    const run = await tilewright("verify", path);
    expect(run.code).toBe(2);
    expect(run.errors).toContain(`error[${code}]`);
    if (code !== "result-inputs-missing") expect(run.errors).toMatch(/broken\.json:\d+:\d+/);
    const { diagnostics } = JSON.parse((await tilewright("verify", path, "--json")).out);
    expect(diagnostics[0]).toMatchObject({ code });
  });

  it("since it is not there", async () => {
    expect(await tilewright("verify", join(folder, "nothing.json"))).toMatchObject({ code: 2 });
  });
});

describe("inputs", () => {
  it("of the user's own are compared with those of the result, whatever their names", async () => {
    const text = await map(ROWS);
    const files = filesOf(ROWS);
    expect(await verify(text, ...files, "--no-search")).toMatchObject({ code: 0, holds: true, complete: false });
    expect(await verify(text, ...files, "--no-search", "--strict")).toMatchObject({ code: 1, holds: true });
    const problem = readFileSync(files.find((path) => path.endsWith("problem.yaml")) as string, "utf8");
    const renamed = [...files.filter((path) => !path.endsWith("problem.yaml")), file("layer.yaml", problem)];
    expect(await verify(text, ...renamed, "--no-search")).toMatchObject({ code: 0 });
    const other = [...renamed.slice(0, -1), file("problem.yaml", problem.replace("M: 8", "M: 16"))];
    const verdict = await verify(text, ...other, "--no-search");
    expect(failures(verdict)).toEqual(expect.arrayContaining(["inputs", "mapping"]));
    expect(verdict.checks[0]?.detail).toMatch(/problem\.yaml differs from the recorded text in line \d+/);
    const without = JSON.parse(text) as Document;
    delete without.inputs;
    const bare = await verify(JSON.stringify(without), ...files, "--no-search");
    expect(bare.code).toBe(0);
    expect(bare.checks[0]).toMatchObject({ name: "inputs", status: "not-rederived" });
  });

  it("with includes, templates and variables are read again without the files", async () => {
    const deep = join(folder, "deep");
    mkdirSync(join(deep, "parts"), { recursive: true });
    const { texts } = design("two axes");
    writeFileSync(join(deep, "parts", "architecture.yaml"), texts["two-axes.yaml"] ?? "");
    writeFileSync(
      join(deep, "main.yaml"),
      "architecture: !include-key\n".replace(/.*/, `{{ include_text("parts/architecture.yaml") }}`),
    );
    writeFileSync(join(deep, "matrix.yaml"), (texts["matrix.yaml"] ?? "").replace("M: 4", "M: {{ rows }}"));
    const ert = file("table.yaml", texts["table.yaml"] ?? "");
    const { code, out } = await tilewright(
      "map",
      join(deep, "main.yaml"),
      join(deep, "matrix.yaml"),
      "-D",
      "rows=2",
      "--energy-table",
      ert,
      "--json",
    );
    expect(code).toBe(0);
    rmSync(deep, { recursive: true });
    rmSync(ert);
    const { inputs } = JSON.parse(out) as Document;
    expect(inputs?.files.map(({ included }) => included ?? false)).toEqual([false, false, true]);
    expect(inputs).toMatchObject({ variables: { rows: 2 }, energyTable: { files: [{ name: ert }] } });
    expect(await verify(out, "--strict")).toMatchObject({ code: 0, holds: true, complete: true });
  });
});

describe("a search that runs out of time", () => {
  it("leaves its check open, which is no failure unless that is asked for", async () => {
    const text = await map(OPEN);
    const verdict = await verify(text, "--time", "0.001");
    expect(verdict).toMatchObject({ code: 0, holds: true, complete: false });
    const open = verdict.checks.filter(({ status }) => status === "not-rederived");
    expect(open.map(({ name }) => name)).toContain("search-again");
    expect(open[0]?.detail).toContain("nothing better so far");
    expect(await verify(text, "--time", "0.001", "--strict")).toMatchObject({ code: 1, holds: true });
  });
});

describe("the folder of -o", () => {
  it("holds the result, and the files beside it must be those of its mapping", async () => {
    const out = join(folder, "out");
    expect((await tilewright("map", ...filesOf(ROWS), "-o", out)).code).toBe(0);
    const all = await tilewright("verify", out);
    expect(all).toMatchObject({ code: 0 });
    expect(all.out).toMatch(/passed +files/);
    const stats = join(out, "timeloop-mapper.stats.txt");
    writeFileSync(stats, readFileSync(stats, "utf8").replace("Cycles: ", "Cycles: 1"));
    const changed = await tilewright("verify", out, "--no-search");
    expect(changed.code).toBe(1);
    expect(changed.out).toMatch(/FAILED +files +timeloop-mapper\.stats\.txt is not that/);
  });
});

describe("a result without a mapping", () => {
  const impossible = `
mapspace_constraints:
  - {target: Shared, type: spatial, factors: M=1 N<=2}
  - {target: Local, type: parallelism, min: 1}
`;
  it("holds if no search finds any", async () => {
    const files = [...filesOf(design("two axes")), file("impossible.yaml", impossible)].filter(
      (path) => !path.endsWith("keep.yaml"),
    );
    const { code, out } = await tilewright("map", ...files, "--json");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ found: false, complete: true });
    expect(await verify(out, "--strict")).toMatchObject({ code: 0, holds: true });
    const document = JSON.parse(out) as Document;
    const inputs = document.inputs && {
      ...document.inputs,
      files: document.inputs.files.map((each) => ({
        ...each,
        text: each.text.replace("N<=2", "N<=3"),
      })),
    };
    const verdict = await verify(JSON.stringify({ ...document, inputs }));
    expect(failures(verdict)).toEqual(expect.arrayContaining(["inputs", "search-again"]));
  });
});

describe("a search that was stopped", () => {
  it("has a lower bound that nothing is below", { timeout: 120_000 }, async () => {
    const text = await map(OPEN, "--gap", "30");
    const { gap, optimal } = JSON.parse(text) as Document;
    expect({ isOpen: (gap ?? 0) > 0, optimal }).toEqual({ isOpen: true, optimal: false });
    const verdict = await verify(text, "--strict");
    expect(verdict).toMatchObject({ code: 0, holds: true });
    expect(verdict.checks.at(-1)?.detail).toContain("no mapping is beyond the lower bound of edp");
    // A bound that is too good to be true, its gap made to fit.
    const document = JSON.parse(text) as Document;
    const best = document.best?.edpJouleCycles ?? 0;
    const proven = (JSON.parse(await map(OPEN)) as Document).best?.edpJouleCycles ?? 0;
    const bound = (best + proven) / 2;
    const lie = JSON.stringify({ ...document, lowerBound: { edpJouleCycles: bound }, gap: 1 - bound / best });
    expect(proven).toBeLessThan(best);
    expect(failures(await verify(lie))).toContain("search-again");
  });

  it("before the front was whole says how far it can be off", { timeout: 120_000 }, async () => {
    const open = { ...ROWS, name: "open front", texts: {}, files: ROWS.files.slice(0, 3) };
    const text = await map(open, "--pareto", "--objective", "energy,delay", "--time", "1");
    expect(JSON.parse(text)).toMatchObject({ optimal: false, complete: false, stoppedBy: "time" });
    const verdict = await verify(text, "--time", "6");
    expect(verdict).toMatchObject({ code: 0, holds: true });
    expect(verdict.checks.filter(({ name }) => name === "search-again")).toHaveLength(3);
  });
});
