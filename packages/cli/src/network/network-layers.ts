/**
 * Layers of a network on their way from the input to a mapping: what is asked, each distinct layer's spec, what was
 * found.
 */
import {
  type Diagnostic,
  type DistinctLayer,
  distinctLayers,
  evaluate,
  groupByLayer,
  type LayerDiagnostics,
  type LayerRequest,
  type LayerSpec,
  type MappedLayer,
  type MapperSettings,
  type Network,
  type ProductShape,
  readLayerSpec,
  type Spec,
  type TrafficPath,
  trafficPath,
} from "@tilewright/core";
import type { SolvedLayer } from "./layer-solver.ts";

export interface NetworkTask {
  readonly network: Network;
  /** With energies, without a problem. */
  readonly chip: Spec;
  readonly mapper: MapperSettings;
  readonly request: LayerRequest;
  /** Whether layers without products cost what their words cost. */
  readonly countsTraffic: boolean;
  /** Number of the level in which activations may stay, where they may. */
  readonly buffer?: number;
}

/** A distinct layer ready to be searched for. */
export interface ReadyLayer {
  readonly distinct: DistinctLayer;
  readonly read: LayerSpec & Required<Pick<LayerSpec, "spec" | "limits">>;
}

function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}

/** Reads every distinct layer; `ready` is absent where the input is wrong. */
export function readLayers({ network, chip }: Pick<NetworkTask, "network" | "chip">): {
  readonly ready?: readonly ReadyLayer[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const read = distinctLayers(network).map((distinct) => ({
    distinct,
    read: readLayerSpec(chip, distinct.name, distinct.shape),
  }));
  const diagnostics = groupByLayer(
    read.map(({ distinct, read: { diagnostics: said } }): LayerDiagnostics => {
      return { layer: distinct.name, diagnostics: said };
    }),
  );
  const ready = read.filter(
    (each): each is ReadyLayer => each.read.spec !== undefined && each.read.limits !== undefined,
  );
  return hasErrors(diagnostics) || ready.length < read.length ? { diagnostics } : { ready, diagnostics };
}

/** @returns undefined where the search was not begun */
export function mappedLayer(
  { name, shape }: Pick<DistinctLayer, "name" | "shape">,
  problem: string,
  plan: MappedLayer["plan"],
  { result, seconds, isCached }: SolvedLayer,
): MappedLayer | undefined {
  if (!result) return undefined;
  const { spec } = plan.search;
  const evaluation = result.mapping && evaluate({ ...spec, mapping: result.mapping });
  const valid = evaluation?.valid ? evaluation : undefined;
  return { name, shape, problem, spec, plan, result, ...(valid && { evaluation: valid }), seconds, isCached };
}

/** The way of words that are only moved: it depends on what the constraints let levels hold, which any layer tells. */
export function pathOf(
  { chip, buffer }: Pick<NetworkTask, "chip" | "buffer">,
  ready: readonly ReadyLayer[],
): TrafficPath | undefined {
  const { spec, limits } = ready[0]?.read ?? readLayerSpec(chip, "any layer", UNIT_SHAPE);
  return spec && limits && trafficPath(spec, limits, buffer);
}

const UNIT_SHAPE: ProductShape = {
  groups: 1,
  batch: 1,
  inputChannels: 1,
  outputChannels: 1,
  width: 1,
  height: 1,
  kernelWidth: 1,
  kernelHeight: 1,
  widthStride: 1,
  heightStride: 1,
  widthDilation: 1,
  heightDilation: 1,
  transposed: false,
};
