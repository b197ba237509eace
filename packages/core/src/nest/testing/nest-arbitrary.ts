/** Random small workloads and mappings for the properties of the nest analysis. Test support, not part of the build. */
import fc from "fast-check";
import type { LevelMapping, Loop, Mapping } from "../../mapping/mapping.ts";
import type { DataSpace, Workload } from "../../workload/workload.ts";
import type { Fanout } from "../hops.ts";
import { buildLoopNest, type LoopNest } from "../loop-nest.ts";
import { spatialShape } from "../spatial-shape.ts";

export interface NestCase {
  readonly workload: Workload;
  readonly mapping: Mapping;
  readonly nest: LoopNest;
  readonly fanouts: readonly Fanout[];
}

export interface NestCaseOptions {
  readonly levels: { readonly min: number; readonly max: number };
  readonly spatial: boolean;
  readonly imperfect: boolean;
  /** Also switch reuse off here and there, and read before the first update. */
  readonly reuseOptions: boolean;
  /** Largest number of operations. */
  readonly operations: number;
}

const SHAPES: readonly (readonly {
  readonly name: string;
  readonly ranks: readonly string[];
  readonly readWrite?: true;
}[])[] = [
  // One-dimensional convolution, matrix product, strided and dilated windows, 2-D window, a diagonal, a reversed index.
  [
    { name: "W", ranks: ["A", "B"] },
    { name: "I", ranks: ["B+C"] },
    { name: "O", ranks: ["A", "C"], readWrite: true },
  ],
  [
    { name: "X", ranks: ["A", "C"] },
    { name: "Y", ranks: ["C", "B"] },
    { name: "Z", ranks: ["A", "B"], readWrite: true },
  ],
  [
    { name: "W", ranks: ["A", "B"] },
    { name: "I", ranks: ["B+2C"] },
    { name: "O", ranks: ["A", "C"], readWrite: true },
  ],
  [
    { name: "W", ranks: ["B"] },
    { name: "I", ranks: ["3B+2C", "A"] },
    { name: "O", ranks: ["C", "A"], readWrite: true },
  ],
  [
    { name: "W", ranks: ["B", "D"] },
    { name: "I", ranks: ["A+B", "C+D"] },
    { name: "O", ranks: ["A", "C"], readWrite: true },
  ],
  [
    { name: "D", ranks: ["A", "A+B"] },
    { name: "R", ranks: ["C-B"] },
    { name: "S", ranks: [], readWrite: true },
  ],
];

function parseRank(text: string): { dimension: number; coefficient: number }[] {
  return [...text.matchAll(/([+-]?)(\d*)([A-D])/g)].map(([, sign, factor, name]) => ({
    dimension: (name as string).charCodeAt(0) - 65,
    coefficient: (sign === "-" ? -1 : 1) * Number(factor === "" ? 1 : factor),
  }));
}

function workloadOf(shape: (typeof SHAPES)[number], sizes: readonly number[]): Workload {
  const dimensions = sizes.map((size, d) => ({ name: String.fromCharCode(65 + d), size }));
  return {
    name: "random",
    dimensions,
    loopDimensions: dimensions.map(({ name, size }, d) => ({ name, size, parts: [d] })),
    usesFlattening: false,
    coefficients: {},
    dataSpaces: shape.map(
      ({ name, ranks, readWrite }): DataSpace => ({ name, ranks: ranks.map(parseRank), readWrite: readWrite ?? false }),
    ),
  };
}

