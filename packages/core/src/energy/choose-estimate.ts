/**
 * Who answers a query: all estimators are asked, the answer of the highest stated accuracy wins, the earlier one of equals.
 * Areas and leakage are those of `n_instances` copies, as in Accelergy. Where nobody answers there is no figure, only
 * every refusal with its reason.
 */
import type { Estimate, EstimateQuery, Estimator, Refusal } from "./estimator.ts";
import { figure, toNumber } from "./query-reader.ts";

export type Choice =
  | { readonly kind: "estimate"; readonly estimate: Estimate; readonly others: readonly (Estimate | Refusal)[] }
  | { readonly kind: "nobody"; readonly refusals: readonly Refusal[] };

export function chooseEstimate(query: EstimateQuery, estimators: readonly Estimator[]): Choice {
  const answers = estimators.map((estimator) => estimator.estimate(query));
  let best: Estimate | undefined;
  for (const answer of answers) {
    if (answer.kind === "estimate" && (best === undefined || answer.accuracy > best.accuracy)) best = answer;
  }
  if (best === undefined)
    return { kind: "nobody", refusals: answers.flatMap((each) => (each.kind === "refusal" ? each : [])) };
  const others = answers.filter((answer) => answer !== best);
  return { kind: "estimate", estimate: timesInstances(query, best), others };
}

function timesInstances(query: EstimateQuery, estimate: Estimate): Estimate {
  const given = query.attributes["n_instances"];
  const copies = given === undefined || given === null ? 1 : toNumber(given);
  const counts = query.action === undefined || query.action === "leak";
  if (!counts || copies === undefined || copies === 1) return estimate;
  const { provenance } = estimate;
  return {
    ...estimate,
    value: estimate.value * copies,
    provenance: {
      ...provenance,
      inputs: [...provenance.inputs, { name: "n_instances", value: copies, origin: "given" }],
      terms: provenance.terms.map((term) => ({
        ...term,
        value: term.value * copies,
        how: `${term.how} x ${figure(copies)} instances`,
      })),
    },
  };
}
