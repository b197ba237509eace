/**
 * How the cost of one evaluation grows: with storage levels (2 to 8) at seven dimensions, and with dimensions (2 to 9)
 * at four levels; every dimension is split over all levels, so loops grow with both. The curve is drawn by the table.
 */
import { allReuse, CompiledPlan, encodeMapping, evaluate, type Mapping, type Spec } from "@tilewright/core";
import { readAll, seededRandom } from "./eyeriss.ts";
import { bench } from "./harness.ts";

function spec(levels: number, dimensions: number): Spec {
  const names = [..."ABCDEFGHI"].slice(0, dimensions);
  const third = Math.ceil(dimensions / 3);
  const pick = (skip: number): string =>
    names
      .filter((_, i) => dimensions <= 2 || i % 3 !== skip || i >= 3 * third)
      .map((name) => `[[${name}]]`)
      .join(", ");
  const storage = Array.from({ length: levels }, (_, i) => {
    const kind = i === 0 ? "class: DRAM" : "class: SRAM";
    return `        - {name: L${levels - 1 - i}, ${kind}, attributes: {width: 16, word-bits: 16, block-size: 1}}`;
  });
  return readAll([
    `architecture:
  version: 0.3
  subtree:
    - name: system
      local:
${storage.join("\n")}
        - {name: mac, class: intmac, attributes: {datawidth: 16}}
`,
    `problem:
  shape:
    name: grown
    dimensions: [${names.join(", ")}]
    data_spaces:
      - {name: X, projection: [${pick(0)}]}
      - {name: Y, projection: [${pick(1)}]}
      - {name: Z, projection: [${pick(2)}], read_write: true}
  instance: {${names.map((name) => `${name}: ${2 ** levels}`).join(", ")}}
`,
  ]);
}

/** Bound 2 for every dimension at every level, in a random order. */
function mapping(levels: number, dimensions: number, random: (below: number) => number): Mapping {
  return {
    levels: Array.from({ length: levels }, (_, level) => {
      const order = Array.from({ length: dimensions }, (_, d) => d);
      for (let i = order.length - 1; i > 0; i--) {
        const j = random(i + 1);
        [order[i], order[j]] = [order[j] as number, order[i] as number];
      }
      return {
        level,
        temporal: order.map((dimension) => ({ dimension, bound: 2, residual: 2 })),
        spatialX: [],
        spatialY: [],
        keep: [true, true, true],
        reuse: allReuse(3),
      };
    }),
  };
}

function register(levels: number, dimensions: number, against: string | undefined): string {
  const chip = spec(levels, dimensions);
  const random = seededRandom(levels * 10 + dimensions);
  const mappings = Array.from({ length: 50 }, () => mapping(levels, dimensions, random));
  const plan = new CompiledPlan(chip);
  const codes = mappings.map((each) => encodeMapping(plan.layout, each) as Int32Array);
  const loops = `${levels} levels x ${dimensions} dimensions`;
  const name = `compiled, ${loops}`;
  if (plan.evaluate(codes[0] as Int32Array) !== "valid" || plan.usedFullModel)
    throw new Error(`${name} is not compiled`);
  let at = 0;
  const compare = against === undefined ? {} : { against };
  bench(
    name,
    () => {
      for (const code of codes) plan.evaluate(code);
    },
    {
      unit: "mapping",
      perCall: codes.length,
      ...compare,
    },
  );
  bench(`full, ${loops}`, () => evaluate({ ...chip, mapping: mappings[at++ % 50] as Mapping }), {
    unit: "mapping",
    against: name,
  });
  return name;
}

const first = register(2, 7, undefined);
for (const levels of [3, 4, 5, 6]) register(levels, 7, first);
for (const dimensions of [2, 3, 5, 9]) register(4, dimensions, first);
