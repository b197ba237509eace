/** How far a mapping is from fitting its architecture, as one number that a search can bring down to 0. */
import { spatialExpansion } from "../evaluation/spatial-expansion.ts";
import { occupiedLevelWords } from "../evaluation/word-widths.ts";
import type { Mapping } from "../mapping/mapping.ts";
import type { LoopNest } from "../nest/loop-nest.ts";
import { pointSetSize } from "../nest/point-set.ts";
import { workingSets } from "../nest/working-set.ts";
import type { Spec } from "../spec/spec.ts";

/** Sum over levels and axes of log(needed / available) where that is more than 0. */
export function overflowOf({ architecture, workload }: Spec, mapping: Mapping, nest: LoopNest): number {
  let overflow = 0;
  const exceed = (needed: number, available: number): void => {
    if (needed > available) overflow += Math.log(needed / available);
  };
  [architecture.compute, ...architecture.storage].forEach((component, i) => {
    const { x, y } = spatialExpansion(nest, i - 1);
    exceed(x * y, component.instances);
    exceed(x, component.meshX);
    exceed(y, component.meshY);
  });
  const origin = workload.loopDimensions.map(() => 0);
  architecture.storage.forEach((level, i) => {
    const available = level.effectiveSizeWords;
    if (available === undefined || level.allowOverbooking) return;
    const sets = workingSets(workload, origin, nest.extents[nest.boundaries[i] as number] as readonly number[]);
    const tiles = workload.dataSpaces.flatMap(({ name }, d) =>
      mapping.levels[i]?.keep[d] ? [{ name, words: pointSetSize(sets[d] ?? []) }] : [],
    );
    const needed = occupiedLevelWords(level, tiles);
    exceed(needed, available);
    if (needed > 0) exceed(available * level.minUtilization, needed);
  });
  return overflow;
}
