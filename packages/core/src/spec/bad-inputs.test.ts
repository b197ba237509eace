/**
 * Every kind of mistake, once: what is written, where the diagnostic must point (the mark `§`), and which code it has.
 * Each row changes one place of a specification that reads without a word.
 */
import { describe, expect, test } from "vitest";
import { renderDiagnostic } from "../text/render.ts";
import { DEFAULT_LIMITS } from "../yaml/limits.ts";
import { readTexts, shortly } from "./testing/read-texts.ts";
import { ERT, MAPPING, NODES_ARCHITECTURE, PROBLEM, SUBTREE_ARCHITECTURE } from "./testing/small-specs.ts";

const NODES: Readonly<Record<string, string>> = {
  arch: NODES_ARCHITECTURE,
  prob: PROBLEM,
  map: MAPPING,
  ert: ERT,
};

/** What is wrong, in which file, what is replaced, by what (with the mark), and the expected code. */
type Row = readonly [what: string, file: string, from: string | RegExp, to: string, code: string];

// biome-ignore format: a table is read by its rows
const YAML_ROWS: readonly Row[] = [
  ["a key given twice", "prob", "    M: 32\n", "    M: 32\n    §M: 16\n", "duplicate-key"],
  ["an unfinished quote", "arch", 'technology: "45nm"', 'technology: "45nm', "yaml-syntax"],
  ["a tab as indentation", "prob", "    M: 32\n", "§\tM: 32\n", "tab-indentation"],
  ["an alias of nothing", "prob", "M: 32", "M: §*size", "unknown-alias"],
  ["a digit too many for a double", "prob", "M: 32", "M: §9007199254740993", "inexact-integer"],
];

// biome-ignore format: a table is read by its rows
const EXPRESSION_ROWS: readonly Row[] = [
  ["an unknown name", "arch", "depth: 1024", "depth: 2 * §dept", "unknown-name"],
  ["an unknown function", "arch", "depth: 1024", "depth: §logarithm(8)", "unknown-function"],
  ["a wrong number of arguments", "arch", "depth: 1024", "depth: §sqrt(1, 2)", "wrong-arguments"],
  ["an expression cut short", "arch", "depth: 1024", "depth: 4 *§", "expression-syntax"],
  ["a division by zero", "arch", "depth: 1024", "depth: §8 // 0", "division-by-zero"],
  ["attributes that need each other", "arch", "depth: 1024", "depth: §rows * 2\n      rows: depth // 2", "attribute-cycle"],
  ["an absurd power", "arch", "depth: 1024", "depth: §2 ** 99999999", "expression-too-large"],
  ["an assignment", "arch", "depth: 1024", "depth: rows §:= 3", "expression-syntax"],
  ["a lambda", "arch", "depth: 1024", "depth: §lambda rows", "expression-unsupported"],
];

// biome-ignore format: a table is read by its rows
const SECTION_ROWS: readonly Row[] = [
  ["an unknown section", "prob", "problem:", "§probelm:", "unknown-section"],
  ["a section twice", "map", "mapping:", `§problem: {}\nmapping:`, "duplicate-section"],
  ["a document that is no map", "map", /^[\s\S]*$/, "§just a text", "wrong-type"],
];

