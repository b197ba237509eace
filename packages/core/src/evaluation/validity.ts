/**
 * Whether a mapping fits its problem and its architecture: factors make the sizes, each data space is held somewhere,
 * tiles keep within the capacity, loops within the fan-out. The reader has seen to the factors of a mapping that was
 * read; one that a program has built comes here first.
 */
import type { Architecture } from "../architecture/architecture.ts";
import type { Mapping } from "../mapping/mapping.ts";
import type { LoopNest } from "../nest/loop-nest.ts";
import { pointSetSize } from "../nest/point-set.ts";
import { boxSize, projectionTable } from "../nest/projection-table.ts";
import { workingSets } from "../nest/working-set.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Workload } from "../workload/workload.ts";
import {
  capacityExceeded,
  countTooLarge,
  extentDiffers,
  fanoutExceeded,
  heldNowhere,
  notAFactor,
  utilizationTooLow,
} from "./errors.ts";
import type { InvalidReason } from "./evaluation.ts";
import { spatialExpansion } from "./spatial-expansion.ts";
import { residentWordsOf, roomBitsOf } from "./word-widths.ts";

export interface Invalidity {
  readonly reason: InvalidReason;
  readonly diagnostic: Diagnostic;
}

/** All reasons why the mapping is invalid, innermost level first; empty for a valid one. */
export function findInvalidities(
  architecture: Architecture,
  workload: Workload,
  mapping: Mapping,
  nest: LoopNest,
): Invalidity[] {
  // What lies in the tiles of wrong factors means nothing.
  const wrong = findFactorProblems(workload, mapping, nest);
  if (wrong.length > 0) return wrong;
  const found: Invalidity[] = [];
  workload.dataSpaces.forEach((dataSpace, d) => {
    if (mapping.levels.every((level) => !level.keep[d])) {
      found.push({ reason: "spec", diagnostic: heldNowhere(dataSpace.name, mapping.span) });
    }
  });
  found.push(...findFanoutProblems(architecture, mapping, nest));
  found.push(...findCapacityProblems(architecture, workload, mapping, nest));
  const operations = workload.loopDimensions.reduce((product, { size }) => product * size, 1);
  if (operations > Number.MAX_SAFE_INTEGER) {
    found.push({ reason: "spec", diagnostic: countTooLarge("the number of operations") });
  }
  return found;
}

/** What the loops cover, last iterations and all, must be the size of each dimension. */
function findFactorProblems(workload: Workload, mapping: Mapping, nest: LoopNest): Invalidity[] {
  const found: Invalidity[] = [];
  const report = (diagnostic: Diagnostic): void => {
    found.push({ reason: "factors", diagnostic });
  };
  const covered = nest.residualExtents.at(-1) ?? [];
  workload.loopDimensions.forEach(({ name, size }, dimension) => {
    const extent = covered[dimension] ?? 1;
    if (extent !== size) report(extentDiffers(name, extent, size, mapping.span));
  });
  for (const { dimension, bound, residual, level } of nest.loops) {
    if (Number.isSafeInteger(bound) && Number.isSafeInteger(residual) && residual >= 1 && residual <= bound) continue;
    const name = workload.loopDimensions[dimension]?.name ?? "?";
    report(notAFactor(name, bound, residual, mapping.levels[level]?.span ?? mapping.span));
  }
  return found;
}

function findFanoutProblems(architecture: Architecture, mapping: Mapping, nest: LoopNest): Invalidity[] {
  const found: Invalidity[] = [];
  const levels = [architecture.compute, ...architecture.storage];
  levels.forEach((component, i) => {
    const needed = spatialExpansion(nest, i - 1);
    // The spatial loops at fault stand at the next outer level.
    const span = mapping.levels[i]?.span ?? mapping.span;
    const report = (axis: "X" | "Y" | "total", need: number, have: number): void => {
      found.push({ reason: "fanout", diagnostic: fanoutExceeded(component.name, axis, need, have, span) });
    };
    if (needed.x * needed.y > component.instances) report("total", needed.x * needed.y, component.instances);
    else if (needed.x > component.meshX) report("X", needed.x, component.meshX);
    else if (needed.y > component.meshY) report("Y", needed.y, component.meshY);
  });
  return found;
}

function findCapacityProblems(
  architecture: Architecture,
  workload: Workload,
  mapping: Mapping,
  nest: LoopNest,
): Invalidity[] {
  const found: Invalidity[] = [];
  architecture.storage.forEach((level, i) => {
    const { effectiveSizeWords } = level;
    if (effectiveSizeWords === undefined || level.allowOverbooking) return;
    const levelMapping = mapping.levels[i];
    const sizes = tileSizes(workload, largestExtent(nest, i));
    let bits = 0;
    for (let d = 0; d < sizes.length; d++) {
      if (levelMapping?.keep[d]) bits += (sizes[d] as number) * roomBitsOf(level, workload.dataSpaces[d]?.name ?? "");
    }
    const needed = bits / level.wordBits + residentWordsOf(level);
    const least = effectiveSizeWords * level.minUtilization;
    if (needed <= effectiveSizeWords && needed >= least) return;
    const span = levelMapping?.span ?? mapping.span;
    if (needed < least) {
      found.push({ reason: "capacity", diagnostic: utilizationTooLow(level.name, needed, least, span) });
      return;
    }
    const parts = workload.dataSpaces.flatMap(({ name }, d) =>
      levelMapping?.keep[d] ? [{ name, words: ((sizes[d] as number) * roomBitsOf(level, name)) / level.wordBits }] : [],
    );
    const diagnostic = capacityExceeded(level.name, needed, effectiveSizeWords, parts, span);
    found.push({ reason: "capacity", diagnostic });
  });
  return found;
}

/** Words of each data space's tile. */
function tileSizes(workload: Workload, extent: readonly number[]): number[] {
  const table = workload.usesFlattening ? undefined : projectionTable(workload);
  if (table !== undefined) return workload.dataSpaces.map((_, d) => boxSize(table, d, extent));
  const origin = workload.loopDimensions.map(() => 0);
  return workingSets(workload, origin, extent).map(pointSetSize);
}

/** Extents of the largest tile of a level: the full one where any iteration is full, else the residual one. */
function largestExtent(nest: LoopNest, level: number): readonly number[] {
  return nest.extents[nest.boundaries[level] as number] as readonly number[];
}
