/**
 * Who answers a query: all estimators are asked, the answer of the highest stated accuracy wins, the earlier one of equals.
 * A component may ask for one of them (`plug_in: NAME`) or for a least accuracy (`min_accuracy: 80`), as in Accelergy.
 * Areas and leakage are those of `n_instances` copies, as in Accelergy. Where nobody answers there is no figure, only
 * every refusal with its reason.
 */
import type { Estimate, EstimateQuery, Estimator, Refusal } from "./estimator.ts";
import { figure, toNumber } from "./query-reader.ts";

export type Choice =
  | { readonly kind: "estimate"; readonly estimate: Estimate; readonly others: readonly (Estimate | Refusal)[] }
  | { readonly kind: "nobody"; readonly refusals: readonly Refusal[] };

export function chooseEstimate(query: EstimateQuery, estimators: readonly Estimator[]): Choice {
  const answers = estimators.map((estimator) => wanted(query, estimator.estimate(query)));
  let best: Estimate | undefined;
  for (const answer of answers) {
    if (answer.kind === "estimate" && (best === undefined || answer.accuracy > best.accuracy)) best = answer;
  }
  if (best === undefined)
    return { kind: "nobody", refusals: answers.flatMap((each) => (each.kind === "refusal" ? each : [])) };
  const others = answers.filter((answer) => answer !== best);
  return { kind: "estimate", estimate: timesInstances(query, best), others };
}

/** An answer that the component does not want is a refusal. */
function wanted(query: EstimateQuery, answer: Estimate | Refusal): Estimate | Refusal {
  if (answer.kind === "refusal") return answer;
  const { estimator } = answer.provenance;
  const refuse = (reason: string): Refusal => ({ kind: "refusal", estimator, reason });
  const { attributes } = query;
  const asked = attributes["plug_in"];
  if (typeof asked === "string" && asked !== estimator) return refuse(`plug_in asks for "${asked}"`);
  const least = toNumber(attributes["min_accuracy"] ?? attributes["minimum_accuracy"] ?? 0) ?? 0;
  if (answer.accuracy < least) return refuse(`its accuracy of ${answer.accuracy} is below the ${least} asked for`);
  return answer;
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