// biome-ignore format: a table is read by its rows
const ARCHITECTURE_ROWS: readonly Row[] = [
  ["neither form", "arch", "nodes:", "knots:", "architecture-form"],
  ["a misspelt form", "arch", "nodes:", "§knodes:", "unknown-key"],
  ["an unknown version", "arch", "version: 0.4", "version: §2.0", "unsupported-version"],
  ["an unknown kind of node", "arch", "- !Component\n    name: Buffer", "- §!Componant\n    name: Buffer", "unknown-node-tag"],
  ["a node without its kind", "arch", "- !Component\n    name: Buffer", "- §name: Buffer", "missing-node-tag"],
  ["an unknown key of a component", "arch", "class: regfile", "clas: regfile", "missing-key"],
  ["a misspelt key of a component", "arch", "class: regfile", "class: regfile\n    §atributes: {}", "unknown-key"],
  ["a component without a name", "arch", "- !Component\n    name: Mac\n", "- !Component\n    §class2: x\n", "unknown-key"],
  ["a name twice", "arch", "name: Registers", "name: §Buffer", "duplicate-name"],
  ["a name that no mapping can aim at", "arch", "name: Registers", 'name: §"my regs"', "bad-name"],
  ["an unknown class", "arch", "class: regfile", "class: flipflops", "unknown-component-class"],
  ["no compute component", "arch", "class: intmac", "class: adder", "no-compute"],
  ["compute before storage", "arch", "class: SRAM", "class: fpmac", "several-compute"],
  ["storage after compute", "arch", /$/, "  - !Component\n    name: §Late\n    class: SRAM\n    attributes: {datawidth: 8}\n", "compute-not-innermost"],
  ["a depth of 0", "arch", "depth: 64", "depth: §0", "number-out-of-range"],
  ["a depth of half a word", "arch", "depth: 64", "depth: §0.5", "number-out-of-range"],
  ["a depth that is not a number", "arch", "depth: 64", "depth: §.nan", "number-out-of-range"],
  ["a quoted depth", "arch", "depth: 64", 'depth: §"sixty four"', "not-a-number"],
  ["a negative bandwidth", "arch", "read_bandwidth: 4", "read_bandwidth: §-4", "number-out-of-range"],
  ["a width that words do not fill", "arch", "width: 32", "width: §30", "width-mismatch"],
  ["a block size against the width", "arch", "width: 32", "width: §32\n      block_size: 2", "width-mismatch"],
  ["a cluster in a DRAM", "arch", "name: MainMemory\n    class: DRAM\n    attributes:\n", "name: §MainMemory\n    class: DRAM\n    attributes:\n      cluster_size: 2\n", "dram-cluster"],
  ["two sizes", "arch", "depth: 64", "depth: 64\n      sizeKB: §1", "attribute-conflict"],
  ["a slip in an attribute that matters", "arch", "depth: 1024", "depth: 1024\n      §block_siz: 4", "unknown-attribute"],
  ["no word size", "arch", "name: Registers\n    class: regfile\n    attributes:\n      depth: 64\n      width: 8\n      datawidth: 8", "name: §Registers\n    class: regfile\n    attributes:\n      depth: 64\n      width: 16", "word-bits-default"],
  ["a flag that is no flag", "arch", "read_bandwidth: 4", "reduction_supported: §sometimes", "not-a-flag"],
  ["a minimum of a memory without size", "arch", "width: 64", "min_utilization: §0.5\n      width: 64", "min-utilization-unlimited"],
  ["attributes that are a list", "arch", "attributes:\n      depth: 64\n      width: 8\n      datawidth: 8\n", "attributes: §[depth, width]\n", "wrong-type"],
  ["a fan-out of 0", "arch", "meshX: 2", "meshX: §0", "number-out-of-range"],
  ["a misspelt mesh", "arch", "meshX: 2", "§meshx: 2", "unknown-key"],
  ["a mesh among attributes", "arch", "depth: 64", "depth: 64\n      meshX: §4", "mesh-attribute-ignored"],
  ["a data space nobody has", "arch", "read_bandwidth: 4", "per_dataspace_bandwidth_consumption_scale: §{Weihgts: 2}", "unknown-data-space"],
  ["enabled: perhaps", "arch", "class: regfile", "class: regfile\n    enabled: §'perhaps'", "not-a-flag"],
];

