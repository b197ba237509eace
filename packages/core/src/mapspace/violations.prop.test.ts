/** Two judges that share no code: what breaks no rule is what has a number, and nothing else. */
import fc from "fast-check";
import { describe, expect, inject, it } from "vitest";
import { fanoutBelow } from "../architecture/mesh.ts";
import type { Loop } from "../mapping/mapping.ts";
import type { MapspaceLimits } from "./constraints.ts";
import { Mapspace } from "./mapspace.ts";
import { mapspaceCase } from "./testing/mapspace-arbitrary.ts";
import { findViolations } from "./violations.ts";

/** The same without most limits: its mappings obey the tight ones now and then. */
function loosened({ levels }: MapspaceLimits, roll: number): MapspaceLimits {
  const free = { min: 1, max: Number.POSITIVE_INFINITY };
  return {
    minParallelism: 0,
    levels: levels.map((level, l) => {
      if ((roll + l) % 3 !== 0) return level;
      const { temporal, spatial } = level;
      return {
        ...level,
        temporal: { ...temporal, factors: temporal.factors.map(() => free), innermost: [], outermost: [] },
        spatial: { ...spatial, factors: spatial.factors.map(() => free), innermost: [], split: undefined },
        keep: level.keep.map((kept, d) => ((roll + d) % 2 === 0 ? undefined : kept)),
      };
    }),
  };
}

describe("findViolations", () => {
  it("finds none exactly where the mapspace has the mapping and its loops fit their axes", () => {
    let inside = 0;
    let outside = 0;
    fc.assert(
      fc.property(
        mapspaceCase({ operations: 200, levels: 3, imperfect: true }),
        fc.nat(),
        fc.nat(2),
        ({ spec, limits }, pick, roll) => {
          const tight = new Mapspace(spec, limits);
          const loose = new Mapspace(spec, loosened(limits, roll));
          fc.pre(tight.isCountable && loose.isCountable && loose.size > 0n);
          const mapping = loose.mappingAt(BigInt(pick) % loose.size);
          const span = (loops: readonly Loop[]): number => loops.reduce((product, { bound }) => product * bound, 1);
          const fits = mapping.levels.every(({ level, spatialX, spatialY }) => {
            const { x, y } = fanoutBelow(spec.architecture, level);
            return span(spatialX) <= x && span(spatialY) <= y;
          });
          const found = findViolations(spec, limits, mapping);
          const isIn = tight.indexOf(mapping) !== undefined && fits;
          expect({ isIn, found }).toEqual({ isIn, found: isIn ? [] : expect.arrayContaining([expect.any(String)]) });
          if (isIn) inside++;
          else outside++;
        },
      ),
      { numRuns: inject("propertyRuns") },
    );
    expect(inside).toBeGreaterThan(inject("propertyRuns") / 50);
    expect(outside).toBeGreaterThan(inject("propertyRuns") / 10);
  });
});
