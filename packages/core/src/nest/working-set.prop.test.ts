import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Workload } from "../workload/workload.ts";
import { pointSetSize, subtractPointSets, unitePointSets } from "./point-set.ts";
import { workingSets } from "./working-set.ts";

/** One loop dimension that stands for three dimensions, and a data space that keeps them apart. */
function flattened(sizes: readonly number[]): Workload {
  const dimensions = sizes.map((size, d) => ({ name: "ABC"[d] as string, size }));
  return {
    name: "flattened",
    dimensions,
    loopDimensions: [{ name: "X", size: sizes.reduce((n, size) => n * size, 1), parts: [0, 1, 2] }],
    usesFlattening: true,
    coefficients: {},
    dataSpaces: [{ name: "T", ranks: [0, 1, 2].map((dimension) => [{ dimension, coefficient: 1 }]), readWrite: false }],
  };
}

const size = fc.integer({ min: 1, max: 5 });

describe("working sets of flattened dimensions", () => {
  it("hold exactly the index tuples of the interval", () => {
    fc.assert(
      fc.property(size, size, size, fc.nat(200), fc.nat(200), (a, b, c, from, to) => {
        const workload = flattened([a, b, c]);
        const total = a * b * c;
        const low = from % total;
        const extent = 1 + (to % (total - low));
        const [set] = workingSets(workload, [low], [extent]);
        expect(pointSetSize(set ?? [])).toBe(extent);
        for (let x = low; x < low + extent; x++) {
          const point = [x % a, Math.floor(x / a) % b, Math.floor(x / (a * b))];
          const inside = (set ?? []).filter((box) =>
            point.every((value, r) => value >= (box[2 * r] as number) && value < (box[2 * r + 1] as number)),
          );
          expect(inside).toHaveLength(1);
        }
      }),
    );
  });
});

const box = fc
  .tuple(fc.nat(6), fc.integer({ min: 1, max: 5 }), fc.nat(6), fc.integer({ min: 1, max: 5 }))
  .map(([x, width, y, height]) => [x, x + width, y, y + height]);

describe("point sets", () => {
  it("subtract and unite as sets do", () => {
    const words = (set: readonly (readonly number[])[]): Set<string> => {
      const points = new Set<string>();
      for (const [x0, x1, y0, y1] of set as [number, number, number, number][]) {
        for (let x = x0; x < x1; x++) for (let y = y0; y < y1; y++) points.add(`${x},${y}`);
      }
      return points;
    };
    fc.assert(
      fc.property(fc.array(box, { maxLength: 3 }), box, (boxes, other) => {
        const set = boxes.reduce<readonly (readonly number[])[]>((all, each) => unitePointSets(all, [each]), []);
        const expected = words(boxes);
        expect(words(set)).toEqual(expected);
        expect(pointSetSize(set)).toBe(expected.size);
        const rest = subtractPointSets(set, [other]);
        const without = new Set([...expected].filter((point) => !words([other]).has(point)));
        expect(words(rest)).toEqual(without);
        expect(pointSetSize(rest)).toBe(without.size);
      }),
    );
  });
});
