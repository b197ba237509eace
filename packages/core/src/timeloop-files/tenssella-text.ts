/**
 * `map.tensella.txt` (so spelled): the mapping for Tenssella, a simulator of mapped nests.
 *
 *     t1                  loops in time of level 1: factors of all dimensions, then their order, innermost first
 *     M 16 R 3 P 1
 *     RM
 *     s1                  loops in space, with the number of dimensions along X
 *
 * It knows no bypassing: a line `#error` says where there is any. A block without loops in time has one trivial loop.
 * Layout: Timeloop (NVlabs/timeloop at 4cf6d4c), src/mapping/nest.cpp.
 */
import { buildLoopNest, type NestLoop } from "../nest/loop-nest.ts";
import type { Spec } from "../spec/spec.ts";

/** The text of `map.tensella.txt`; empty without a mapping. */
export function writeTenssella(spec: Spec): string {
  const { mapping, workload } = spec;
  if (mapping === undefined) return "";
  const nest = buildLoopNest(mapping, workload);
  const names = workload.loopDimensions.map(({ name }) => name);
  const factorLine = (loops: readonly NestLoop[]): string =>
    names.map((name, d) => `${name} ${loops.find(({ dimension }) => dimension === d)?.bound ?? 1} `).join("");
  const order = (loops: readonly NestLoop[]): string => loops.map(({ dimension }) => names[dimension]).join("");
  const lines: string[] = [];
  const blocks = mapping.levels.map((level, i) => {
    const [from = 0, to = 0] = [nest.blockStarts[i], nest.boundaries[i]];
    return { keep: level.keep, loops: nest.loops.slice(from, to + 1) };
  });
  for (const [i, { loops }] of [...blocks.entries()].reverse()) {
    // The sanity check comes with the block outside of the boundary.
    const inside = blocks[i - 1];
    for (const _ of inside?.keep.filter((keep) => !keep) ?? []) {
      lines.push("#error Tenssella does not support bypass.");
    }
    const inTime = loops.filter(({ kind }) => kind === "temporal");
    const inSpace = loops.filter(({ kind }) => kind !== "temporal");
    lines.push(`t${i}`, factorLine(inTime), order(inTime));
    if (inSpace.length === 0) continue;
    const alongY = inSpace.filter(({ kind }) => kind === "spatialY").length;
    lines.push(`s${i}`, factorLine(inSpace), order(inSpace), `${names.length - alongY}`);
  }
  return `${lines.join("\n")}\n`;
}
