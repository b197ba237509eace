/**
 * Where a given mapping breaks constraints: factors, orders, axes and keeps, level by level. A search never needs this,
 * since it only makes mappings within its limits; a mapping from elsewhere is judged by it.
 *
 *     orders   among the loops that run more than once those of the constraint stand innermost (or outermost), in its order
 */
import type { LevelMapping, Loop, Mapping } from "../mapping/mapping.ts";
import type { Spec } from "../spec/spec.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { DimensionId } from "../workload/workload.ts";
import type { LevelLimits, LoopLimits, MapspaceLimits } from "./constraints.ts";
import { mappingBreaksConstraint } from "./errors.ts";
import { describeRange } from "./limits-builder.ts";

/** One error for each limit that `mapping` breaks; none where it keeps them all. */
export function brokenLimits(spec: Spec, mapping: Mapping, limits: MapspaceLimits): readonly Diagnostic[] {
  return mapping.levels.flatMap((level) => {
    const own = limits.levels.find((each) => each.level === level.level);
    return own === undefined ? [] : brokenAt(spec, level, own);
  });
}

function brokenAt({ architecture, workload }: Spec, level: LevelMapping, limits: LevelLimits): readonly Diagnostic[] {
  const name = architecture.storage[level.level]?.name ?? "";
  const dimensionName = (dimension: DimensionId): string => workload.loopDimensions[dimension]?.name ?? "";
  const found: Diagnostic[] = [];
  const inSpace = [...level.spatialX, ...level.spatialY];
  const kinds = [
    { kind: "temporal", loops: level.temporal, own: limits.temporal },
    { kind: "spatial", loops: inSpace, own: limits.spatial },
  ] as const;
  for (const { kind, loops, own } of kinds) {
    for (const [dimension, factor] of own.factors.entries()) {
      const bound = boundOf(loops, dimension);
      if (bound >= factor.min && bound <= factor.max) continue;
      const what = `the ${kind} factor ${dimensionName(dimension)}=${bound} of ${name}`;
      const allowed = describeRange(factor.min, factor.max);
      found.push(mappingBreaksConstraint(what, allowed, factor.span, level.span));
    }
    const order = brokenOrder(loops, own);
    if (order !== undefined) {
      const names = order.map(dimensionName).join(" ");
      const what = `the order of the ${kind} loops of ${name}`;
      found.push(mappingBreaksConstraint(what, names, own.orderSpan, level.span));
    }
  }
  for (const [d, wanted] of limits.keep.entries()) {
    if (wanted === undefined || (level.keep[d] ?? true) === wanted) continue;
    const what = `${name} ${wanted ? "bypasses" : "keeps"} ${workload.dataSpaces[d]?.name}`;
    found.push(mappingBreaksConstraint(what, wanted ? "keep" : "bypass", limits.keepSpans?.[d], level.span));
  }
  return found;
}

function boundOf(loops: readonly Loop[], dimension: DimensionId): number {
  return loops.filter((loop) => loop.dimension === dimension).reduce((product, { bound }) => product * bound, 1);
}

/** The part of the wanted order that the loops do not have. */
function brokenOrder(loops: readonly Loop[], { innermost, outermost }: LoopLimits): readonly DimensionId[] | undefined {
  const running = loops.filter(({ bound }) => bound > 1).map(({ dimension }) => dimension);
  const inside = innermost.filter((dimension) => running.includes(dimension));
  const outside = outermost.filter((dimension) => running.includes(dimension));
  if (inside.some((dimension, i) => running[i] !== dimension)) return inside;
  const from = running.length - outside.length;
  return outside.some((dimension, i) => running[from + i] !== dimension) ? outside : undefined;
}
