/**
 * A mapping in one line, as Timeloop's mapper tells of each one that is better: levels from the outside in with the
 * first letters of what they keep, then their loops.
 *
 *     L1[WIO] M16 R3 - L0[WIO] M2 P16       R3;2 has a shorter last iteration, K4X and K2Y lie in space
 *
 * Layout: Timeloop (NVlabs/timeloop at 4cf6d4c), src/mapping/nest.cpp and loop.cpp.
 */
import type { Mapping } from "../mapping/mapping.ts";
import { buildLoopNest, type LoopKind } from "../nest/loop-nest.ts";
import type { Workload } from "../workload/workload.ts";

const AXES: Readonly<Record<LoopKind, string>> = { temporal: "", spatialX: "X", spatialY: "Y" };

/** The line; it ends with a blank. */
export function compactMapping(mapping: Mapping, workload: Workload): string {
  const nest = buildLoopNest(mapping, workload);
  const levels = mapping.levels.map(({ keep }, i) => {
    const [from = 0, to = 0] = [nest.blockStarts[i], nest.boundaries[i]];
    const kept = workload.dataSpaces.filter((_, d) => keep[d] !== false).map(({ name }) => name.slice(0, 1));
    const loops = nest.loops.slice(from, to + 1).reverse();
    const texts = loops.map(({ dimension, bound, residual, kind }) => {
      const rest = residual === bound ? "" : `;${residual}`;
      return `${workload.loopDimensions[dimension]?.name ?? ""}${bound}${rest}${AXES[kind]} `;
    });
    return `L${i}[${kept.join("")}] ${texts.join("")}`;
  });
  return levels.reverse().join("- ");
}
