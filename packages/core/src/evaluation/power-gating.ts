/**
 * Which instances of a level leak.
 *
 * A level switches off what it does not use, at the granularity of the level that `power_gated_at` names (itself by
 * default). With n = instances / instances of that level behind one gate:
 *
 *     n > 1    leaking = n * (instances at work of the gate's level)     all behind a gate that is on
 *     else     leaking = instances at work                               each has a gate of its own
 *
 * "At work" is the average over time where spatial factors are imperfect, and at least one.
 *
 * Source: Timeloop (NVlabs/timeloop at 4cf6d4c), src/model/buffer.cpp, restated.
 */
import type { StorageLevel } from "../architecture/architecture.ts";

export interface PowerGating {
  readonly instancesSharingPowerGate: number;
  /** Instances under power in every cycle. */
  readonly leakingInstances: number;
  /** Instances at work among them. */
  readonly nonPowerGatedUtilization: number;
}

/** A level with how many of its instances work, for each data space. */
export interface LevelAtWork {
  readonly level: StorageLevel;
  readonly utilizedInstances: readonly number[];
}

export function powerGating(own: LevelAtWork, gate: LevelAtWork): PowerGating {
  const sharing = own.level.instances / Math.max(1, gate.level.instances);
  const utilized = Math.max(1, ...own.utilizedInstances);
  if (sharing <= 1) return { instancesSharingPowerGate: 1, leakingInstances: utilized, nonPowerGatedUtilization: 1 };
  const leakingInstances = sharing * Math.max(1, ...gate.utilizedInstances);
  return {
    instancesSharingPowerGate: sharing,
    leakingInstances,
    nonPowerGatedUtilization: utilized / leakingInstances,
  };
}
