/**
 * The mapped loop nest as an indented drawing:
 *
 *     MainMemory   keeps Weights Inputs Outputs
 *     │ for m in 0..16
 *     │   for r in 0..3
 *     Buffer   keeps Weights Inputs Outputs
 *     │     for n in 0..2
 *     │       for p in 0..16
 *     MACC   1 compute unit
 *
 * Loops of one iteration are left out. A spatial loop names its axis: its iterations run side by side.
 */
import type { Loop, Spec } from "@tilewright/core";
import { printable } from "./display-width.ts";
import { formatCount } from "./format-number.ts";
import { loopVariableNames } from "./movement.ts";
import type { Styles } from "./styles.ts";
import { wrapText } from "./text-layout.ts";

/** Deeper nests go on at this depth, so that they stay on the screen. */
const MAX_DEPTH = 12;

/** Lines of at most `columns` cells where names allow it. */
export function drawLoopNest(spec: Spec, styles: Styles, columns: number): readonly string[] {
  const { mapping, architecture, workload } = spec;
  if (mapping === undefined) return [];
  const variables = loopVariableNames(spec);
  const lines: string[] = [];
  let depth = 0;

  const drawLoop = (loop: Loop, axis: "x" | "y" | undefined): void => {
    if (loop.bound === 1 && loop.residual === 1) return;
    const variable = printable(variables[loop.dimension] ?? "?");
    const last = loop.residual === loop.bound ? "" : styles.faint(` (last time 0..${formatCount(loop.residual)})`);
    const range = `in 0..${formatCount(loop.bound)}`;
    const text =
      axis === undefined
        ? `for ${styles.accent(variable)} ${range}${last}`
        : `${styles.spatial(`for ${variable} ${range}`)}${last}${styles.faint(`   spatial ${axis}`)}`;
    lines.push(`${styles.faint("│")} ${"  ".repeat(Math.min(depth, MAX_DEPTH))}${text}`);
    depth += 1;
  };

  for (const levelMapping of [...mapping.levels].sort((a, b) => b.level - a.level)) {
    const level = architecture.storage[levelMapping.level];
    if (level === undefined) continue;
    const kept = workload.dataSpaces.filter((_, index) => levelMapping.keep[index] === true);
    const names = kept.map((dataSpace) => printable(dataSpace.name)).join(" ");
    const count = level.instances > 1 ? ` ×${formatCount(level.instances)}` : "";
    const role = level.virtual ? "fan-out" : names === "" ? "keeps nothing" : `keeps ${names}`;
    const title = `${printable(level.name)}${count}`;
    const [first = "", ...more] = wrapText(`${title}   ${role}`, columns, 0, 4);
    lines.push(
      styles.strong(title) + styles.faint(`  ${first.slice(title.length)}`),
      ...more.map((line) => styles.faint(line)),
    );
    for (const loop of [...levelMapping.temporal].reverse()) drawLoop(loop, undefined);
    for (const loop of [...levelMapping.spatialY].reverse()) drawLoop(loop, "y");
    for (const loop of [...levelMapping.spatialX].reverse()) drawLoop(loop, "x");
  }
  const { compute } = architecture;
  const units = compute.instances === 1 ? "1 unit" : `${formatCount(compute.instances)} units`;
  lines.push(`${styles.strong(printable(compute.name))}${styles.faint(`   ${units}, one operation each`)}`);
  return lines;
}
