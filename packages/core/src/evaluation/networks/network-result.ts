/** The networks' figures: every plan with the traffic of its boundary through the model of its kind. */
import type { DataSpaceCounters } from "../../nest/counters.ts";
import type { Workload } from "../../workload/workload.ts";
import type { NetworkKind, Semantics } from "../evaluation.ts";
import { legacyNetwork } from "./legacy.ts";
import type { NetworkModel, NetworkOutcome, NetworkPlan } from "./network-plan.ts";
import { reductionTreeNetwork } from "./reduction-tree.ts";
import { simpleMulticastNetwork } from "./simple-multicast.ts";

const MODELS: Readonly<Record<NetworkKind, NetworkModel>> = {
  legacy: legacyNetwork,
  "simple-multicast": simpleMulticastNetwork,
  "reduction-tree": reductionTreeNetwork,
};

/** @param counters by storage level (innermost first), then data space */
export function networkOutcomes(
  plans: readonly NetworkPlan[],
  counters: readonly (readonly DataSpaceCounters[])[],
  workload: Workload,
  semantics: Semantics,
): NetworkOutcome[] {
  return plans.map((plan) => MODELS[plan.kind](plan, { counters: counters[plan.boundary] ?? [], workload, semantics }));
}
