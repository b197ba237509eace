/**
 * A network's cost from that of its layers: they run one after another, so that
 *
 *     energy = sum of the layers' energies       cycles = sum of the layers' cycles       EDP = energy * cycles
 *
 * Nothing of one layer is hidden behind another. Area is the chip's, counted once.
 */
import { numberAttribute } from "../../evaluation/attribute-value.ts";
import type { ValidEvaluation } from "../../evaluation/evaluation.ts";
import type { Spec } from "../../spec/spec.ts";
import { macsOf, type Network, type NetworkLayer, type ProductShape } from "../network.ts";
import { type EdgeWords, evaluationCost, type LayerCost, NETWORKS } from "./layer-cost.ts";
import type { LayerPlan, LayerSearchResult } from "./layer-search.ts";

/** One search's answer, for all layers that share it. */
export interface MappedLayer {
  /** Of the first layer. */
  readonly name: string;
  readonly shape: ProductShape;
  /** The problem as YAML. */
  readonly problem: string;
  /** Architecture, workload and tables as they were searched for. */
  readonly spec: Spec;
  readonly plan: LayerPlan;
  readonly result: LayerSearchResult;
  /** Of its mapping; absent where none was found. */
  readonly evaluation?: ValidEvaluation;
  /** Of the search; 0 where it came from the cache. */
  readonly seconds: number;
  readonly isCached: boolean;
}

/** A layer with what is known of its cost. */
export interface CostedLayer {
  readonly layer: NetworkLayer;
  /** Number of the mapped layer; of products that were searched for. */
  readonly mapped?: number;
  /** Absent for products without a mapping, and for what is fused, unmodelled or left out. */
  readonly cost?: LayerCost;
  /** Multiply-accumulates; 0 for what is no product. */
  readonly macs: number;
  /** What of it stays on the chip: names of data spaces; words that are moved are Inputs and Outputs. */
  readonly staying?: readonly string[];
}

export interface NetworkTotals {
  readonly energyPj: number;
  readonly cycles: number;
  readonly edpJouleCycles: number;
  readonly macs: number;
  /** Of the chip. */
  readonly areaUm2: number;
  /** Of the compute units over all cycles. */
  readonly utilization: number;
  readonly secondsPerCycle?: number;
}

export interface NetworkCost {
  readonly network: Network;
  readonly chip: Spec;
  readonly layers: readonly CostedLayer[];
  readonly mapped: readonly MappedLayer[];
  readonly totals: NetworkTotals;
  /** Names of levels, outermost first, then the compute level, then `networks` where they cost anything. */
  readonly levelNames: readonly string[];
  /** Energy of all layers by level. */
  readonly levelsPj: ReadonlyMap<string, number>;
  /** Words that cross the edge of the chip, by data space. */
  readonly edge: ReadonlyMap<string, EdgeWords>;
  /** Scalar operations by what became of them; a MAC is one. */
  readonly operations: {
    readonly mapped: number;
    readonly unmapped: number;
    readonly fused: number;
    readonly traffic: number;
    readonly unmodelled: number;
  };
}

/** Puts a network's cost together. @param layers in the network's order, with their costs */
export function networkCost(
  network: Network,
  chip: Spec,
  mapped: readonly MappedLayer[],
  layers: readonly CostedLayer[],
): NetworkCost {
  const { architecture } = chip;
  const levelsPj = new Map<string, number>();
  const edge = new Map<string, EdgeWords>();
  const operations = { mapped: 0, unmapped: 0, fused: 0, traffic: 0, unmodelled: 0 };
  let energyPj = 0;
  let cycles = 0;
  for (const { layer, cost, macs } of layers) {
    const { work } = layer;
    if (work.kind === "product") operations[cost ? "mapped" : "unmapped"] += macs;
    else operations[work.kind] += work.operations;
    if (!cost) continue;
    energyPj += cost.energyPj;
    cycles += cost.cycles;
    for (const [name, pj] of cost.levelsPj) levelsPj.set(name, (levelsPj.get(name) ?? 0) + pj);
    for (const [name, { read, written }] of cost.edge) {
      const before = edge.get(name) ?? { read: 0, written: 0 };
      edge.set(name, { read: before.read + read, written: before.written + written });
    }
  }
  const names = [...architecture.storage.map(({ name }) => name).reverse(), architecture.compute.name];
  const seconds = numberAttribute(architecture.compute, "global_cycle_seconds");
  return {
    network,
    chip,
    layers,
    mapped,
    totals: {
      energyPj,
      cycles,
      edpJouleCycles: (energyPj * cycles) / 1e12,
      macs: operations.mapped,
      areaUm2: mapped.find(({ evaluation }) => evaluation !== undefined)?.evaluation?.areaUm2 ?? 0,
      utilization: cycles > 0 ? operations.mapped / (architecture.compute.instances * cycles) : 0,
      ...(seconds !== undefined && seconds > 0 && { secondsPerCycle: seconds }),
    },
    levelNames: levelsPj.has(NETWORKS) ? [...names, NETWORKS] : names,
    levelsPj,
    edge,
    operations,
  };
}

/** A product with the cost of its mapping. */
export function costedProduct(layer: NetworkLayer, mapped: number, { shape, evaluation }: MappedLayer): CostedLayer {
  return { layer, mapped, macs: macsOf(shape), ...(evaluation && { cost: evaluationCost(evaluation) }) };
}
