/**
 * What a network is told before any traffic: where it stands and what moving a word costs. Each kind of network is one
 * function from plan and traffic to a result; see `legacy.ts`, `simple-multicast.ts`, `reduction-tree.ts`.
 */
import type { Attributes } from "../../architecture/architecture.ts";
import type { ComponentEnergies } from "../../energy/reference-table.ts";
import type { DataSpaceCounters } from "../../nest/counters.ts";
import type { Diagnostic } from "../../text/diagnostic.ts";
import type { Workload } from "../../workload/workload.ts";
import type {
  NetworkConnection,
  NetworkDataSpaceResult,
  NetworkKind,
  NetworkResult,
  Semantics,
} from "../evaluation.ts";
import { recordOf } from "../record-of.ts";

export interface NetworkPlan {
  readonly name: string;
  readonly kind: NetworkKind;
  readonly inferred: boolean;
  readonly connection: NetworkConnection;
  /** Storage level at the outer end; of a network that several levels name, the innermost of them. */
  readonly boundary: number;
  /** Whether the level that results arrive at adds them to what it holds; if not, sums go down and up again. */
  readonly sinkReduces: boolean;
  readonly attributes: Attributes;
  readonly wordBits: number;
  /** By data space name, where the level at the outer end holds words of another width. */
  readonly dataSpaceWordBits: Readonly<Record<string, number>>;
  /** Side of a child's square: the length of a hop. */
  readonly tileWidthUm: number;
  readonly wirePjPerBitMm?: number;
  /** What a hop of a word costs, where the architecture says so; it then matters not how far or how wide. */
  readonly givenHopPj?: number;
  readonly routerPj: number;
  readonly ingressPj: number;
  readonly fillLatency: number;
  readonly drainLatency: number;
  /** What the energy table says of a named network. */
  readonly energies?: ComponentEnergies;
}

/** The words of each data space that pass, and under which reading of them. */
export interface NetworkTraffic {
  /** Counters of the level at the outer end, by data space. */
  readonly counters: readonly DataSpaceCounters[];
  readonly workload: Workload;
  readonly semantics: Semantics;
}

export interface NetworkOutcome {
  readonly result: NetworkResult;
  readonly notes: readonly Diagnostic[];
}

export type NetworkModel = (plan: NetworkPlan, traffic: NetworkTraffic) => NetworkOutcome;

/** Energy of a word over one hop: bits x mm x pJ/bit/mm. */
export function hopEnergyPj(plan: NetworkPlan, dataSpace: string): number {
  const own = Object.hasOwn(plan.dataSpaceWordBits, dataSpace) ? plan.dataSpaceWordBits[dataSpace] : undefined;
  return (own ?? plan.wordBits) * (plan.tileWidthUm / 1000) * (plan.wirePjPerBitMm ?? 0);
}

/** A result from what differs between the kinds. */
export function networkResult(
  plan: NetworkPlan,
  energyPj: number,
  dataSpaces: readonly (readonly [string, NetworkDataSpaceResult])[],
): NetworkResult {
  const { name, kind, connection, inferred, wordBits, wirePjPerBitMm, fillLatency, drainLatency } = plan;
  const by = recordOf(dataSpaces);
  const fixed = {
    name,
    type: kind,
    connection,
    inferred,
    wordBits,
    fillLatency,
    drainLatency,
    energyPj,
    dataSpaces: by,
  };
  return wirePjPerBitMm === undefined ? fixed : { ...fixed, wirePjPerBitMm };
}
