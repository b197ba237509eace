/**
 * `tilewright network` inside of this process, on one thread; threads and processes are in network-end-to-end.test.ts.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { QUESTION_3_INPUTS } from "./assignment-q3/inputs.ts";
import { runProgram } from "./program.ts";
import { recordingTerminal } from "./terminal.ts";

const q3 = fileURLToPath(new URL("../../../examples/assignment/q3/", import.meta.url));
const chip = ["arch", "components", "constraints", "mapper"].map((name) => join(q3, `${name}.yaml`));
let folder = "";
let cache = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tilewright-network-"));
  cache = join(folder, "cache");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

async function run(args: readonly string[], columns = 100): Promise<Outcome> {
  const terminal = recordingTerminal(columns);
  const code = await runProgram(args, terminal);
  return { code, out: terminal.output, errors: terminal.errors };
}

const network = (...args: readonly string[]): Promise<Outcome> =>
  run(["network", "resnet32-cifar10", ...chip, "--cache", cache, ...args]);

interface Document {
  readonly totals: { readonly energyPj: number; readonly cycles: number; readonly edpJouleCycles: number };
  readonly levels: readonly { readonly name: string; readonly energyPj: number }[];
  readonly layers: readonly LayerDocument[];
  readonly mappings: readonly MappingDocument[];
  readonly cache: { readonly hits: number; readonly misses: number };
  readonly stays?: {
    readonly activations: readonly object[];
    readonly without: { readonly totals: Document["totals"] };
  };
  readonly diagnostics: readonly { readonly code: string; readonly message: string }[];
}
interface LayerDocument {
  readonly name: string;
  readonly kind: string;
  readonly mapping?: number | null;
  readonly energyPj: number | null;
  readonly cycles: number | null;
  readonly levelsPj?: Readonly<Record<string, number>>;
}
interface MappingDocument {
  readonly name: string;
  readonly layers: readonly string[];
  readonly optimal: boolean;
  readonly problem: string;
  readonly mapping: string;
  readonly evaluation: { readonly energyPj: number; readonly cycles: number };
}

const sum = (values: readonly (number | null | undefined)[]): number =>
  values.reduce<number>((all, value) => all + (value ?? 0), 0);

describe("network", () => {
  it("maps every distinct layer, proven, and adds up", async () => {
    const { code, out, errors } = await network("--json");
    expect([code, errors.split("\n").filter((line) => line.includes("error"))]).toEqual([0, []]);
    const document = JSON.parse(out) as Document;
    expect(document).toMatchObject({
      schema: "tilewright/network/1",
      network: "resnet32-cifar10",
      found: true,
      optimal: true,
      objective: ["delay", "energy"],
      operations: { mapped: 69_124_736, unmapped: 0, unmodelled: 0 },
    });
    expect(document.mappings).toHaveLength(9);
    expect(document.mappings.every(({ optimal }) => optimal)).toBe(true);
    const { totals, layers } = document;
    expect(totals.energyPj).toBeCloseTo(sum(layers.map(({ energyPj }) => energyPj)), 3);
    expect(totals.cycles).toBe(sum(layers.map(({ cycles }) => cycles)));
    expect(totals.edpJouleCycles).toBe((totals.energyPj * totals.cycles) / 1e12);
    expect(sum(document.levels.map(({ energyPj }) => energyPj))).toBeCloseTo(totals.energyPj, 3);
    for (const layer of layers) {
      if (layer.levelsPj) expect(sum(Object.values(layer.levelsPj))).toBeCloseTo(layer.energyPj ?? 0, 3);
    }
    // What products of one shape have in common is there once; every product refers to it.
    const products = layers.filter(({ kind }) => kind === "product");
    expect(products).toHaveLength(34);
    for (const { name, mapping } of products) expect(document.mappings[mapping ?? -1]?.layers).toContain(name);
  });

  it("gives each layer the figures that map and model give for its problem", async () => {
    const { mappings } = JSON.parse((await network("--json")).out) as Document;
    for (const { name, problem, mapping, evaluation } of mappings) {
      const problemFile = file(`${name}.problem.yaml`, problem);
      const map = await run(["map", ...chip, problemFile, "--json"]);
      expect([name, map.code]).toEqual([name, 0]);
      const { energyPj, cycles } = evaluation;
      expect(JSON.parse(map.out)).toMatchObject({ optimal: true, best: { energyPj, cycles }, mapping });
      const parts = [...chip.slice(0, 2), problemFile, file(`${name}.map.yaml`, mapping)];
      const model = await run(["model", ...parts, "--json"]);
      expect(JSON.parse(model.out)).toMatchObject({ valid: true, energyPj, cycles });
    }
  });

  it("keeps results: the second time nothing is searched for, and a damaged entry is searched for again", async () => {
    const first = JSON.parse((await network("--json")).out) as Document;
    const second = JSON.parse((await network("--json")).out) as Document;
    expect(second.cache).toMatchObject({ hits: 9, misses: 0 });
    expect(second.totals).toEqual(first.totals);
    const [entry = ""] = readdirSync(cache, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".json"),
    );
    writeFileSync(join(cache, entry), "{");
    const { code, out, errors } = await network("--json");
    expect(code).toBe(0);
    expect(errors).toContain("cache-entry-damaged");
    const third = JSON.parse(out) as Document;
    expect(third.cache).toMatchObject({ hits: 8, misses: 1 });
    expect(third.totals).toEqual(first.totals);
    expect((JSON.parse((await network("--json", "--no-cache")).out) as Document).cache).toBeNull();
  });

  it("prints tables that fit 80 and 100 columns", async () => {
    for (const columns of [80, 100]) {
      const { code, out } = await run(["network", "resnet32-cifar10", ...chip, "--cache", cache], columns);
      expect(code).toBe(0);
      expect(out).toMatch(/stage1\.1\.conv1 +×10 +2\.36 M +24 576 +57\.1 %/);
      expect(out).toContain("34 layers that multiply, in 9 shapes");
      expect(out).toMatch(/Fused into other layers, at no cost: 33 BatchNormalization, 31 Relu/);
      expect(out).toMatch(/Edge: 1 685 238 words cross DRAM/);
      for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(columns);
    }
  });

  it("leaves out what moves words only, if asked", async () => {
    const { code, out } = await network("--no-traffic");
    expect(code).toBe(0);
    expect(out).toContain("Left out by --no-traffic: 15 Add, 1 GlobalAveragePool.");
    expect(out).not.toMatch(/stage1\.1\.add/);
  });

  it("counts places on inputs as the assignment's generator does, if asked", async () => {
    const { out } = await network("--assignment-sizes", "--json");
    const { layers } = JSON.parse(out) as { layers: { name: string; macs: number }[] };
    expect(layers.find(({ name }) => name === "stage2.1.conv1")?.macs).toBe(4 * 1_179_648);
    expect(layers.find(({ name }) => name === "stage2.1.conv2")?.macs).toBe(2_359_296);
  });

  it("writes a folder for every layer, a table and the document", async () => {
    const place = join(folder, "out");
    const { code, errors } = await network("-o", place);
    expect(code).toBe(0);
    expect(errors.replace(/\s+/g, " ")).toContain("Timeloop's files of 34 layers");
    const layers = readdirSync(join(place, "layers")).sort();
    expect(layers).toHaveLength(34);
    expect(layers.slice(0, 2)).toEqual(["000-conv1", "003-stage1.1.conv1"]);
    const stats = readFileSync(join(place, "layers/000-conv1/timeloop-mapper.stats.txt"), "utf8");
    expect(stats).toContain("Cycles: 4608");
    const [header = "", first = "", ...rest] = readFileSync(join(place, "network.csv"), "utf8").trimEnd().split("\n");
    expect(header.split(",").slice(0, 7)).toEqual([
      "layer",
      "operator",
      "kind",
      "folder",
      "macs",
      "cycles",
      "energy_pj",
    ]);
    expect(first).toMatch(/^conv1,Conv,product,layers\/000-conv1,442368,4608,/);
    expect(rest).toHaveLength(113);
    const document = JSON.parse(readFileSync(join(place, "network.json"), "utf8")) as Document;
    const energies = [first, ...rest].map((line) => Number(line.split(",")[6]));
    expect(sum(energies)).toBeCloseTo(document.totals.energyPj, 3);
  });

  it("goes on where a layer has no mapping, says why, and exits 1", async () => {
    const more = "mapspace_constraints:\n  targets:\n    - {target: DRAM, type: temporal, factors: C>=4}\n";
    const { code, out, errors } = await network(file("more.yaml", more), "--json");
    expect(code).toBe(1);
    expect(errors).toMatch(/error\[no-valid-mapping\]: conv1: no factors of C make its size, 3/);
    const document = JSON.parse(out) as Document;
    expect(document).toMatchObject({ found: false, optimal: false });
    expect(document.layers[0]).toMatchObject({ name: "conv1", energyPj: null });
    expect(document.layers[3]).toMatchObject({ name: "stage1.1.conv1", kind: "product" });
    expect(document.totals.energyPj).toBeGreaterThan(1e8);
    expect((await network(file("more.yaml", more))).out).toMatch(/conv1 +442 k +no mapping/);
  });

  it("says once what holds for many layers", async () => {
    const more = "mapspace_constraints:\n  targets:\n    - {target: ifmap_spad, type: temporal, factors: S=1}\n";
    const fixed = more.replace("ifmap_spad", "DRAM").replace("S=1", "S=1 M=128");
    const { errors } = await network(file("fixed.yaml", fixed));
    expect(errors.match(/warning\[factor-beyond-size\]/g)).toHaveLength(1);
  });

  it("stops at the limits that it is given, and says what is not proven", async () => {
    const { code, out } = await network("--no-cache", "--time", "0.001", "--algorithm", "random-pruned");
    expect(code).toBe(0);
    expect(out).toContain("random-pruned search for delay, energy: not all proven");
    expect(out).toContain("--algorithm optimal does.");
  });

  it.each([
    ["network-section-given", ["network", "resnet32-cifar10", ...chip, "PROBLEM"]],
    ["unknown-metric", ["network", "resnet32-cifar10", ...chip, "--objective", "enrgy"]],
    ["unknown-algorithm", ["network", "resnet32-cifar10", ...chip, "--algorithm", "optimum"]],
    ["keep-level-unknown", ["network", "resnet32-cifar10", ...chip, "--keep-activations", "glb"]],
    ["keep-level-unsuitable", ["network", "resnet32-cifar10", ...chip, "--keep-activations", "DRAM"]],
    ["keep-level-unsuitable", ["network", "resnet32-cifar10", ...chip, "--keep-activations", "psum_spad"]],
    ["file-not-found", ["network", "no-such-network.onnx", ...chip]],
  ])("exits 2 with %s", async (expected, args) => {
    const problem = file("problem.yaml", "problem: {shape: conv1d, instance: {R: 3, P: 16}}\n");
    const { code, errors, out } = await run([...args.map((arg) => (arg === "PROBLEM" ? problem : arg)), "--json"]);
    expect(code).toBe(2);
    expect(errors).toContain(`error[${expected}]`);
    expect(JSON.parse(out)).toMatchObject({ schema: "tilewright/network/1", found: false });
  });
});

describe("activations that stay", () => {
  it("save what would cross the edge, and cost no more", async () => {
    const { code, out } = await network("--keep-activations", "--json");
    expect(code).toBe(0);
    const document = JSON.parse(out) as Document;
    const { stays, totals } = document;
    expect(stays).toMatchObject({ level: "shared_glb", capacityWords: 65_536 });
    expect(stays?.activations).toHaveLength(49);
    expect(totals.energyPj).toBeLessThan(0.8 * (stays?.without.totals.energyPj ?? 0));
    expect(totals.cycles).toBeLessThanOrEqual(stays?.without.totals.cycles ?? 0);
    // The image comes in, the scores go out, and weights come in once: nothing else crosses the edge.
    expect(document).toMatchObject({
      edgeWords: {
        level: "DRAM",
        dataSpaces: { Inputs: { read: 3468, written: 0 }, Outputs: { read: 0, written: 10 } },
      },
    });
  });

  it("are told in the report", async () => {
    const { out } = await network("--keep-activations");
    expect(out).toMatch(/kept in shared_glb +without +with/);
    expect(out).toContain("49 of 50 activations stay, at most 53 376 of 65 536 words at once.");
    expect(out).toContain("Going out: 1 that the network is for (fc).");
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  });
});

describe("assignment q3-energy", () => {
  it("has the files of the example with it", () => {
    for (const { name, text } of QUESTION_3_INPUTS) expect(text).toBe(readFileSync(join(q3, name), "utf8"));
    expect(readdirSync(q3).sort()).toEqual(QUESTION_3_INPUTS.map(({ name }) => name).sort());
  });

  it("gives what network gives for these files, and writes them out", async () => {
    const place = join(folder, "q3");
    const { code, out } = await run(["assignment", "q3-energy", "--cache", cache, "--json", "-o", place]);
    expect(code).toBe(0);
    const [own, other] = [out, (await network("--json")).out].map((text) => JSON.parse(text) as Document);
    expect(own?.totals).toEqual(other?.totals);
    expect(own?.cache).toMatchObject({ misses: 0 });
    expect(readFileSync(join(place, "inputs/arch.yaml"), "utf8")).toBe(readFileSync(join(q3, "arch.yaml"), "utf8"));
  });

  // Estimated from the assignment's own files, which say the same in other words.
  it("has the totals of the assignment's files", async () => {
    const { totals, levels } = JSON.parse((await network("--json")).out) as Document;
    expect(totals.energyPj).toBeCloseTo(694_934_127.8, 1);
    expect(totals.cycles).toBe(748_556);
    expect(levels.map(({ energyPj }) => Math.round(energyPj))).toEqual([
      215_710_720, 64_546_445, 103_712, 14_434_978, 135_219_594, 38_535_168, 226_383_510,
    ]);
  });
});