// biome-ignore format: a table is read by its rows
const PROBLEM_ROWS: readonly Row[] = [
  ["an unknown shape", "prob", /shape:[\s\S]*(?=\n {2}instance)/, "shape: §cnn_leyer", "unknown-shape"],
  ["a dimension of 0", "prob", "R: 3", "R: §0", "bad-dimension-size"],
  ["a negative dimension", "prob", "R: 3", "R: §-3", "bad-dimension-size"],
  ["half a dimension", "prob", "R: 3", "R: §2.5", "bad-dimension-size"],
  ["a dimension that is not a number", "prob", "R: 3", "R: §.nan", "bad-dimension-size"],
  ["an infinite dimension", "prob", "R: 3", "R: §.inf", "bad-dimension-size"],
  ["a size that is a text", "prob", "R: 3", 'R: §"three"', "not-a-number"],
  ["a size that is a list", "prob", "R: 3", "R: §[3]", "wrong-type"],
  ["a dimension without size", "prob", "M: 32\n    R: 3", "§R: 3", "missing-dimension-size"],
  ["a slip in the instance", "prob", "P: 16", "P: 16\n    §Strid: 2", "unknown-instance-key"],
  ["a size of nothing", "prob", "P: 16", "P: 16\n    §Wpad: 2", "instance-key-ignored"],
  ["a coefficient of 0", "prob", "P: 16", "P: 16\n    Stride: §0", "bad-coefficient"],
  ["too many operations", "prob", "P: 16", "P: 900719925474099", "problem-too-large"],
  ["a dimension twice", "prob", "[M, R, P]", "[M, R, P, §M]", "duplicate-name"],
  ["a dimension with a strange name", "prob", "[M, R, P]", "[M, R, P, §2x]", "bad-name"],
  ["a dimension that nothing uses", "prob", /\[M, R, P\]([\s\S]*)P: 16/, "[M, R, P, §K]$1P: 16\n    K: 5", "unused-dimension"],
  ["an unknown dimension in a projection", "prob", "[[R], [P, Stride]]", "[[§Rr], [P, Stride]]", "unknown-coefficient"],
  ["an unknown coefficient", "prob", "[[R], [P, Stride]]", "[[R], [P, §Stried]]", "unknown-coefficient"],
  ["an unknown name inside a formula", "prob", "[[R], [P, Stride]]", '"R + §Q * Stride"', "unknown-coefficient"],
  ["two dimensions multiplied", "prob", "[[R], [P, Stride]]", "[[R, §P]]", "bad-projection"],
  ["a term without a dimension", "prob", "[[R], [P, Stride]]", "[[R], §[Stride]]", "bad-projection"],
  ["a coefficient of 0 in a projection", "prob", "[[R], [P, Stride]]", "[[R], [P, §0]]", "bad-coefficient"],
  ["a projection that is a map", "prob", /projection:\n {6}- \[\[R\], \[P, Stride\]\]/, "projection: §{R: 1}", "bad-projection"],
  ["a data space twice", "prob", "name: Inputs", "name: §Weights", "duplicate-name"],
  ["no output", "prob", /name: Weights([\s\S]*)read_write: True/, "name: §Weights$1read_write: False", "no-output"],
  ["read_write: maybe", "prob", "read_write: True", "read_write: §maybe", "not-a-flag"],
  ["a slip in a data space", "prob", "read_write: True", "§red_write: True", "unknown-key"],
  ["a density above 1", "prob", "P: 16", "P: 16\n    densities: {Weights: §1.5}", "bad-density"],
  ["a density of nothing", "prob", "P: 16", "P: 16\n    densities: {§Wieghts: 0.5}", "unknown-data-space"],
  ["a flattened dimension of nothing", "prob", "[M, R, P]", "[M, R, P]\n    flatten: [{name: X, dimensions: [P, §Z]}]", "unknown-dimension"],
  ["a dimension flattened twice", "prob", "[M, R, P]", "[M, R, P]\n    flatten: [{name: X, dimensions: [P, R]}, {name: Y, dimensions: [M, §P]}]", "bad-flattening"],
  ["no dimensions", "prob", "[M, R, P]", "§[]", "empty-problem"],
];

