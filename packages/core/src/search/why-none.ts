/**
 * Why a search found nothing valid where every reason that can be told at once (mapspace/why-not.ts) is absent:
 * constraints that are possible one by one, but leave only mappings that do not fit.
 *
 * Constraints are left out one after the other (a deletion filter); one without which a valid mapping is found is
 * needed. Whether there is one is asked of a short search: whatever it finds is certain, so that every constraint named
 * is needed indeed. That what is named suffices for the conflict is certain where the mapspace is small.
 */

import type { MapspaceLimits } from "../mapspace/constraints.ts";
import { type Conflict, noMapping } from "../mapspace/errors.ts";
import { Mapspace } from "../mapspace/mapspace.ts";
import { constraintItems, explainEmptyMapspace, listConstraints, places, smallestSet } from "../mapspace/why-not.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { SearchLane } from "./search-lane.ts";
import type { SearchCounts, SearchOutcome } from "./search-result.ts";

/** Mapspaces of up to so many mappings are searched through. */
const SMALL = 5000n;
const CANDIDATES = 600;

export function explainFruitless(mapspace: Mapspace, outcome: SearchOutcome): readonly Diagnostic[] {
  const { spec, limits } = mapspace;
  const { complete, counts } = outcome;
  if (!complete) {
    const diagnostic = noMapping({
      kind: "together",
      message: `no valid mapping was found: ${countWords(counts)}`,
      places: [],
      hint: "this does not prove that there is none: search longer (timeout, --algorithm), or loosen constraints",
    });
    return [diagnostic];
  }
  const fails = (candidate: MapspaceLimits): boolean =>
    explainEmptyMapspace(spec, candidate).length > 0 || !hasValidMapping(new Mapspace(spec, candidate));
  const { needed } = smallestSet(constraintItems(spec, limits), limits, fails);
  const conflict: Conflict = {
    kind: "together",
    message: `no mapping is valid: ${countWords(counts)}; together these leave none: ${listConstraints(needed) || "the sizes of the chip and the problem"}`,
    places: places(needed),
    hint: "leave out any one of these constraints, or make the levels larger",
  };
  return [noMapping(conflict)];
}

function countWords({ visited, fanout, capacity, other }: SearchCounts): string {
  const parts = [
    [fanout, "need more units than an axis has"],
    [capacity, "hold tiles that do not fit"],
    [other, "are refused by the model"],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, text]) => `${count} ${text}`);
  return `of ${visited} looked at, ${said.join(", ") || "none is valid"}`;
}

/** Whether a short search finds anything; a small mapspace is searched through. */
function hasValidMapping(mapspace: Mapspace): boolean {
  const small = mapspace.isCountable && mapspace.size <= SMALL;
  const lane = new SearchLane(mapspace, {
    algorithm: small ? "exhaustive" : "random-pruned",
    lane: 0,
    lanes: 1,
    objective: ["delay"],
    pareto: false,
    seed: 1,
    ordersPerFactorization: 1,
    filterRevisits: false,
    timeout: Number.POSITIVE_INFINITY,
    victoryCondition: 0,
    searchSize: 1,
    penalizeConsecutiveBypassFails: false,
  });
  lane.advance(small ? Number(SMALL) * 2 : CANDIDATES);
  return lane.result().counts.valid > 0;
}
