import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fanoutBelow } from "../architecture/mesh.ts";
import { specOfNest } from "../compiled/testing/spec-of-nest.ts";
import { evaluate } from "../evaluation/evaluate.ts";
import { coveredExtent } from "../mapping/factor-product.ts";
import { nestCase } from "../nest/testing/nest-arbitrary.ts";
import { Mapspace } from "./mapspace.ts";
import { enumerateMappings } from "./testing/enumerate.ts";
import { mapspaceCase, textOf } from "./testing/mapspace-arbitrary.ts";

const small = { operations: 24, levels: 3, imperfect: true };
const large = { operations: 3000, levels: 4, imperfect: true };

describe("the mapspace", () => {
  it("has the mappings that plain nested loops find, each once", () => {
    let withMappings = 0;
    let several = 0;
    fc.assert(
      fc.property(mapspaceCase(small), ({ spec, limits }) => {
        const mapspace = new Mapspace(spec, limits);
        fc.pre(mapspace.size < 5000n);
        const expected = new Set<string>();
        for (const mapping of enumerateMappings(spec, limits)) expected.add(textOf(mapspace, mapping));
        expect(mapspace.size).toBe(BigInt(expected.size));
        if (expected.size > 0) withMappings++;
        if (expected.size > 10) several++;
        const found = new Set<string>();
        for (let i = 0n; i < mapspace.size; i++) found.add(textOf(mapspace, mapspace.mappingAt(i)));
        expect(found).toEqual(expected);
      }),
      { numRuns: 150 },
    );
    expect(withMappings).toBeGreaterThan(15);
    expect(several).toBeGreaterThan(5);
  });

  it("numbers its mappings: there and back is the same", () => {
    fc.assert(
      fc.property(mapspaceCase(large), fc.nat(), fc.nat(), ({ spec, limits }, a, b) => {
        const mapspace = new Mapspace(spec, limits);
        fc.pre(mapspace.size > 0n);
        const index = (BigInt(a) * 4294967291n + BigInt(b)) % mapspace.size;
        const mapping = mapspace.mappingAt(index);
        expect(mapspace.indexOf(mapping)).toBe(index);
        for (const [d, { size }] of spec.workload.loopDimensions.entries()) {
          const loops = mapping.levels.flatMap((l) => [...l.spatialX, ...l.spatialY, ...l.temporal]);
          expect(coveredExtent(loops.filter((loop) => loop.dimension === d).reverse())).toBe(size);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("obeys the limits at every index", () => {
    fc.assert(
      fc.property(mapspaceCase(large), fc.nat(), ({ spec, limits }, roll) => {
        const mapspace = new Mapspace(spec, limits);
        fc.pre(mapspace.size > 0n);
        const mapping = mapspace.mappingAt(BigInt(roll) % mapspace.size);
        for (const [level, { temporal, spatialX, spatialY, keep }] of mapping.levels.entries()) {
          const limit = limits.levels[level]!;
          for (const [loops, { factors, innermost, outermost }] of [
            [temporal, limit.temporal],
            [[...spatialX, ...spatialY], limit.spatial],
          ] as const) {
            const runs = loops.filter(({ bound }) => bound > 1).map(({ dimension }) => dimension);
            for (const { dimension, bound } of loops) {
              expect(bound).toBeGreaterThanOrEqual(factors[dimension]!.min);
              expect(bound).toBeLessThanOrEqual(factors[dimension]!.max);
            }
            const start = innermost.filter((d) => runs.includes(d));
            const end = outermost.filter((d) => runs.includes(d));
            expect(runs.slice(0, start.length)).toEqual(start);
            expect(runs.slice(runs.length - end.length)).toEqual(end);
          }
          const { split } = limit.spatial;
          if (split !== undefined) {
            expect(spatialX.filter(({ bound }) => bound > 1).length).toBeLessThanOrEqual(split);
          }
          const isOutermost = level === mapping.levels.length - 1;
          for (const [id, said] of limit.keep.entries()) {
            if (said !== undefined || isOutermost) expect(keep[id]).toBe(said ?? true);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it("parts make the whole", () => {
    fc.assert(
      fc.property(mapspaceCase(large), fc.integer({ min: 1, max: 9 }), ({ spec, limits }, parts) => {
        const mapspace = new Mapspace(spec, limits);
        let at = 0n;
        for (let i = 0; i < parts; i++) {
          const { from, to } = mapspace.part(i, parts);
          expect(from).toBe(at);
          at = to;
        }
        expect(at).toBe(mapspace.size);
      }),
      { numRuns: 50 },
    );
  });

  it("leaves out orders that say nothing: those next to the compute units", () => {
    const options = { levels: { min: 1, max: 3 }, spatial: true, imperfect: true, reuseOptions: true, operations: 800 };
    const dice = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 60, maxLength: 60 });
    fc.assert(
      fc.property(nestCase(options), dice, (nest, rolls) => {
        const spec = specOfNest(nest, rolls);
        const { x, y } = fanoutBelow(spec.architecture, 0);
        fc.pre(x * y === 1);
        const levels = nest.mapping.levels.map((level) =>
          level.level === 0 ? { ...level, temporal: [...level.temporal].reverse() } : level,
        );
        const a = evaluate({ ...spec, mapping: nest.mapping });
        const b = evaluate({ ...spec, mapping: { levels } });
        expect(b.valid).toBe(a.valid);
        if (a.valid && b.valid) expect([b.cycles, b.energyPj]).toEqual([a.cycles, a.energyPj]);
      }),
      { numRuns: 300 },
    );
  });
});
