/**
 * Whether the order of the loops still to come can change what is fetched across a boundary. If it cannot for any
 * boundary, one order stands for all.
 *
 *   no overlap   until the first loop that moves the data space, then never again (overlap.ts)
 *   overlap      a loop further out moves the tile by t = v - S, with v its own movement and S the sum of all movements
 *                inside, and saves words only if t = 0 or t is the first loop's movement. With movements that are all
 *                positive that needs S = 0 along every rank that the loop does not move itself.
 *   neighbours   pass on whole tiles only if t is the offset between two of them: so S may be as large as the fan-out
 *                reaches, but not larger. Slices of a tile are passed on by the first loop alone.
 *
 * Loops of the present level come before those of the levels further out, which therefore see their movements in S.
 */
import { MAX_RANKS } from "../../nest/fetch-kernel.ts";
import type { KeepChoice } from "./keep-choice.ts";
import { ALIVE, FIELDS, LINKED, NEW, type NestLayout, OPEN, REACH, STATUS, SUM, TILE } from "./partial-nest.ts";
import type { SearchSpace } from "./search-space.ts";

/** Clears `ALIVE` of boundary `w` once nothing matters to it any more. */
export function updateLiveness(
  space: SearchSpace,
  keep: KeepChoice,
  layout: NestLayout,
  nest: Float64Array,
  w: number,
): void {
  const at = layout.boundary + w * FIELDS;
  if (nest[at + ALIVE] === 1 && !isAlive(space, keep, layout, nest, w, at)) nest[at + ALIVE] = 0;
}

function isAlive(
  space: SearchSpace,
  keep: KeepChoice,
  layout: NestLayout,
  nest: Float64Array,
  w: number,
  at: number,
): boolean {
  const d = keep.dataSpace[w] as number;
  const { dimensions } = space;
  let canMove = false;
  for (let k = 0; k < dimensions && !canMove; k++) {
    canMove = (nest[layout.rest + k] as number) > 1 && space.moves[d * dimensions + k] !== 0;
  }
  if (!canMove) return false;
  const isCompute = keep.level[w] === -1;
  if (space.slides[d] === 0) return nest[at + STATUS] === OPEN;
  if (space.isSigned[d] === 1) return true;
  if (nest[at + STATUS] === OPEN && !isCompute) return true;
  const isWhole = isCompute || nest[at + NEW] === nest[at + TILE];
  const reaches = isWhole && nest[at + LINKED] !== 0;
  for (let k = 0; k < dimensions; k++) {
    const pending = Math.max(1, nest[layout.pending + k] as number);
    if (pending > 1 && canCoincide(space, layout, nest, d, at, k, reaches, false)) return true;
    const further = (nest[layout.rest + k] as number) / pending;
    if (further > 1 && canCoincide(space, layout, nest, d, at, k, reaches, true)) return true;
  }
  return false;
}

/** Whether a loop over `k`, of the present level or further out, may move the tile by an amount that saves something. */
function canCoincide(
  space: SearchSpace,
  layout: NestLayout,
  nest: Float64Array,
  d: number,
  at: number,
  k: number,
  reaches: boolean,
  isFurtherOut: boolean,
): boolean {
  const { dimensions, coefficient } = space;
  const moves = space.moves[d * dimensions + k] as number;
  for (let r = 0; r < (space.ranks[d] as number); r++) {
    if ((moves & (1 << r)) !== 0) continue;
    let sum = nest[at + SUM + r] as number;
    for (let other = 0; isFurtherOut && other < dimensions; other++) {
      if ((nest[layout.pending + other] as number) <= 1) continue;
      sum +=
        (coefficient[(d * dimensions + other) * MAX_RANKS + r] as number) * (nest[layout.extent + other] as number);
    }
    if (sum > (reaches ? (nest[at + REACH + r] as number) : 0)) return false;
  }
  return true;
}
