/** Whatever is asked: the terms of an answer add up to its value, and nothing is answered that is no number from 0. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { chooseEstimate } from "./choose-estimate.ts";
import { PRIMITIVE_CLASSES } from "./primitive-classes.ts";
import { standardEstimators } from "./standard-estimators.ts";
import { SIMPLE_MEMORY } from "./testing/figures.ts";

const number = fc.oneof(
  fc.integer({ min: -1, max: 300 }),
  fc.double({ min: -1e9, max: 1e9 }),
  fc.constant("12"),
  fc.constant("x"),
);
const attributes = fc.record(
  {
    technology: fc.constantFrom(45, "45nm", 40, 7, 16.5, 180, 200, "old"),
    global_cycle_seconds: fc.constantFrom(1e-9, "5ns", 0, 2.5e-8),
    width: number,
    depth: number,
    exponent: number,
    mantissa: number,
    n_inputs: number,
    n_outputs: number,
    length: fc.constantFrom("2mm", 3, "far"),
    type: fc.constantFrom("HBM2", "LPDDR5", "?"),
    n_instances: fc.constantFrom(1, 3),
  },
  { requiredKeys: [] },
);

test("terms add up to the value of every answer", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...PRIMITIVE_CLASSES),
      attributes,
      fc.boolean(),
      fc.option(fc.constantFrom("read", "leak", "update", "idle", "mac_gated", "?"), { nil: undefined }),
      fc.record({ data_delta: fc.constantFrom(0, 1), address_delta: fc.constantFrom(0, 1, 5) }, { requiredKeys: [] }),
      ({ name }, given, compat, action, values) => {
        const estimators = standardEstimators({ compat, sramModel: SIMPLE_MEMORY });
        const query = {
          componentClass: name,
          attributes: given,
          ...(action === undefined ? {} : { action }),
          arguments: values,
        };
        const choice = chooseEstimate(query, estimators);
        if (choice.kind === "nobody") {
          expect(choice.refusals.length).toBe(estimators.length);
          for (const { reason } of choice.refusals) expect(reason).not.toBe("");
          return;
        }
        const { value, provenance } = choice.estimate;
        const sum = provenance.terms.reduce((total, term) => total + term.value, 0);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(Math.abs(sum - value)).toBeLessThanOrEqual(1e-9 * value);
        expect(provenance.citation).not.toBe("");
        expect(provenance.equation).not.toBe("");
      },
    ),
  );
});