// biome-ignore format: a table is read by its rows
const MAPPING_ROWS: readonly Row[] = [
  ["an unknown level", "map", "target: Registers", "target: §Register", "unknown-target"],
  ["a compute level as target", "map", "target: Registers", "target: §Mac", "unknown-target"],
  ["a level number too high", "map", "target: Registers", "target: §9", "unknown-target"],
  ["an unknown type", "map", "type: spatial", "type: §spacial", "unknown-directive"],
  ["a type for later", "map", "type: spatial", "type: §skew", "unsupported-directive"],
  ["no target", "map", "- target: Registers\n  type", "- §type", "missing-key"],
  ["a key of another type", "map", "permutation: PMR", "permutation: PMR\n  §split: 1", "unknown-key"],
  ["a directive twice", "map", "target: Buffer\n  type: temporal", "§target: MainMemory\n  type: temporal", "duplicate-directive"],
  ["spatial loops without fan-out", "map", "target: Cell", "target: §Buffer", "no-fanout"],
  ["an unknown dimension in factors", "map", "R=1 P=8 M=1", "R=1 §K=8 M=1", "unknown-dimension"],
  ["a factor that is no number", "map", "R=1 P=8 M=1", "R=1 P§=eight M=1", "bad-factor"],
  ["a negative factor", "map", "R=1 P=8 M=1", "R=1 P§=-8 M=1", "bad-factor"],
  ["a bound of a constraint", "map", "R=1 P=8 M=1", "R=1 §P<=8 M=1", "bad-factor"],
  ["stray characters", "map", "R=1 P=8 M=1", "R=1 §*8 M=1", "bad-factor"],
  ["a factor twice", "map", "R=1 P=8 M=1", "R=1 P=8 §R=1", "duplicate-factor"],
  ["a last iteration longer than the others", "map", "R=1 P=8 M=1", "R=1 §P=8,9 M=1", "bad-residual"],
  ["a factor of 0", "map", "R=3 P=1 M=8", "§R=0 P=1 M=8", "factor-zero"],
  ["factors that do not fit", "map", "R=1 P=8 M=1", "R=1 §P=7 M=1", "factor-product"],
  ["a dimension without factors", "map", /R=\d/g, "", "factor-product"],
  ["an unknown dimension in a permutation", "map", "permutation: PMR", "permutation: P§KR", "unknown-dimension"],
  ["a dimension twice in a permutation", "map", "permutation: PMR", "permutation: PM§P", "duplicate-in-permutation"],
  ["an incomplete permutation", "map", "permutation: RMP", "permutation: §RP", "permutation-incomplete"],
  ["a split that is no number", "map", "split: 2", "split: §half", "bad-split"],
  ["no split where X is too small", "map", "- target: Cell\n  type: spatial\n  factors: R=1 P=2 M=2\n  permutation: RPM\n  split: 2", "- §target: Cell\n  type: spatial\n  factors: R=1 P=2 M=2\n  permutation: RPM", "split-missing"],
  ["an unknown data space", "map", "keep: [Inputs, Outputs]", "keep: [§Input, Outputs]", "unknown-data-space"],
  ["kept and bypassed", "map", "bypass: [Weights]", "bypass: [Weights, §Inputs]", "keep-and-bypass"],
  ["bypassing main memory", "map", "target: Buffer\n  type: dataspace\n  keep: [Inputs, Outputs]\n  bypass: [Weights]", "target: MainMemory\n  type: dataspace\n  bypass: [§Weights]", "bypass-outermost"],
  ["keeping data in a fan-out", "map", "target: Buffer\n  type: dataspace\n  keep: [Inputs, Outputs]\n  bypass: [Weights]", "target: Cell\n  type: dataspace\n  keep: [§Weights]", "keep-at-fanout"],
  ["temporal loops in a fan-out", "map", "target: Registers", "target: Cell", "temporal-at-fanout"],
  ["a level that the mapping leaves out", "map", /- target: Registers[\s\S]*?(?=- target: Buffer\n {2}type: data)/, "", "factor-product"],
];

// biome-ignore format: a table is read by its rows
const TABLE_ROWS: readonly Row[] = [
  ["a negative energy", "ert", "energy: 1.25", "energy: §-1.25", "bad-energy"],
  ["an energy that is not a number", "ert", "energy: 1.25", "energy: §.nan", "bad-energy"],
  ["an energy that is a text", "ert", "energy: 1.25", "energy: §cheap", "bad-energy"],
  ["an action without energy", "ert", "{name: write, energy: 1.25}", "§{name: write}", "missing-key"],
  ["a table without actions", "ert", "    actions:\n    - {name: compute, energy: 0.56}", "", "missing-key"],
  ["a slip in a component", "ert", "name: System_top_level.Buffer[1..1]", "name: §System_top_level.Bufer[1..1]", "table-unknown-component"],
  ["a component without figures", "ert", /\n {2}- name: System_top_level.Mac[\s\S]*/, "\n", "table-missing-component"],
  ["no tables", "ert", "tables:", "§tabels:", "unknown-key"],
];

