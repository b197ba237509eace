/**
 * Counters of the network below a level, from the words sent into it (see evaluation/networks/).
 *
 *   ingresses           words sent; where partial sums go down before they come up again 2 * words - first visits
 *                       (Timeloop), words sent + partial sums that go down (exact, counted one by one)
 *   link transfers      words that children pass to each other
 *   spatial reductions  (multicast - 1) for each output word: partial sums added on their way up
 */
import type { NetworkPlan } from "../evaluation/networks/network-plan.ts";
import type { DataSpaceCounters } from "../nest/counters.ts";
import { type Derivation, nothing } from "./derivation.ts";
import { numberGroup } from "./equation.ts";
import type { Factor, NetworkCounter, TermGroup } from "./explanation.ts";
import type { NestDeriver } from "./nest-derivations.ts";

/** The network to ask about: where results take another way than operands, that of the results for what is written. */
export function choosePlan(plans: readonly NetworkPlan[], boundary: number, readWrite: boolean): number {
  const here = plans.flatMap((plan, i) => (plan.boundary === boundary ? [i] : []));
  const wanted = here.find(
    (i) => plans[i]?.connection === "both" || (plans[i]?.connection === "update-drain") === readWrite,
  );
  return wanted ?? here[0] ?? -1;
}

export function deriveNetwork(
  deriver: NestDeriver,
  plan: NetworkPlan,
  counter: NetworkCounter,
  dataSpace: { readonly name: string; readonly readWrite: boolean },
): Derivation {
  const { name, readWrite } = dataSpace;
  const own = deriver.counters[plan.boundary] as DataSpaceCounters;
  const isTree = plan.kind === "reduction-tree";
  if (counter === "linkTransfers") {
    if (plan.kind !== "legacy") return nothing(`A ${plan.kind} network has no links between neighbours.`);
    return deriver.derive(plan.boundary, "linkTransfers");
  }
  if (isTree && !readWrite) return nothing(`A reduction tree carries results only; ${name} are operands.`);
  const sent = deriver.derive(plan.boundary, "sent");
  const records = own.network.records();
  const resends = plan.kind === "legacy" && readWrite && plan.connection !== "read-fill" && !plan.sinkReduces;
  if (counter === "ingresses") return resends ? resent(sent, records.length, own, name) : sent;
  if (!readWrite) return nothing(`${name} are only read: nothing is added up on the way.`);
  if (plan.kind === "simple-multicast" || plan.connection === "read-fill") {
    return nothing(`${plan.name} does not carry results outwards: nothing is added up in it.`);
  }
  return reductions(sent, own, resends, name);
}

/** Each word down once more before it comes up, but for first visits. */
function resent(sent: Derivation, records: number, own: DataSpaceCounters, name: string): Derivation {
  const note = `The level outside cannot add up: partial sums of ${name} go down before they come up again.`;
  if (own.resent !== undefined) {
    const again = own.resent.total();
    const down = again === 0 ? [] : [numberGroup(again, 1, "words", `partial sums of ${name} that go down again`)];
    return { ...sent, groups: [...sent.groups, ...down], rounding: "none", notes: [...sent.notes, note] };
  }
  const down: Factor = { value: 2, kind: "sharing", text: "down to be added to, and up again" };
  const groups: TermGroup[] = sent.groups.map((group) => ({ ...group, scale: [...group.scale, down] }));
  if (records > 0 && own.partitionSize > 0) {
    const first = numberGroup(own.partitionSize, -1, "words", "first visits, which go one way only");
    groups.push(
      records === 1 ? first : { ...first, scale: [{ value: records, kind: "sum", text: "kinds of multicast" }] },
    );
  }
  // A kind of multicast with few words may have fewer than half of the first visits taken off: none are owed for it.
  const owed = own.network.records().reduce((sum, r) => sum + Math.max(0, own.partitionSize - 2 * r.accesses), 0);
  if (owed > 0) groups.push(numberGroup(owed, 1, "words", "first visits taken off where fewer words went"));
  return { ...sent, groups, rounding: "none", notes: [...sent.notes, note] };
}

function reductions(sent: Derivation, own: DataSpaceCounters, resends: boolean, name: string): Derivation {
  const groups = own.network.records().flatMap(({ multicast, accesses }): TermGroup[] => {
    const words = resends && own.resent === undefined ? Math.max(0, 2 * accesses - own.partitionSize) : accesses;
    if (multicast <= 1 || words === 0) return [];
    const scale: Factor = {
      value: multicast - 1,
      kind: "sharing",
      text: `additions that make one word of ${multicast}`,
    };
    return [
      {
        ...numberGroup(words, 1, "words", `words of ${name} that ${multicast} children make together`),
        scale: [scale],
      },
    ];
  });
  const notes = groups.length === 0 && sent.series.length > 0 ? ["No two children work on the same output word."] : [];
  return { ...sent, groups, rounding: "down", notes: [...sent.notes, ...notes] };
}
