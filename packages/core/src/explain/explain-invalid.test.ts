import { describe, expect, it } from "vitest";
import { evaluate } from "../evaluation/evaluate.ts";
import type { Mapping } from "../mapping/mapping.ts";
import type { Spec } from "../spec/spec.ts";
import { explainInvalid } from "./explain-invalid.ts";
import { applyMove, divisors, type Slot } from "./factor-moves.ts";
import type { FactorPlace, InvalidExplanation } from "./invalid-explanation.ts";
import { renderInvalid } from "./render-invalid.ts";
import { spatialRow, tooLarge, weightStationary } from "./testing/question-one.ts";

function explained(spec: Spec): InvalidExplanation {
  const explanation = explainInvalid(spec);
  if (explanation === undefined) throw new Error("the mapping is valid");
  return explanation;
}

/** The spec after the suggested change. */
function repaired(spec: Spec, { suggestion }: InvalidExplanation): Spec {
  if (suggestion === undefined || spec.mapping === undefined) throw new Error("nothing is suggested");
  const { storage } = spec.architecture;
  const slot = ({ level, kind }: FactorPlace): Slot => ({
    level: storage.findIndex(({ name, fanoutOf }) => name === level || fanoutOf === level),
    kind,
  });
  const mapping = suggestion.moves.reduce<Mapping>((changed, { dimension, factor, from, to }) => {
    const d = spec.workload.loopDimensions.findIndex(({ name }) => name === dimension);
    return applyMove(changed, { dimension: d, factor, from: slot(from), to: slot(to) });
  }, spec.mapping);
  return { ...spec, mapping };
}

const WIDE = `mapping:
- {target: MainMemory, type: temporal, factors: M=4 R=1 P=1, permutation: MRP}
- {target: Buffer, type: temporal, factors: M=8 R=3 P=1, permutation: RPM}
- {target: Cell, type: spatial, factors: M=1 R=1 P=16, permutation: PRM, split: 3}
- {target: Registers, type: temporal, factors: M=1 R=1 P=1, permutation: PRM}
`;

describe("a mapping whose tiles do not fit", () => {
  it("is told which data space takes how much, and what would fit", () => {
    const spec = tooLarge();
    const explanation = explained(spec);
    expect(explanation).toMatchObject({
      reason: "capacity",
      problems: [
        {
          kind: "capacity",
          level: "Buffer",
          neededWords: 626,
          availableWords: 64,
          neededBits: 5008,
          availableBits: 512,
          tiles: [
            { dataSpace: "Outputs", words: 512 },
            { dataSpace: "Weights", words: 96 },
            { dataSpace: "Inputs", words: 18 },
          ],
        },
      ],
    });
    expect(evaluate(spec).valid).toBe(false);
    expect(evaluate(repaired(spec, explanation)).valid).toBe(true);
    expect(renderInvalid(explanation)).toMatchInlineSnapshot(`
      "Buffer is too small: its tiles need 626 words (5008 bits), it holds 64 (512
      bits); 562 too many (4496 bits)
        Outputs  512 = 32 x 16  M: M=32 at Buffer; P: P=16 at Buffer
        Weights   96 = 32 x 3   M: M=32 at Buffer; R: R=3 at Buffer
        Inputs    18            R + P: P=16 at Buffer, R=3 at Buffer

      The smallest change that fits:
        move a factor 16 of M from Buffer (M=32 becomes 2) to MainMemory (M=1 becomes
          16)
      Main-memory traffic is then 626 words (as it stands it would be 626).
      "
    `);
  });

  it("may only need to leave one data space out", () => {
    const spec = tooLarge(`mapping:
- {target: MainMemory, type: temporal, factors: M=16 R=1 P=1, permutation: RMP}
- {target: Buffer, type: temporal, factors: M=2 R=3 P=16, permutation: PMR}
- {target: MainMemory, type: dataspace, keep: [Weights, Inputs, Outputs]}
`);
    expect(explainInvalid(spec)).toBeUndefined();
    const smaller = {
      ...spec,
      architecture: {
        ...spec.architecture,
        storage: spec.architecture.storage.map((level) =>
          level.name === "Buffer" ? { ...level, effectiveSizeWords: 30 } : level,
        ),
      },
    };
    expect(explained(smaller).bypasses).toEqual([{ level: "Buffer", dataSpace: "Outputs" }]);
  });
});

it("a fan-out that is too small: axis, loops, divisors that fit", () => {
  const spec = spatialRow(WIDE);
  const explanation = explained(spec);
  expect(explanation).toMatchObject({
    reason: "fanout",
    problems: [
      {
        kind: "fanout",
        needed: 16,
        available: 4,
        loops: [{ dimension: "P", bound: 16 }],
        nearestDivisors: [{ bound: 4 }],
      },
      { kind: "fanout" },
    ],
  });
  expect(evaluate(repaired(spec, explanation)).valid).toBe(true);
  expect(renderInvalid(explanation)).toMatchInlineSnapshot(`
    "The spatial loops need 16 instances of MACC, there are 4: P=16 at Cell (spatial)
      P=4 instead of 16 at Cell would fit

    The spatial loops need 16 instances of Registers, there are 4: P=16 at Cell
    (spatial)
      P=4 instead of 16 at Cell would fit

    The smallest change that fits:
      move a factor 4 of P from the spatial loops of Cell (P=16 becomes 4) to
        Registers (P=1 becomes 4)
    Main-memory traffic is then 626 words (as it stands it would be 626).
    "
  `);
});

it("factors that do not make the size", () => {
  const spec = weightStationary();
  const workload = {
    ...spec.workload,
    loopDimensions: spec.workload.loopDimensions.map((d) => (d.name === "M" ? { ...d, size: 64 } : d)),
  };
  const explanation = explained({ ...spec, workload });
  expect(explanation).toMatchObject({
    reason: "factors",
    problems: [{ kind: "factors", dimension: "M", size: 64, product: 32 }],
  });
  expect(renderInvalid(explanation)).toMatchInlineSnapshot(`
    "The factors of M make 32, its size is 64: M=2 at Buffer and M=16 at MainMemory
      M=4 instead of 2 at Buffer would fit
      M=32 instead of 16 at MainMemory would fit
    "
  `);
});

it("a valid mapping needs no explanation", () => {
  expect(explainInvalid(weightStationary())).toBeUndefined();
});

it("divisors ascend", () => {
  expect(divisors(36)).toEqual([1, 2, 3, 4, 6, 9, 12, 18, 36]);
});
