/** An invalid mapping explained in text: what does not fit, by how much, because of which loops, and what would. */

import { wrapLines } from "../text/wrap-lines.ts";
import { formatNumber } from "./equation.ts";
import type { LoopLabel } from "./explanation.ts";
import type {
  CapacityProblem,
  FactorPlace,
  FactorProblem,
  FanoutProblem,
  HeldTile,
  InvalidExplanation,
  InvalidityExplanation,
  SuggestedChange,
  UtilizationProblem,
} from "./invalid-explanation.ts";
import type { RenderOptions } from "./render-explanation.ts";
import { alignRows, countWords, listWords } from "./text-block.ts";

/** The whole explanation; ends with a newline. */
export function renderInvalid(explanation: InvalidExplanation, options: RenderOptions = {}): string {
  const columns = options.columns ?? 80;
  const blocks = explanation.problems.map((problem) => renderProblem(problem, columns));
  if (explanation.suggestion !== undefined) blocks.push(renderSuggestion(explanation.suggestion, columns));
  else if (explanation.problems.some(({ kind }) => kind === "capacity" || kind === "fanout")) {
    blocks.push(wrapLines("No few moves of factors between loops make it fit.", columns));
  }
  const bypasses = explanation.bypasses.map(({ level, dataSpace }) => `${dataSpace} at ${level}`);
  if (bypasses.length > 0) blocks.push(wrapLines(`It would also fit to bypass ${bypasses.join(", or ")}.`, columns));
  return `${blocks.map((block) => block.join("\n")).join("\n\n")}\n`;
}

function renderProblem(problem: InvalidityExplanation, columns: number): string[] {
  switch (problem.kind) {
    case "capacity":
      return renderCapacity(problem, columns);
    case "utilization":
      return renderUtilization(problem, columns);
    case "fanout":
      return renderFanout(problem, columns);
    case "factors":
      return renderFactors(problem, columns);
    default:
      return wrapLines(problem.message, columns);
  }
}

function loopText(loop: LoopLabel): string {
  return `${loop.dimension}=${loop.bound} at ${loop.level}${loop.kind === "temporal" ? "" : " (spatial)"}`;
}

function renderCapacity(problem: CapacityProblem, columns: number): string[] {
  const { level, neededWords, availableWords, neededBits, availableBits, tiles } = problem;
  const over = neededWords - availableWords;
  return [
    ...wrapLines(
      `${level} is too small: its tiles need ${countWords(formatNumber(neededWords))} (${formatNumber(neededBits)} bits), ` +
        `it holds ${formatNumber(availableWords)} (${formatNumber(availableBits)} bits); ${formatNumber(over)} too many ` +
        `(${formatNumber(neededBits - availableBits)} bits)`,
      columns,
    ),
    ...tileRows(tiles, columns),
  ];
}

function renderUtilization({ level, usedWords, leastWords, tiles }: UtilizationProblem, columns: number): string[] {
  const text = `${level} is too empty: its tiles use ${countWords(formatNumber(usedWords))}, its min_utilization asks for ${formatNumber(leastWords)}`;
  return [...wrapLines(text, columns), ...tileRows(tiles, columns)];
}

function tileRows(tiles: readonly HeldTile[], columns: number): string[] {
  const rows = tiles.map(({ dataSpace, words, tile }) => {
    const product = tile.ranks.length < 2 ? "" : ` = ${tile.ranks.map((rank) => rank.extent).join(" x ")}`;
    const ranks = tile.ranks.map(
      (rank) => `${rank.expression}: ${rank.loops.length === 0 ? "1" : rank.loops.map(loopText).join(", ")}`,
    );
    return ["  ", dataSpace, "  ", formatNumber(words), product, "  ", ranks.join("; ")];
  });
  return alignRows(rows, "llrrlll").flatMap((row) =>
    row.length > columns ? wrapLines(row.replace(/ +/g, " ").trim(), columns, 2, 6) : [row],
  );
}

function renderFanout(problem: FanoutProblem, columns: number): string[] {
  const { level, axis, needed, available, loops, nearestDivisors } = problem;
  const what = axis === "total" ? "instances" : `instances along ${axis}`;
  const lines = wrapLines(
    `The spatial loops need ${needed} ${what} of ${level}, there are ${available}: ${listWords(loops.map(loopText))}`,
    columns,
  );
  for (const { loop, bound } of nearestDivisors) {
    lines.push(
      ...wrapLines(`${loop.dimension}=${bound} instead of ${loop.bound} at ${loop.level} would fit`, columns, 2, 4),
    );
  }
  return lines;
}

function renderFactors({ dimension, size, product, loops, repairs }: FactorProblem, columns: number): string[] {
  const list = loops.length === 0 ? "no loop runs more than once" : listWords(loops.map(loopText));
  const lines = wrapLines(`The factors of ${dimension} make ${product}, its size is ${size}: ${list}`, columns);
  for (const { loop, bound } of repairs) {
    lines.push(
      ...wrapLines(`${dimension}=${bound} instead of ${loop.bound} at ${loop.level} would fit`, columns, 2, 4),
    );
  }
  return lines;
}

function renderSuggestion(
  { moves, outerTrafficWords, outerTrafficBefore }: SuggestedChange,
  columns: number,
): string[] {
  const place = ({ level, kind }: FactorPlace): string =>
    kind === "temporal" ? level : `the spatial loops of ${level}`;
  const lines = [
    moves.length === 1 ? "The smallest change that fits:" : `The smallest change that fits, ${moves.length} moves:`,
  ];
  for (const { dimension, factor, from, to } of moves) {
    const text =
      `move a factor ${factor} of ${dimension} from ${place(from)} (${dimension}=${from.before} becomes ${from.after}) to ` +
      `${place(to)} (${dimension}=${to.before} becomes ${to.after})`;
    lines.push(...wrapLines(text, columns, 2, 4));
  }
  if (outerTrafficWords === undefined) return lines;
  const before =
    outerTrafficBefore === undefined ? "" : ` (as it stands it would be ${formatNumber(outerTrafficBefore)})`;
  return [
    ...lines,
    ...wrapLines(`Main-memory traffic is then ${countWords(formatNumber(outerTrafficWords))}${before}.`, columns),
  ];
}