// biome-ignore format: a table is read by its rows
const SUBTREE_ROWS: readonly Row[] = [
  ["a broken range", "arch", "Cell[0..3]", "Cell§[0-3]", "bad-instance-range"],
  ["a range that runs backwards", "arch", "Cell[0..3]", "Cell§[3..0]", "bad-instance-range"],
  ["two subtrees", "arch", /$/, "    - §name: Other\n", "several-subtrees"],
  ["a mesh that does not hold its instances", "arch", "meshX: 2\n      - name: Mac", "meshX: §3\n      - name: Mac", "mesh-mismatch"],
  ["a mesh of other size", "arch", "meshX: 2\n          meshY: 2", "meshX: §4\n          meshY: 2", "mesh-mismatch"],
  ["meshes that do not nest", "arch", /name: Mac([\s\S]*)meshX: 2\n {10}meshY: 2/, "name: §Mac$1meshX: 4\n          meshY: 1", "mesh-mismatch"],
  ["an attribute that only a tree gives", "arch", "global-cycle-seconds: 1e-9", "datawidth: §8", "inherited-ignored"],
  ["one bandwidth for both", "arch", "read_bandwidth: 4", "bandwidth: §4", "bandwidth-split"],
];

function check(rows: readonly Row[], base: Readonly<Record<string, string>>): void {
  test.each(rows)("%s", (_, file, from, to, code) => {
    const before = base[file] ?? "";
    const after = before.replace(from, to);
    expect(after, "the row must change something").not.toBe(before);
    const { diagnostics, mark } = readTexts({ ...base, [file]: after });
    const found = diagnostics.filter((diagnostic) => diagnostic.code === code);
    expect(
      found.map((diagnostic) => diagnostic.code),
      shortly(diagnostics).join("\n"),
    ).toContain(code);
    expect(found.every(({ hint }) => hint !== undefined && hint !== "")).toBe(true);
    for (const diagnostic of diagnostics) expect(renderDiagnostic(diagnostic)).toContain(diagnostic.code);
    if (!mark) return;
    expect(
      found.map(({ span }) => `${span?.source.name}:${span?.from}`),
      diagnostics.map((diagnostic) => renderDiagnostic(diagnostic)).join("\n"),
    ).toContain(`${mark.file}:${mark.offset}`);
  });
}

test("the specification that the rows change is sound", () => {
  expect(shortly(readTexts(NODES).diagnostics)).toEqual([]);
});

describe("YAML", () => check(YAML_ROWS, NODES));
describe("expressions", () => check(EXPRESSION_ROWS, NODES));
describe("sections", () => check(SECTION_ROWS, NODES));
describe("architecture, 0.4", () => check(ARCHITECTURE_ROWS, NODES));
describe("architecture, 0.3", () => check(SUBTREE_ROWS, { arch: SUBTREE_ARCHITECTURE, prob: PROBLEM }));
describe("problem", () => check(PROBLEM_ROWS, NODES));
describe("mapping", () => check(MAPPING_ROWS, NODES));
describe("tables", () => check(TABLE_ROWS, NODES));

describe("missing sections", () => {
  test.each(["arch", "prob", "map"])("no %s", (file) => {
    const { [file]: _, ...rest } = NODES;
    const { diagnostics } = readTexts(rest, { require: { mapping: true } });
    expect(diagnostics.map(({ code }) => code)).toContain("missing-section");
  });

  test("nothing at all", () => {
    expect(readTexts({}).diagnostics.map(({ code }) => code)).toContain("missing-section");
    expect(readTexts({ empty: "" }).diagnostics.map(({ code }) => code)).toContain("missing-section");
  });
});

describe("!Parallel", () => {
  const cell = (keepInputs: string, keepWeights: string): string =>
    NODES_ARCHITECTURE.replace(
      /- !Component\n {4}name: Registers[\s\S]*?(?= {2}- !Component\n {4}name: Mac)/,
      `- §!Parallel
    nodes:
    - !Component
      name: A
      class: regfile
      attributes: {depth: 64, width: 8, datawidth: 8}
      constraints: {dataspace: {keep: [${keepInputs}]}}
    - !Component
      name: B
      class: regfile
      attributes: {depth: 64, width: 8, datawidth: 8}
      constraints: {dataspace: {keep: [${keepWeights}]}}
`,
    );
  const mapping = MAPPING.replace("target: Registers", "target: B");

  test("data kept in no branch", () => {
    const { diagnostics } = readTexts({ arch: cell("Inputs", "Outputs"), prob: PROBLEM, map: mapping });
    expect(diagnostics.map(({ code }) => code)).toContain("parallel-keep-missing");
  });

  test("data kept in two branches", () => {
    const { diagnostics } = readTexts({
      arch: cell("Inputs, Weights", "Outputs, Weights"),
      prob: PROBLEM,
      map: mapping,
    });
    expect(diagnostics.map(({ code }) => code)).toContain("parallel-keep-twice");
  });

  test("each data space in one branch", () => {
    const { spec } = readTexts({ arch: cell("Inputs, Weights", "Outputs"), prob: PROBLEM, map: mapping });
    const keeps = Object.fromEntries(
      spec?.architecture.storage.map(({ name }, level) => [name, spec.mapping?.levels[level]?.keep]) ?? [],
    );
    expect(keeps).toMatchObject({ A: [true, true, false], B: [false, false, true] });
  });
});