/** A random case; sizes follow from random bounds, so that every case is valid. */
export function nestCase(options: NestCaseOptions): fc.Arbitrary<NestCase> {
  return fc
    .record({
      shape: fc.constantFrom(...SHAPES),
      levels: fc.integer(options.levels),
      bounds: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 64, maxLength: 64 }),
      cuts: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 64, maxLength: 64 }),
      orders: fc.array(fc.nat(1000), { minLength: 64, maxLength: 64 }),
      splits: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 4, maxLength: 4 }),
      flags: fc.array(fc.boolean(), { minLength: 64, maxLength: 64 }),
      rare: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 64, maxLength: 64 }),
      slack: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 8, maxLength: 8 }),
    })
    .map(({ shape, levels, bounds, cuts, orders, splits, flags, rare, slack }) => {
      const dimensions = 4;
      let at = 0;
      let operations = 1;
      const next = (): number => {
        const bound = bounds[at++ % bounds.length] as number;
        if (operations * bound > options.operations) return 1;
        operations *= bound;
        return bound;
      };
      const sizes = new Array<number>(dimensions).fill(0);
      const blocks: { bounds: number[]; order: number[]; spatial: boolean }[] = [];
      for (let level = 0; level < levels; level++) {
        for (const spatial of [true, false]) {
          const wanted = !spatial || (options.spatial && (rare[level] as number) < 6);
          const order = [0, 1, 2, 3].sort(
            (a, b) =>
              (orders[(level * 8 + a) % 64] as number) - (orders[(level * 8 + b + (spatial ? 4 : 0)) % 64] as number) ||
              a - b,
          );
          blocks.push({ bounds: [0, 1, 2, 3].map(() => (wanted ? next() : 1)), order, spatial });
        }
      }
      // Residuals from the outside inwards; the size of a dimension is what they add up to.
      const residuals = blocks.map((block) => [...block.bounds]);
      if (options.imperfect) {
        blocks.forEach((block, b) => {
          block.bounds.forEach((bound, d) => {
            if (bound > 1 && (cuts[(b * 4 + d) % 64] as number) === 0) {
              (residuals[b] as number[])[d] = 1 + ((orders[(b * 4 + d) % 64] as number) % bound);
            }
          });
        });
        // The outermost loop of a dimension runs once: its residual is its bound.
        for (let d = 0; d < dimensions; d++) {
          for (let b = blocks.length - 1; b >= 0; b--) {
            const bound = blocks[b]?.bounds[d] as number;
            if (bound === 1) continue;
            (residuals[b] as number[])[d] = bound;
            break;
          }
        }
      }
      for (let b = blocks.length - 1; b >= 0; b--) {
        for (let d = 0; d < dimensions; d++) {
          const bound = blocks[b]?.bounds[d] as number;
          sizes[d] = (sizes[d] as number) * bound + ((residuals[b] as number[])[d] as number) - 1;
        }
      }
      const workload = workloadOf(
        shape,
        sizes.map((size) => size + 1),
      );
      const count = workload.dataSpaces.length;
      const flag = (level: number, kind: number): boolean[] =>
        workload.dataSpaces.map((_, d) => options.reuseOptions && rare[(level * 16 + kind * 3 + d) % 64] === 9);
      const mappingLevels = Array.from({ length: levels }, (_, level): LevelMapping => {
        const loops = (b: number): Loop[] =>
          (blocks[b]?.order ?? []).map((dimension) => ({
            dimension,
            bound: blocks[b]?.bounds[dimension] as number,
            residual: (residuals[b] as number[])[dimension] as number,
          }));
        const spatial = loops(2 * level);
        const split = splits[level % 4] as number;
        return {
          level,
          temporal: loops(2 * level + 1),
          spatialX: spatial.slice(0, split),
          spatialY: spatial.slice(split),
          keep: Array.from(
            { length: count },
            (_, d) => level === levels - 1 || (flags[(level * 4 + d) % 64] as boolean),
          ),
          reuse: {
            noTemporalReuse: flag(level, 0),
            noMulticast: flag(level, 1),
            noLinkTransfer: flag(level, 2),
            rmwFirstUpdate: flag(level, 3),
            noCoalesce: Array.from({ length: count }, () => false),
          },
        };
      });
      const mapping: Mapping = { levels: mappingLevels };
      const nest = buildLoopNest(mapping, workload);
      const fanouts = mappingLevels.map(({ level }) => {
        const { x, y } = spatialShape(nest, level);
        return { x: x * (slack[level % 8] as number), y: y * (slack[(level + 3) % 8] as number) };
      });
      return { workload, mapping, nest, fanouts };
    });
}
