/**
 * A network on a chip, from its layers to what they cost:
 *
 *     1 layers    distinct products -> specs and limits; what cannot be mapped at all is told
 *     2 searches  one for each distinct layer (layer-solver.ts)
 *     3 stays     where activations are to stay on the chip, which ones do (network-stays.ts)
 *     4 cost      layer by layer, and in all
 */
import {
  type CostedLayer,
  costedProduct,
  type Diagnostic,
  explainEmptyMapspace,
  explainFruitless,
  groupByLayer,
  type LayerDiagnostics,
  type MappedLayer,
  Mapspace,
  macsOf,
  type NetworkCost,
  networkCost,
  optimalNotPossible,
  planLayer,
  trafficCost,
} from "@tilewright/core";
import { layerThreadDied } from "../errors.ts";
import type { LayerSolver, SolvedLayer } from "./layer-solver.ts";
import { mappedLayer, type NetworkTask, pathOf, type ReadyLayer } from "./network-layers.ts";
import { chooseStays, type Stays } from "./network-stays.ts";

export interface NetworkRun {
  readonly cost: NetworkCost;
  /** Where activations stay, and what it cost without. */
  readonly stays?: Stays & { readonly before: NetworkCost };
  /** Whether every product has a mapping. */
  readonly found: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** Searches for everything and puts the cost together. */
export async function runNetwork(
  task: NetworkTask,
  ready: readonly ReadyLayer[],
  solver: LayerSolver,
): Promise<NetworkRun> {
  const { mapper, request } = task;
  const said: LayerDiagnostics[] = [];
  const died: string[] = [];
  const mapped = await Promise.all(
    ready.map(async ({ distinct, read }): Promise<MappedLayer | undefined> => {
      const diagnostics: Diagnostic[] = [];
      const plan = planLayer(read.spec, read.limits, mapper, request);
      if (plan.obstacle !== undefined) diagnostics.push(optimalNotPossible(plan.obstacle, plan.algorithm));
      const solved = await solver.solve(plan);
      if (solved.died !== undefined) died.push(solved.died);
      const layer = mappedLayer(distinct, read.problem, plan, solved);
      if (!layer?.evaluation && solved.stoppedBy !== "user") diagnostics.push(...reasons(read, solved));
      said.push({ layer: distinct.name, diagnostics });
      return layer;
    }),
  );
  const order = new Map(ready.map(({ distinct }, i) => [distinct.name, i]));
  said.sort((a, b) => (order.get(a.layer) ?? 0) - (order.get(b.layer) ?? 0));
  const diagnostics = [...groupByLayer(said), ...(died.length > 0 ? [layerThreadDied(died)] : [])];
  const before = baseCost(task, ready, mapped);
  const found = mapped.every((layer) => layer?.evaluation !== undefined);
  if (task.buffer === undefined) return { cost: before, found, diagnostics };
  const stays = await chooseStays(task, task.buffer, ready, before, solver);
  return { cost: stays.cost, stays: { ...stays, before }, found, diagnostics: [...diagnostics, ...stays.diagnostics] };
}

/** Why a layer has no mapping. */
function reasons({ spec, limits }: ReadyLayer["read"], { result }: SolvedLayer): readonly Diagnostic[] {
  const impossible = explainEmptyMapspace(spec, limits);
  if (impossible.length > 0 || !result) return impossible;
  const { complete, counts, ends } = result;
  return explainFruitless(new Mapspace(spec, limits), { best: undefined, front: [], counts, ends, complete });
}

/** Every layer on its own: nothing stays between layers. */
function baseCost(
  task: NetworkTask,
  ready: readonly ReadyLayer[],
  found: readonly (MappedLayer | undefined)[],
): NetworkCost {
  const { network, chip, countsTraffic } = task;
  const mapped: MappedLayer[] = [];
  const numberAt = new Map<number, number>();
  for (const [i, { distinct }] of ready.entries()) {
    const layer = found[i];
    if (!layer) continue;
    for (const position of distinct.layers) numberAt.set(position, mapped.length);
    mapped.push(layer);
  }
  const path = pathOf(task, ready);
  const layers = network.layers.map((layer, position): CostedLayer => {
    const { work } = layer;
    const number = numberAt.get(position);
    if (number !== undefined) return costedProduct(layer, number, mapped[number] as MappedLayer);
    if (work.kind === "product") return { layer, macs: macsOf(work.shape) };
    if (work.kind !== "traffic" || !countsTraffic || !path) return { layer, macs: 0 };
    const words = { read: work.readWords, written: work.writtenWords, readFromBuffer: 0, writtenToBuffer: 0 };
    return { layer, macs: 0, cost: trafficCost(path, chip.ert, words) };
  });
  return networkCost(network, chip, mapped, layers);
}
