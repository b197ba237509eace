/**
 * Which dimensions of a level's spatial order can lie along X. The order puts some dimensions innermost, some outermost
 * and leaves the others free; its first `split` dimensions lie along X, the others along Y. Only dimensions that are
 * really spread matter, the rest fill up either side.
 */
import type { LevelLimits } from "./constraints.ts";

/** @param axis by dimension: 0 not spread, 1 along X, 2 along Y */
export function isAxisChoicePossible(spatial: LevelLimits["spatial"], axis: ArrayLike<number>): boolean {
  if (spatial.split !== undefined) return fits(spatial, axis, spatial.split);
  for (let split = 0; split <= axis.length; split++) if (fits(spatial, axis, split)) return true;
  return false;
}

function fits({ innermost, outermost }: LevelLimits["spatial"], axis: ArrayLike<number>, split: number): boolean {
  const dimensions = axis.length;
  const isFixed = new Set<number>();
  const fixedFits = (dimension: number, position: number): boolean => {
    isFixed.add(dimension);
    return axis[dimension] === 0 || (axis[dimension] === 1) === position < split;
  };
  if (!innermost.every((dimension, i) => fixedFits(dimension, i))) return false;
  const firstOutermost = dimensions - outermost.length;
  if (!outermost.every((dimension, i) => fixedFits(dimension, firstOutermost + i))) return false;
  const free = dimensions - isFixed.size;
  const freeAlongX = Math.max(0, Math.min(free, split - innermost.length));
  let x = 0;
  let y = 0;
  for (let dimension = 0; dimension < dimensions; dimension++) {
    if (isFixed.has(dimension)) continue;
    if (axis[dimension] === 1) x++;
    else if (axis[dimension] === 2) y++;
  }
  return x <= freeAlongX && y <= free - freeAlongX;
}
