import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ArrayModel } from "./array-model.ts";
import { boundOfMat, boundOfPartition, roughBound } from "./bounds.ts";
import type { NodeNm } from "./itrs-figures.ts";
import { type ArraySpec, muxesOf, partitionsOf } from "./organisation.ts";
import { type Choice, chooseOrganisation, measureOf } from "./search.ts";
import { technologyOf } from "./technology.ts";

const arrays: fc.Arbitrary<{ node: NodeNm; spec: ArraySpec }> = fc
  .record({
    node: fc.constantFrom<NodeNm>(22, 32, 45, 65, 90),
    bytesPerWord: fc.integer({ min: 4, max: 32 }),
    words: fc.integer({ min: 64, max: 1024 }),
    banks: fc.constantFrom(1, 2, 4, 8),
    readWrite: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ node, bytesPerWord, words, banks, readWrite }) => ({
    node,
    spec: {
      kind: "data",
      bytes: bytesPerWord * words * banks,
      blockBytes: bytesPerWord,
      banks,
      ways: 1,
      tagBits: 0,
      ports: { readWrite, read: 0, singleEndedRead: 0, write: 0 },
    },
  }));

/** The choice by its definition: all organisations, the filter, the least delay² × energy. */
function chooseByTrying(model: ArrayModel): Choice | undefined {
  const all = partitionsOf(model.spec).flatMap((partition) =>
    muxesOf(partition.columnsPerWire).map((muxes): Choice => {
      const inside = model.matParts(partition, muxes);
      const parts = model.complete(partition, inside, model.matSize(partition, inside));
      return { parts, measure: measureOf(model, parts) };
    }),
  );
  const fastest = Math.min(...all.map(({ measure }) => measure.accessTimeS));
  const thriftiest = Math.min(...all.map(({ measure }) => measure.readJ));
  const cost = ({ measure }: Choice): number => measure.accessTimeS ** 2 * measure.readJ;
  return all
    .filter(({ measure }) => measure.accessTimeS <= 1.5 * fastest || measure.readJ <= 1.5 * thriftiest)
    .reduce((best, choice) => (cost(choice) < cost(best) ? choice : best));
}

describe("the search", () => {
  it("finds what trying all organisations finds", () => {
    fc.assert(
      fc.property(arrays, ({ node, spec }) => {
        const model = new ArrayModel(technologyOf(node), spec);
        const chosen = chooseOrganisation(model);
        const tried = chooseByTrying(model);
        expect([chosen?.parts.partition, chosen?.parts.muxes]).toEqual([tried?.parts.partition, tried?.parts.muxes]);
      }),
      { numRuns: 12 },
    );
  });

  it("has bounds that are never above the truth", () => {
    fc.assert(
      fc.property(arrays, ({ node, spec }) => {
        const model = new ArrayModel(technologyOf(node), spec);
        for (const partition of partitionsOf(spec)) {
          const rough = roughBound(model, partition);
          const lower = boundOfPartition(model, partition);
          for (const muxes of muxesOf(partition.columnsPerWire)) {
            const inside = model.matParts(partition, muxes);
            const mat = model.matSize(partition, inside);
            const closer = boundOfMat(model, partition, inside, mat);
            const truth = measureOf(model, model.complete(partition, inside, mat));
            const isBelow = (a: typeof truth): boolean => a.accessTimeS <= truth.accessTimeS && a.readJ <= truth.readJ;
            if (![rough, lower, closer].every(isBelow))
              expect({ partition, muxes, rough, lower, closer }).toEqual(truth);
          }
        }
      }),
      { numRuns: 8 },
    );
  });

  it("knows no organisation without 16 rows", () => {
    const ports = { readWrite: 1, read: 0, singleEndedRead: 0, write: 0 };
    const spec: ArraySpec = { kind: "data", bytes: 64, blockBytes: 8, banks: 1, ways: 1, tagBits: 0, ports };
    expect(partitionsOf(spec)).toEqual([]);
    expect(chooseOrganisation(new ArrayModel(technologyOf(45), spec))).toBeUndefined();
  });
});
