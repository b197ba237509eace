/** Random architectures, problems and limits, small enough to enumerate. Test support. */
import fc from "fast-check";
import type { Fanout } from "../../../architecture/mesh.ts";
import { randomArchitecture } from "../../../architecture/testing/random-levels.ts";
import { allReuse } from "../../../mapping/reuse-options.ts";
import type { LevelLimits, LoopLimits, MapspaceLimits } from "../../../mapspace/constraints.ts";
import type { Spec } from "../../../spec/spec.ts";
import type { DataSpace } from "../../../workload/workload.ts";

export interface SmallMapspace {
  readonly spec: Spec;
  readonly limits: MapspaceLimits;
}

// Matrix product; windows in one and two dimensions, strided, dilated, depthwise; a diagonal; a reversed index; a scalar.
const SHAPES: readonly (readonly string[])[] = [
  ["X: A C", "Y: C B", "Z!: A B"],
  ["W: A B", "I: B+C", "O!: A C"],
  ["W: A B", "I: B+2C", "O!: A C"],
  ["W: A B", "I: 2B+C A", "O!: A C"],
  ["W: B D", "I: A+B C+D", "O!: A C"],
  ["W: B D", "I: A+B D", "O!: A"],
  ["D: A A+B", "R: C-B", "S!:"],
  ["X: A", "Y: A 2B", "Z!: B"],
  ["X: A B", "O!: A+B C"],
];

function dataSpacesOf(shape: readonly string[]): DataSpace[] {
  return shape.map((text) => {
    const [name = "", ranks = ""] = text.split(":");
    return {
      name: name.replace("!", ""),
      readWrite: name.endsWith("!"),
      ranks: ranks
        .split(" ")
        .filter((rank) => rank !== "")
        .map((rank) =>
          [...rank.matchAll(/([+-]?)(\d*)([A-D])/g)].map(([, sign, factor, dimension]) => ({
            dimension: (dimension as string).charCodeAt(0) - 65,
            coefficient: (sign === "-" ? -1 : 1) * Number(factor === "" ? 1 : factor),
          })),
        ),
    };
  });
}

/** @param kind what the space is to have besides factors and orders in time */
export function smallMapspace(kind: {
  readonly spatial: boolean;
  readonly bypass: boolean;
}): fc.Arbitrary<SmallMapspace> {
  const dice = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 150, maxLength: 150 });
  return fc.tuple(fc.constantFrom(...SHAPES), fc.integer({ min: 1, max: 3 }), dice).map(([shape, levels, rolls]) => {
    let at = 0;
    const roll = (): number => rolls[at++ % rolls.length] as number;
    const dataSpaces = dataSpacesOf(shape);
    const count = Math.max(...dataSpaces.flatMap(({ ranks }) => ranks.flat().map((term) => term.dimension))) + 1;
    const sizes = Array.from({ length: count }, () => [1, 2, 2, 3, 3, 4, 4, 2, 5, 6][roll()] as number);
    const dimensions = sizes.map((size, k) => ({ name: String.fromCharCode(65 + k), size }));
    const workload = {
      name: "small",
      dimensions,
      loopDimensions: dimensions.map(({ name, size }, k) => ({ name, size, parts: [k] })),
      usesFlattening: false,
      coefficients: {},
      dataSpaces,
    };
    // Meshes grow from the outside inwards.
    const meshes: Fanout[] = [];
    let x = 1;
    let y = 1;
    for (let level = levels; level >= 0; level--) {
      meshes[level] = { x, y };
      if (kind.spatial && roll() < 5) x *= 1 + (roll() % 4);
      if (kind.spatial && roll() < 3) y *= 1 + (roll() % 3);
    }
    const architecture = randomArchitecture(meshes, roll, (isOutermost) => {
      const sizeWords = roll() < 4 && !isOutermost ? 2 + roll() * 3 : undefined;
      return {
        blockSize: roll() < 7 ? 1 : 2,
        ...(sizeWords === undefined ? {} : { sizeWords, effectiveSizeWords: sizeWords }),
        networkDrainLatency: 0,
      };
    });
    const { storage } = architecture;
    const components = [
      { component: "MAC", actionsPj: { compute: 0.5 } },
      ...storage.map(({ name }, level) => ({
        component: name,
        actionsPj: {
          read: (1 + roll()) * 2 ** level,
          write: (1 + roll()) * 2 ** level,
          update: (1 + roll()) * 2 ** level,
          leak: roll() < 3 ? 0.1 * roll() : 0,
        },
      })),
    ];
    const spec: Spec = {
      architecture,
      workload,
      ert: { source: "random", components },
    };
    const factorsOf = (): LoopLimits["factors"] =>
      sizes.map((size) => {
        if (roll() !== 0) return { min: 1, max: Number.POSITIVE_INFINITY };
        const what = roll();
        if (what < 5) return { min: 1, max: 1 };
        return what < 8 ? { min: 1, max: 2 } : { min: size % 2 === 0 ? 2 : 1, max: size };
      });
    const order = (): Pick<LoopLimits, "innermost" | "outermost"> => {
      const shuffled = sizes.map((_, k) => k).sort((a, b) => ((a * 7 + roll()) % 5) - ((b * 7 + roll()) % 5) || a - b);
      const inner = roll() === 0 ? 1 + (roll() % count) : 0;
      const outer = roll() === 0 ? roll() % (count - Math.min(inner, count) + 1) : 0;
      const kept = Math.min(inner, count);
      return { innermost: shuffled.slice(0, kept), outermost: shuffled.slice(count - Math.min(outer, count - kept)) };
    };
    const limits: MapspaceLimits = {
      minParallelism: roll() === 0 ? 0.4 : 0,
      levels: storage.map((_, level): LevelLimits => {
        const { x, y } = meshes[level] as Fanout;
        const canSpread = x * y > 1;
        const one = sizes.map(() => ({ min: 1, max: 1 }));
        return {
          level,
          temporal: { factors: factorsOf(), ...order(), maxRemainder: 0 },
          spatial: {
            factors: kind.spatial && canSpread ? factorsOf() : one,
            ...order(),
            maxRemainder: 0,
            split: roll() < 3 ? roll() % (count + 1) : undefined,
          },
          keep: dataSpaces.map(() => {
            if (level === levels - 1 && roll() < 8) return true;
            if (kind.bypass && roll() < 6) return undefined;
            return roll() < 6;
          }),
          reuse: allReuse(dataSpaces.length),
          maxOverbookedProportion: 0,
        };
      }),
    };
    return { spec, limits };
  });
}
