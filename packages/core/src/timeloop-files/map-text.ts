/**
 * `map.txt`: the loop nest as a drawing, outermost loop first.
 *
 *     DRAM [ Weights:96 (96) Inputs:18 (18) Outputs:512 (512) ]     what the level keeps: tile (words used)
 *     ---------------------------------------------------------
 *     | for M in [0:16)
 *
 *     Buffer [ Weights:3 (3) ]
 *     ------------------------
 *     |   for R in [0:3) (Spatial-X)
 *     |     << Compute >>
 *
 * Layout: Timeloop (NVlabs/timeloop at 4cf6d4c), src/mapping/nest.cpp and loop.cpp. A level whose inner neighbour has
 * no loops either shares the rule below it.
 */
import type { StorageResult, ValidEvaluation } from "../evaluation/evaluation.ts";
import { buildLoopNest, type NestLoop } from "../nest/loop-nest.ts";
import type { Spec } from "../spec/spec.ts";
import type { Workload } from "../workload/workload.ts";

/** The text of `map.txt`; empty without a mapping. */
export function writeMapText(spec: Spec, evaluation: ValidEvaluation): string {
  const { mapping, workload, architecture } = spec;
  if (mapping === undefined) return "";
  const nest = buildLoopNest(mapping, workload);
  const kept = new Map(
    evaluation.levels.filter((level): level is StorageResult => level.kind === "storage").map((l) => [l.name, l]),
  );
  let text = "";
  let rule = "";
  let indent = "| ";
  let gap = "";
  for (let level = architecture.storage.length - 1; level >= 0; level--) {
    const name = architecture.storage[level]?.name ?? "";
    const title = `${name} [ ${keptTiles(kept.get(name), workload)}] `;
    text += `${gap}${title}\n`;
    gap = "";
    rule = `${"-".repeat(title.length - 1)}\n`;
    const [from = 0, to = 0] = [nest.blockStarts[level], nest.boundaries[level]];
    for (let l = to; l >= from; l--) {
      const loop = nest.loops[l];
      if (loop === undefined || loop.bound <= 1) continue;
      text += `${rule}${indent}${loopText(loop, workload)}\n`;
      rule = "";
      indent += "  ";
      gap = "\n";
    }
  }
  return `${text}${rule}${indent}<< Compute >>\n`;
}

function keptTiles(level: StorageResult | undefined, workload: Workload): string {
  let text = "";
  for (const { name } of workload.dataSpaces) {
    const tile = level !== undefined && Object.hasOwn(level.dataSpaces, name) ? level.dataSpaces[name] : undefined;
    if (tile !== undefined) text += `${name}:${tile.utilizedCapacity} (${tile.utilizedCapacity}) `;
  }
  return text;
}

function loopText(loop: NestLoop, workload: Workload): string {
  const name = workload.loopDimensions[loop.dimension]?.name ?? "";
  const residual = loop.residual === loop.bound ? "" : `,${loop.residual}`;
  const axis = { temporal: "", spatialX: " (Spatial-X)", spatialY: " (Spatial-Y)" }[loop.kind];
  return `for ${name} in [0:${loop.bound}${residual})${axis}`;
}
