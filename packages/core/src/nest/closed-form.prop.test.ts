import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countInClosedForm } from "./closed-form.ts";
import { countPlainly } from "./closed-form-plain.ts";
import { countImperfect } from "./imperfect-closed-form.ts";
import { walkSampled } from "./sampled-walk.ts";
import { type NestCase, nestCase } from "./testing/nest-arbitrary.ts";
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

function agreeWith(closedForm: typeof countInClosedForm): (nestCase: NestCase) => void {
  return ({ workload, nest, mapping, fanouts }) => {
    const walked = walkSampled(workload, nest, mapping, fanouts);
    expect(plain(closedForm(workload, nest, mapping, fanouts))).toEqual(plain(walked));
  };
}

const agree = agreeWith(countInClosedForm);

describe("timeloop semantics: the closed form equals the walk", () => {
  it("on temporal nests with bypass", () => {
    const options = { levels: { min: 1, max: 5 }, spatial: false, imperfect: false, reuseOptions: false };
    fc.assert(fc.property(nestCase({ ...options, operations: 1e9 }), agree));
  });
  it("on nests with shorter last iterations, in time and in space, and all options", () => {
    const options = { levels: { min: 1, max: 4 }, spatial: true, imperfect: true, reuseOptions: true };
    fc.assert(fc.property(nestCase({ ...options, operations: 20000 }), agreeWith(countImperfect)));
  });
  it("by both closed forms where factors are perfect", () => {
    const options = { levels: { min: 1, max: 3 }, spatial: true, imperfect: false, reuseOptions: true };
    fc.assert(fc.property(nestCase({ ...options, operations: 2000 }), agreeWith(countImperfect)));
  });
  it("by the plain version too", () => {
    const options = { levels: { min: 1, max: 3 }, spatial: true, imperfect: false, reuseOptions: true };
    fc.assert(fc.property(nestCase({ ...options, operations: 2000 }), agreeWith(countPlainly)));
  });
  it("on nests with fan-out, multicast, link transfers and reuse switched off here and there", () => {
    const options = { levels: { min: 1, max: 4 }, spatial: true, imperfect: false, reuseOptions: true };
    fc.assert(fc.property(nestCase({ ...options, operations: 20000 }), agree));
  });
});
