/** `--keep-activations [LEVEL]`: the level in which activations may stay. */
import {
  activationBuffer,
  activationsStayNowhere,
  bufferObstacle,
  type Diagnostic,
  keepLevelUnknown,
  keepLevelUnsuitable,
  nearestWord,
} from "@tilewright/core";
import type { ReadyLayer } from "./network-layers.ts";

export interface StayLevel {
  /** Its number; absent where no level can be. */
  readonly buffer?: number;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * @param name of the level; without one, the activation buffer
 * @param layer any layer on the chip
 */
export function findStayLevel(name: string | undefined, { read: { spec, limits } }: ReadyLayer): StayLevel {
  const { storage } = spec.architecture;
  if (name === undefined) {
    const buffer = activationBuffer(spec, limits);
    return buffer === undefined ? { diagnostics: [activationsStayNowhere()] } : { buffer, diagnostics: [] };
  }
  const names = storage.filter(({ virtual }) => !virtual).map((level) => level.name);
  const buffer = storage.findIndex((level) => level.name === name);
  if (buffer < 0) return { diagnostics: [keepLevelUnknown(name, names, nearestWord(name, names))] };
  const obstacle = bufferObstacle(spec, limits, buffer);
  if (obstacle === undefined) return { buffer, diagnostics: [] };
  const fitting = storage.filter((_, l) => bufferObstacle(spec, limits, l) === undefined).map((level) => level.name);
  return { diagnostics: [keepLevelUnsuitable(name, obstacle, fitting)] };
}
