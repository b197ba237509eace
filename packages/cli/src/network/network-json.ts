/**
 * A network's run as the JSON document `tilewright/network/1`: totals, every layer, and the mappings that layers share.
 */
import {
  type CostedLayer,
  type Diagnostic,
  diagnosticToJson,
  type LayerCost,
  type MappedLayer,
  type NetworkCost,
  printMapping,
} from "@tilewright/core";
import type { NetworkRun } from "./network-run.ts";

export interface NetworkReport {
  readonly run: NetworkRun;
  readonly objective: readonly string[];
  readonly seconds: number;
  readonly cache: { readonly folder: string; readonly hits: number; readonly misses: number } | undefined;
  readonly interrupted: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** Whether every product's mapping is proven, or all of its mapspace was looked at. */
export function isOptimal({ mapped, layers }: NetworkCost): boolean {
  return layers.every(({ layer, mapped: number }) => {
    return layer.work.kind !== "product" || (number !== undefined && mapped[number]?.result.complete === true);
  });
}

export function networkJson(report: NetworkReport): object {
  const { run, objective, seconds, cache, interrupted, diagnostics } = report;
  const { cost, stays, found } = run;
  const { network, chip, mapped, layers } = cost;
  return {
    schema: "tilewright/network/1",
    network: network.name,
    found,
    optimal: found && isOptimal(cost),
    interrupted,
    objective,
    totals: totalsJson(cost),
    levels: cost.levelNames.map((name) => levelJson(cost, name)),
    edgeWords: { level: chip.architecture.storage.at(-1)?.name, dataSpaces: Object.fromEntries(cost.edge) },
    operations: cost.operations,
    layers: layers.map((layer) => layerJson(layer, cost)),
    mappings: mapped.map((layer, number) => mappedJson(layer, number, cost)),
    ...(stays && {
      stays: {
        level: stays.level,
        capacityWords: stays.capacityWords,
        mostWords: stays.mostWords,
        activations: stays.stays,
        goOut: stays.leaves,
        without: { totals: totalsJson(stays.before), edgeWords: Object.fromEntries(stays.before.edge) },
      },
    }),
    seconds,
    cache: cache ?? null,
    diagnostics: diagnostics.map(diagnosticToJson),
  };
}

function totalsJson({ totals, operations, layers }: NetworkCost): object {
  const { secondsPerCycle, cycles, energyPj, macs } = totals;
  const seconds = secondsPerCycle === undefined ? undefined : cycles * secondsPerCycle;
  return {
    ...totals,
    energyPjPerMac: macs > 0 ? energyPj / macs : 0,
    ...(seconds !== undefined && { seconds, inferencesPerSecond: seconds > 0 ? 1 / seconds : null }),
    layers: layers.length,
    products: layers.filter(({ layer }) => layer.work.kind === "product").length,
    unmodelledOperations: operations.unmodelled,
  };
}

function levelJson({ levelsPj, totals }: NetworkCost, name: string): object {
  const energyPj = levelsPj.get(name) ?? 0;
  return { name, energyPj, share: totals.energyPj > 0 ? energyPj / totals.energyPj : 0 };
}

function costJson(cost: LayerCost, macs: number, { totals }: NetworkCost): object {
  const { energyPj, cycles, boundBy, levelsPj, edge } = cost;
  return {
    energyPj,
    share: totals.energyPj > 0 ? energyPj / totals.energyPj : 0,
    cycles,
    edpJouleCycles: (energyPj * cycles) / 1e12,
    ...(macs > 0 && { energyPjPerMac: energyPj / macs }),
    boundBy,
    levelsPj: Object.fromEntries(levelsPj),
    edgeWords: Object.fromEntries(edge),
  };
}

function layerJson({ layer, mapped: number, cost, macs, staying }: CostedLayer, whole: NetworkCost): object {
  const { name, operator, work, inputs, outputs } = layer;
  const own = number === undefined ? undefined : whole.mapped[number];
  return {
    name,
    operator,
    ...work,
    inputs,
    outputs,
    ...(work.kind === "product" && {
      macs,
      mapping: number ?? null,
      utilization: own?.evaluation?.utilization ?? null,
      optimal: own?.result.complete === true && own.evaluation !== undefined,
    }),
    ...(staying && { staying }),
    ...(cost ? costJson(cost, macs, whole) : { energyPj: null, cycles: null }),
  };
}

function mappedJson(layer: MappedLayer, number: number, { layers }: NetworkCost): object {
  const { name, shape, problem, spec, plan, result, evaluation, seconds, isCached } = layer;
  const { mapping, complete, ended, counts, proof } = result;
  const staying = spec.architecture.storage.flatMap(({ name: level, residents }) =>
    residents ? [{ level, words: residents.words, dataSpaces: residents.dataSpaces }] : [],
  );
  return {
    name,
    layers: layers.filter(({ mapped }) => mapped === number).map(({ layer: { name: each } }) => each),
    shape,
    algorithm: plan.algorithm,
    optimal: complete && evaluation !== undefined,
    ended,
    lowerBound: proof?.lowerBound ?? null,
    gap: proof ? proof.gap : complete ? 0 : null,
    nodes: proof?.nodes ?? null,
    evaluated: counts.visited,
    seconds,
    cached: isCached,
    staying,
    problem,
    mapping: mapping ? printMapping(mapping, spec.architecture, spec.workload) : null,
    evaluation: evaluation ?? null,
  };
}