describe("hostile input ends with a clear error, soon", () => {
  const SECONDS = 1000;
  const bounded = (texts: Readonly<Record<string, string>>, code: string, limitMs = 5 * SECONDS): void => {
    const start = performance.now();
    const { spec, diagnostics } = readTexts(texts);
    expect(performance.now() - start).toBeLessThan(limitMs);
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
    expect(spec).toBeUndefined();
    expect(diagnostics.length).toBeLessThanOrEqual(250);
  };

  test("an alias bomb", () => {
    const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
    for (let i = 1; i <= 30; i++)
      lines.push(
        `a${i}: &a${i} [${Array(10)
          .fill(`*a${i - 1}`)
          .join(", ")}]`,
      );
    bounded({ bomb: lines.join("\n") }, "alias-expansion");
  });

  test("a deep nest", () => {
    bounded({ deep: `problem: ${"[".repeat(100_000)}` }, "nesting-too-deep");
    bounded({ deep: `problem: {shape: ${"{a: ".repeat(100_000)}` }, "nesting-too-deep");
  });

  test("a huge text", () => {
    bounded({ huge: `problem: ${"x".repeat(DEFAULT_LIMITS.textLength + 1)}` }, "input-too-large");
  });

  test("keys that are names of JavaScript's own", () => {
    const texts = { ...NODES, prob: PROBLEM.replace("P: 16", "P: 16\n    __proto__: {M: 1}\n    constructor: 4") };
    const { diagnostics } = readTexts(texts);
    expect(diagnostics.map(({ code }) => code)).toContain("instance-key-ignored");
    bounded({ ...NODES, map: "__proto__: []\nconstructor: 1\n" }, "unknown-section");
    const architecture = NODES_ARCHITECTURE.replace("depth: 1024", "__proto__: 3\n      depth: __proto__ * 2");
    const read = readTexts({ ...NODES, arch: architecture });
    expect(read.spec?.architecture.storage[2]?.sizeWords).toBe(24);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });

  test("ten thousand unknown keys", () => {
    const keys = Array.from({ length: 10_000 }, (_, i) => `    key_${i}: ${i}`).join("\n");
    bounded({ ...NODES, prob: `${PROBLEM}${keys}\n    M${" "}: 0\n` }, "duplicate-key", 20 * SECONDS);
  });

  test("ten thousand directives, loops and levels", () => {
    const directives = Array.from({ length: 10_000 }, () => "- {target: Buffer, type: temporal, factors: M=2}").join(
      "\n",
    );
    bounded({ ...NODES, map: `mapping:\n${directives}\n` }, "duplicate-directive", 20 * SECONDS);
    bounded({ ...NODES, map: MAPPING.replace("R=1 P=8 M=1", "M=2 ".repeat(20_000)) }, "duplicate-factor");
    bounded(
      { ...NODES, map: MAPPING.replace("permutation: PMR", `permutation: ${"PMR".repeat(20_000)}`) },
      "duplicate-in-permutation",
    );
  });

  test("instances beyond counting", () => {
    const architecture = SUBTREE_ARCHITECTURE.replace("Cell[0..3]", "Cell[0..99999999999999999999]");
    bounded({ arch: architecture, prob: PROBLEM }, "bad-instance-range");
  });

  test("files that include one another", () => {
    const files: Readonly<Record<string, string>> = { a: "{{include_text('b')}}", b: "{{include_text('a')}}" };
    const loadFile = (path: string): { name: string; text: string } | undefined => {
      const text = files[path];
      return text === undefined ? undefined : { name: path, text };
    };
    const { diagnostics } = readTexts({ a: files["a"] ?? "" }, {}, { loadFile });
    expect(diagnostics.map(({ code }) => code)).toContain("include-cycle");
  });
});
