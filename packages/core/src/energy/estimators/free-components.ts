/**
 * Components that cost nothing because their class says so: `dummy_storage`, `dummy_compute` and other `dummy` classes
 * stand in published designs for parts that are left out of the account on purpose.
 */
import { declining, type Estimator, OutOfScope } from "../estimator.ts";

const NAME = "free by name";
const FREE_CLASS = /^dummy(_|$)/i;

export function freeComponents(): Estimator {
  return {
    name: NAME,
    knownClasses: [
      { name: "dummy_storage", actions: ["read", "write", "update", "leak"], attributes: [] },
      { name: "dummy_compute", actions: ["compute", "leak"], attributes: [] },
    ],
    estimate: ({ componentClass }) =>
      declining(NAME, () => {
        if (!FREE_CLASS.test(componentClass)) throw new OutOfScope(`class "${componentClass}" is no dummy`);
        return {
          kind: "estimate",
          value: 0,
          accuracy: 90,
          provenance: {
            estimator: NAME,
            inputs: [],
            equation: "0",
            terms: [{ name: "nothing", value: 0, how: `class ${componentClass} says that it costs nothing` }],
            notes: [],
            citation: "the class of the component",
          },
        };
      }),
  };
}
