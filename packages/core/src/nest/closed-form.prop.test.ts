import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countInClosedForm } from "./closed-form.ts";
import { countAccesses } from "./counters.ts";
import { type NestCase, nestCase } from "./nest-arbitrary.ts";
import { walkSampled } from "./sampled-walk.ts";
import type { NestAccesses } from "./tile-accesses.ts";

/** Everything that a nest analysis says, in a form that compares. */
function plain(accesses: NestAccesses): unknown {
  return {
    compute: accesses.compute,
    levels: accesses.levels.map((level) => ({
      ...level,
      dataSpaces: level.dataSpaces.map(({ stats, ...rest }) => ({
        ...rest,
        stats: stats.records().map(({ hops, unicastHops, ...record }) => ({
          ...record,
          hops: Math.round(hops * 1e6),
          unicastHops: Math.round(unicastHops * 1e6),
        })),
      })),
    })),
  };
}

function agree({ workload, nest, mapping, fanouts }: NestCase): void {
  const walked = walkSampled(workload, nest, mapping, fanouts);
  const closed = countInClosedForm(workload, nest, mapping, fanouts);
  expect(plain(closed)).toEqual(plain(walked));
  expect(countAccesses(closed, mapping, workload)).toEqual(countAccesses(walked, mapping, workload));
}

describe("timeloop semantics: the closed form equals the walk", () => {
  it("on temporal nests with bypass", () => {
    const options = { levels: { min: 1, max: 5 }, spatial: false, imperfect: false, reuseOptions: false };
    fc.assert(fc.property(nestCase({ ...options, operations: 1e9 }), agree));
  });
  it("on nests with fan-out, multicast, link transfers and reuse switched off here and there", () => {
    const options = { levels: { min: 1, max: 4 }, spatial: true, imperfect: false, reuseOptions: true };
    fc.assert(fc.property(nestCase({ ...options, operations: 20000 }), agree));
  });
});
