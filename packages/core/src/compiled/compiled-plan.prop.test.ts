import fc from "fast-check";
import { describe, expect, inject, it } from "vitest";
import { evaluate } from "../evaluation/evaluate.ts";
import { levelAccesses } from "../evaluation/level-accesses.ts";
import { buildLoopNest } from "../nest/loop-nest.ts";
import { type NestCase, nestCase } from "../nest/testing/nest-arbitrary.ts";
import { CompiledPlan } from "./compiled-plan.ts";
import { decodeMapping, encodeMapping, mappingCodeLayout } from "./mapping-code.ts";
import { specOfNest } from "./testing/spec-of-nest.ts";

const dice = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 60, maxLength: 60 });

function agree(nest: NestCase, rolls: readonly number[]): boolean {
  const spec = specOfNest(nest, rolls);
  const full = evaluate(spec);
  const plan = new CompiledPlan(spec);
  const status = plan.evaluateMapping(nest.mapping);
  expect(status).toBe(full.valid ? "valid" : full.reason);
  if (full.valid) {
    expect(plan.cycles).toBe(full.cycles);
    expect(Math.abs(plan.energyPj - full.energyPj)).toBeLessThanOrEqual(1e-9 * full.energyPj);
    expect([...plan.accesses]).toEqual(levelAccesses(full));
  }
  return plan.usedFullModel;
}

describe("the compiled evaluator", () => {
  it("equals the full model on random nests with fan-out, bypass, bandwidth limits and leakage", () => {
    let fast = 0;
    let all = 0;
    const options = { levels: { min: 1, max: 5 }, spatial: true, imperfect: false, reuseOptions: false };
    fc.assert(
      fc.property(nestCase({ ...options, operations: 5000 }), dice, (nest, rolls) => {
        all++;
        if (!agree(nest, rolls)) fast++;
      }),
    );
    // The fast way must be the rule for this test to say anything about it.
    expect(fast / all).toBeGreaterThan(0.6);
  });

  it("equals the full model on imperfect factors and reuse options, through it", () => {
    const options = { levels: { min: 1, max: 3 }, spatial: true, imperfect: true, reuseOptions: true };
    fc.assert(
      fc.property(nestCase({ ...options, operations: 500 }), dice, (nest, rolls) => {
        agree(nest, rolls);
      }),
      { numRuns: 200 },
    );
  });

  it("equals the full model where tensors stay in levels", () => {
    const options = { levels: { min: 1, max: 4 }, spatial: true, imperfect: false, reuseOptions: false };
    const seen = { valid: 0, capacity: 0 };
    fc.assert(
      fc.property(nestCase({ ...options, operations: 1000 }), dice, dice, (nest, rolls, more) => {
        const spec = specOfNest(nest, rolls);
        const storage = spec.architecture.storage.map((level, l) => {
          const { effectiveSizeWords: size } = level;
          if (size === undefined) return level;
          const words = Math.floor((size * (more[l] as number)) / 9);
          const dataSpaces = spec.workload.dataSpaces.filter((_, d) => (more[10 + 3 * l + d] as number) < 5);
          return { ...level, residents: { words, dataSpaces: dataSpaces.map(({ name }) => name) } };
        });
        const staying = { ...spec, architecture: { ...spec.architecture, storage } };
        const full = evaluate(staying);
        expect(new CompiledPlan(staying).evaluateMapping(nest.mapping)).toBe(full.valid ? "valid" : full.reason);
        if (full.valid) seen.valid++;
        else if (full.reason === "capacity") seen.capacity++;
      }),
    );
    expect(Math.min(seen.valid, seen.capacity)).toBeGreaterThan(inject("propertyRuns") / 20);
  });

  it("writes and reads mapping codes", () => {
    const options = { levels: { min: 1, max: 4 }, spatial: true, imperfect: false, reuseOptions: false };
    fc.assert(
      fc.property(nestCase({ ...options, operations: 1e6 }), ({ mapping, workload }) => {
        const layout = mappingCodeLayout(mapping.levels.length, 4, workload.dataSpaces.length);
        const read = decodeMapping(layout, encodeMapping(layout, mapping) as Int32Array);
        expect(decodeMapping(layout, encodeMapping(layout, read) as Int32Array)).toEqual(read);
        expect(buildLoopNest(read, workload)).toEqual(buildLoopNest(mapping, workload));
      }),
    );
  });
});
