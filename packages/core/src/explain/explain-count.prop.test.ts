import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../evaluation/evaluate.ts";
import type { Semantics, StorageResult } from "../evaluation/evaluation.ts";
import { hasExactClosedForm } from "../nest/exact-closed-form.ts";
import { type NestCase, type NestCaseOptions, nestCase } from "../nest/testing/nest-arbitrary.ts";
import { InvariantError } from "../text/invariant.ts";
import { sumOfGroups } from "./equation.ts";
import { createExplainer, type Explainer } from "./explain-count.ts";
import { type Explanation, NETWORK_COUNTERS, STORAGE_COUNTERS } from "./explanation.ts";
import { specOfNest } from "./testing/spec-of-nest.ts";

function figure(explainer: Explainer, explanation: Explanation): number {
  const { level, dataSpace, counter, network } = explanation;
  const { levels, networks } = explainer.evaluation;
  if (counter === "ingresses" || counter === "linkTransfers" || counter === "spatialReductions") {
    return networks.find(({ name }) => name === network)?.dataSpaces[dataSpace]?.[counter] ?? 0;
  }
  const result = levels.find(({ name }) => name === level) as StorageResult;
  return result.dataSpaces[dataSpace]?.[counter === "energy" ? "energyPj" : counter] ?? 0;
}

/** The equation is held against the evaluation inside; here again, with what must not be fudged. */
function check(nest: NestCase, semantics: Semantics, noReduction: readonly number[]): void {
  const explainer = explainerOf(nest, semantics, noReduction);
  if (explainer === undefined) return;
  const { workload, mapping } = nest;
  const closed = semantics === "timeloop" ? !nest.nest.imperfect : hasExactClosedForm(workload, nest.nest, mapping);
  for (const { level } of mapping.levels) {
    for (const { name } of workload.dataSpaces) {
      for (const counter of [...STORAGE_COUNTERS, ...NETWORK_COUNTERS]) {
        const explanation = explainer.explain(`L${level}`, name, counter);
        if ("code" in explanation) throw new Error(explanation.message);
        const { equation, value, series } = explanation;
        expect(value).toBe(figure(explainer, explanation));
        expect(Math.abs(sumOfGroups(equation.groups) - value)).toBeLessThan(
          equation.rounding === "none" ? 1e-6 * Math.max(1, value) : 1,
        );
        for (const group of equation.groups) {
          for (const term of group.terms) {
            for (const factor of term.factors) {
              if (factor.parts !== undefined) {
                const sum = factor.parts.reduce((n, parts) => n + parts.reduce((p, part) => p * part.value, 1), 0);
                expect(sum).toBe(factor.value);
              }
              // A rest that makes up the difference is no explanation where there is a closed form.
              if (closed) expect(factor.text).not.toMatch(/last iterations|one by one/);
            }
          }
        }
        for (const each of series) {
          expect(each.steps.reduce((n, step) => n + step.times.value * step.newWords, 0)).toBeCloseTo(each.words, 5);
        }
      }
    }
  }
}

/** Figures that the evaluation itself refuses to print have no explanation. */
function explainerOf(nest: NestCase, semantics: Semantics, noReduction: readonly number[]): Explainer | undefined {
  const spec = specOfNest(nest, noReduction);
  try {
    evaluate(spec, { semantics: "exact" });
    evaluate(spec, { semantics: "timeloop" });
  } catch (error) {
    if (error instanceof InvariantError) return undefined;
    throw error;
  }
  const explainer = createExplainer(spec, semantics);
  if ("code" in explainer) throw new Error(`${explainer.code}: ${explainer.message}`);
  return explainer;
}

const PERFECT: NestCaseOptions = {
  levels: { min: 1, max: 4 },
  spatial: true,
  imperfect: false,
  reuseOptions: true,
  operations: 2000,
};

/** Also with coalescing switched off here and there, and a home that is not outermost. */
function varied(options: NestCaseOptions): fc.Arbitrary<readonly [NestCase, readonly number[]]> {
  return fc
    .tuple(
      nestCase(options),
      fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 16, maxLength: 16 }),
      fc.array(fc.nat(3), { maxLength: 2 }),
    )
    .map(([nest, dice, noReduction]) => {
      const last = nest.mapping.levels.length - 1;
      const levels = nest.mapping.levels.map((level) => ({
        ...level,
        keep: level.keep.map((kept, d) =>
          level.level === last &&
          dice[d] === 0 &&
          nest.mapping.levels.some((other) => other.level !== last && other.keep[d])
            ? false
            : kept,
        ),
        reuse: {
          ...level.reuse,
          noCoalesce: level.reuse.noCoalesce.map((_, d) => level.level !== last && dice[3 + level.level * 3 + d] === 0),
        },
      }));
      return [{ ...nest, mapping: { levels } }, noReduction] as const;
    });
}

describe("explanations add up to the evaluation's figures", () => {
  it("timeloop semantics, perfect factors", () => {
    fc.assert(
      fc.property(varied(PERFECT), ([nest, noReduction]) => check(nest, "timeloop", noReduction)),
      { numRuns: 150 },
    );
  });
  it("timeloop semantics, temporal nests of many levels", () => {
    const options = { ...PERFECT, levels: { min: 3, max: 5 }, spatial: false, operations: 1e5 };
    fc.assert(
      fc.property(varied(options), ([nest, noReduction]) => check(nest, "timeloop", noReduction)),
      { numRuns: 60 },
    );
  });
  it("timeloop semantics, imperfect factors", () => {
    fc.assert(
      fc.property(varied({ ...PERFECT, imperfect: true }), ([nest, noReduction]) =>
        check(nest, "timeloop", noReduction),
      ),
      { numRuns: 60 },
    );
  });
  it("exact semantics, perfect factors", () => {
    fc.assert(
      fc.property(varied(PERFECT), ([nest, noReduction]) => check(nest, "exact", noReduction)),
      { numRuns: 150 },
    );
  });
  it("exact semantics, imperfect factors", () => {
    const options = { ...PERFECT, imperfect: true, operations: 500 };
    fc.assert(
      fc.property(varied(options), ([nest, noReduction]) => check(nest, "exact", noReduction)),
      { numRuns: 40 },
    );
  });
});
