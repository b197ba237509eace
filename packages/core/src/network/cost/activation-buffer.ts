/**
 * The level through which a network's activations pass on the chip: the outermost one inside of the outermost storage
 * that may hold Inputs as well as Outputs, of which there is one instance of a known size. Tensors may stay there from
 * layer to layer, and words that are only moved pass it.
 *
 * Of several instances each holds tiles of its own: what one layer leaves there is not where the next one needs it.
 */
import type { StorageLevel } from "../../architecture/architecture.ts";
import type { MapspaceLimits } from "../../mapspace/constraints.ts";
import type { Spec } from "../../spec/spec.ts";

/** Data spaces of a layer's problem (layer-problem.ts). */
export const WEIGHTS = "Weights";
export const INPUTS = "Inputs";
export const OUTPUTS = "Outputs";

/** Why a level cannot be the one. */
export type BufferObstacle = "outermost" | "instances" | "size" | "bypass" | "utilization";

/** Whether a level may hold a data space; the limits are any layer's. */
export function mayKeep({ workload }: Spec, limits: MapspaceLimits, level: number, dataSpace: string): boolean {
  const id = workload.dataSpaces.findIndex(({ name }) => name === dataSpace);
  return id >= 0 && limits.levels[level]?.keep[id] !== false;
}

/** @param spec of any layer on the chip */
export function bufferObstacle(spec: Spec, limits: MapspaceLimits, level: number): BufferObstacle | undefined {
  const { storage } = spec.architecture;
  const candidate = storage[level] as StorageLevel;
  if (level === storage.length - 1) return "outermost";
  if (candidate.virtual) return "bypass";
  if (![INPUTS, OUTPUTS].every((name) => mayKeep(spec, limits, level, name))) return "bypass";
  if (candidate.instances > 1) return "instances";
  if (candidate.effectiveSizeWords === undefined || candidate.allowOverbooking) return "size";
  return candidate.minUtilization > 0 ? "utilization" : undefined;
}

/** Number of the level, if there is one. */
export function activationBuffer(spec: Spec, limits: MapspaceLimits): number | undefined {
  const levels = spec.architecture.storage.map((_, level) => level);
  return levels.findLast((level) => bufferObstacle(spec, limits, level) === undefined);
}
