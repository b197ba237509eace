import fc from "fast-check";
import { expect, test } from "vitest";
import type { Architecture } from "../architecture/architecture.ts";
import { readTexts, shortly } from "../spec/testing/read-texts.ts";
import { NODES_ARCHITECTURE, PROBLEM, SUBTREE_ARCHITECTURE } from "../spec/testing/small-specs.ts";
import type { Workload } from "../workload/workload.ts";
import type { LevelMapping, Loop, Mapping } from "./mapping.ts";
import { printMapping } from "./print-mapping.ts";

/** Splits of `size` into `slots` factors, outermost first; the inner ones may have a shorter last iteration. */
function splits(size: number, slots: number): fc.Arbitrary<readonly { bound: number; residual: number }[]> {
  return fc.array(fc.integer({ min: 1, max: 6 }), { minLength: slots - 1, maxLength: slots - 1 }).map((wanted) => {
    // From the inside: `last` is the index of the last iteration of what the slots so far do not cover.
    let last = size - 1;
    const inner = wanted.map((want) => {
      const bound = Math.min(want, last + 1);
      const factor = { bound, residual: (last % bound) + 1 };
      last = Math.floor(last / bound);
      return factor;
    });
    return [...inner, { bound: last + 1, residual: last + 1 }].reverse();
  });
}

/** Mappings over `architecture` that the reader can express. */
function mappings(architecture: Architecture, workload: Workload): fc.Arbitrary<Mapping> {
  const { storage } = architecture;
  const spaces = workload.dataSpaces.length;
  const flags = fc.array(fc.boolean(), { minLength: spaces, maxLength: spaces });
  const none = Array<boolean>(spaces).fill(false);
  const slots = storage
    .flatMap(({ virtual }, level) => (virtual ? [{ level, kind: "spatial" }] : [{ level, kind: "temporal" }]))
    .reverse();
  const orders = fc.shuffledSubarray([...workload.loopDimensions.keys()], {
    minLength: workload.loopDimensions.length,
  });
  return fc
    .record({
      factors: fc.tuple(...workload.loopDimensions.map(({ size }) => splits(size, slots.length))),
      orders: fc.array(orders, { minLength: storage.length, maxLength: storage.length }),
      keeps: fc.array(flags, { minLength: storage.length, maxLength: storage.length }),
      reuse: fc.array(fc.tuple(flags, flags, flags), { minLength: storage.length, maxLength: storage.length }),
      split: fc.integer({ min: 0, max: workload.loopDimensions.length }),
    })
    .map(({ factors, orders: order, keeps, reuse, split }) => {
      const levels = storage.map((self, level): LevelMapping => {
        const loopsOf = (kind: string): Loop[] => {
          const slot = slots.findIndex((candidate) => candidate.level === level && candidate.kind === kind);
          return (order[level] ?? []).map((dimension) => {
            return { dimension, ...(factors[dimension]?.[slot] ?? { bound: 1, residual: 1 }) };
          });
        };
        const spatial = self.virtual ? loopsOf("spatial") : [];
        const [first = none, second = none, third = none] = reuse[level] ?? [];
        const outermost = level === storage.length - 1;
        return {
          level,
          temporal: loopsOf("temporal"),
          spatialX: spatial.slice(0, split),
          spatialY: spatial.slice(split),
          keep: outermost ? none.map(() => true) : self.virtual ? none : (keeps[level] ?? none),
          reuse: {
            noTemporalReuse: self.virtual ? none : first,
            noMulticast: self.virtual ? first : none,
            noLinkTransfer: self.virtual ? second : none,
            rmwFirstUpdate: self.virtual ? none : second,
            noCoalesce: self.virtual ? none : third,
          },
        };
      });
      return { levels };
    });
}

/** Without places; a fan-out's temporal loops, all 1, have an order that no form of text keeps. */
function comparable(mapping: Mapping | undefined, architecture: Architecture): unknown {
  return mapping?.levels.map((level) => {
    const bare = (loops: readonly Loop[]): unknown =>
      loops.map(({ dimension, bound, residual }) => [dimension, bound, residual]);
    const { span: _, temporal, spatialX, spatialY, ...rest } = level;
    const fanout = architecture.storage[level.level]?.virtual;
    return { ...rest, temporal: fanout ? [] : bare(temporal), spatialX: bare(spatialX), spatialY: bare(spatialY) };
  });
}

test.each([
  ["0.4", NODES_ARCHITECTURE, PROBLEM],
  ["0.3", SUBTREE_ARCHITECTURE, PROBLEM],
  ["0.4 with long names", NODES_ARCHITECTURE, PROBLEM.replace(/\bP\b/g, "Column").replace(/\bM\b/g, "N")],
])("a printed mapping reads back as itself: %s", (_, arch, prob) => {
  const { spec } = readTexts({ arch, prob });
  if (!spec) throw new Error("the specification of the test is not sound");
  const { architecture, workload } = spec;
  fc.assert(
    fc.property(mappings(architecture, workload), (mapping) => {
      const text = printMapping(mapping, architecture, workload);
      const again = readTexts({ arch, prob, map: text });
      expect(shortly(again.diagnostics), text).toEqual([]);
      expect(comparable(again.spec?.mapping, architecture), text).toEqual(comparable(mapping, architecture));
    }),
    { numRuns: 200 },
  );
});
