/**
 * An explanation as text for a terminal, in the order in which a person asks:
 *
 *   what is the figure        title and equation
 *   what moves                the tile, rank by rank
 *   what moves it             each loop outside: how often, how many words, why
 *   who shares                multicast and bypassed levels
 *   what else                 notes, the counts it is made of, the other semantics
 */

import { wrapLines } from "../text/wrap-lines.ts";
import { movementText, ruleText } from "./compare-semantics.ts";
import { formatNumber } from "./equation.ts";
import type { Explanation, Factor, FetchSeries, LoopLabel, Step, StepEffect } from "./explanation.ts";
import { alignRows, countWords, listWords } from "./text-block.ts";

export interface RenderOptions {
  /** Width of a line; default 80. */
  readonly columns?: number;
}

/** What each counter is called, before and after the data space: `reads` of Inputs, `words of` Inputs `sent`. */
const COUNTER_WORDS: Readonly<Record<Explanation["counter"], readonly [string, string]>> = {
  reads: ["reads of", "at"],
  fills: ["fills of", "at"],
  updates: ["updates of", "at"],
  temporalReductions: ["temporal reductions of", "at"],
  addressGenerations: ["address generations for", "at"],
  energy: ["energy of", "at"],
  ingresses: ["words of", "sent into the network below"],
  linkTransfers: ["words of", "passed between neighbours below"],
  spatialReductions: ["additions of", "in the network below"],
};

/** The whole explanation; ends with a newline. */
export function renderExplanation(explanation: Explanation, options: RenderOptions = {}): string {
  const columns = options.columns ?? 80;
  const lines = [...heading(explanation, columns), ""];
  for (const series of explanation.series) lines.push(...renderSeries(explanation, series, columns), "");
  lines.push(...renderSharing(explanation, columns));
  for (const note of explanation.notes) lines.push(...wrapLines(note, columns));
  for (const part of explanation.parts) lines.push(...briefLines(part, columns, 2));
  lines.push(...otherCounting(explanation, columns));
  return `${lines
    .filter((line, i) => line !== "" || lines[i - 1] !== "")
    .join("\n")
    .trimEnd()}\n`;
}

/** Figure, equation and the one reason that matters most, in a few lines; ends with a newline. */
export function renderBriefly(explanation: Explanation, options: RenderOptions = {}): string {
  const columns = options.columns ?? 80;
  return `${[...briefLines(explanation, columns, 0), ...mainReasons(explanation, columns)].join("\n")}\n`;
}

function title({ counter, dataSpace, levelTitle, value, unit }: Explanation): string {
  const [before, after] = COUNTER_WORDS[counter];
  return `${before} ${dataSpace} ${after} ${levelTitle}: ${formatNumber(value)}${unit === "pJ" ? " pJ" : ""}`;
}

function heading(explanation: Explanation, columns: number): string[] {
  const { instances, unit, semantics, equation } = explanation;
  const each = instances > 1 && unit === "words" ? ` in each of ${formatNumber(instances)} instances` : "";
  return [
    ...wrapLines(`${title(explanation)}${each}, by ${semantics} counting`, columns),
    "",
    ...wrapLines(equation.text, columns, 2, 6),
  ];
}

function briefLines(explanation: Explanation, columns: number, indent: number): string[] {
  return [
    ...wrapLines(title(explanation), columns, indent, indent + 2),
    ...wrapLines(explanation.equation.text, columns, indent + 4, indent + 8),
  ];
}

/** The loops that bring most of the words. */
function mainReasons(explanation: Explanation, columns: number): string[] {
  const [series] = explanation.series;
  if (series === undefined) return explanation.notes.flatMap((note) => wrapLines(note, columns, 4));
  const steps = series.steps
    .filter((step) => step.loop !== undefined && step.newWords > 0)
    .sort((a, b) => b.times.value * b.newWords - a.times.value * a.newWords);
  const [most] = steps;
  const stays = series.steps
    .filter((step) => step.effect === "stays")
    .flatMap(({ loop }) => (loop === undefined ? [] : [loopText(loop)]));
  const sentences: string[] = [];
  if (stays.length > 0)
    sentences.push(
      `${listWords(stays)} ${stays.length === 1 ? "leaves" : "leave"} the tile of ${series.asker} in place`,
    );
  if (most?.loop !== undefined)
    sentences.push(
      `most words come with ${loopText(most.loop)}: ${formatNumber(most.times.value)} x ${formatNumber(most.newWords)}`,
    );
  return sentences.length === 0 ? [] : wrapLines(`${sentences.join("; ")}.`, columns, 4);
}

function loopText(loop: LoopLabel): string {
  const bound = loop.residual === loop.bound ? `${loop.bound}` : `${loop.bound},${loop.residual}`;
  return `${loop.dimension}=${bound} at ${loop.level}${loop.kind === "temporal" ? "" : " (spatial)"}`;
}

function renderSeries(explanation: Explanation, series: FetchSeries, columns: number): string[] {
  const { tile, asker } = series;
  const isOperation = tile.words === 1 && tile.ranks.every((rank) => rank.extent === 1) && series.steps.length === 1;
  const lines = isOperation
    ? wrapLines(`Each operation of ${asker} asks for one word of ${explanation.dataSpace}`, columns)
    : tileLines(explanation, series, columns);
  if (isOperation) return [...lines, ...stepLines(series, columns)];
  return [...lines, "", "What the loops outside do to it, innermost first", ...stepLines(series, columns)];
}

function tileLines(explanation: Explanation, { tile, asker, server }: FetchSeries, columns: number): string[] {
  const holes = tile.words < tile.boxWords ? ` (of the ${tile.boxWords} in the box around them)` : "";
  const lines = wrapLines(
    `What moves from ${server} to ${asker}: a tile of ${countWords(tile.words)} of ${explanation.dataSpace}${holes}`,
    columns,
  );
  const rows = tile.ranks.map((rank) => [
    "  ",
    rank.expression,
    "  ",
    countWords(rank.extent),
    rank.loops.length === 0 ? "" : "  from ",
    rank.loops.map(loopText).join(", "),
  ]);
  lines.push(
    ...alignRows(rows, "lllrll").flatMap((row) =>
      row.length > columns ? wrapLines(row.trim(), columns, 2, 6) : [row],
    ),
  );
  if (tile.reusing.length > 0) {
    lines.push(
      ...wrapLines(
        `${listWords(tile.reusing.map(loopText))} inside ${tile.reusing.length === 1 ? "uses" : "use"} the same words again`,
        columns,
        2,
        4,
      ),
    );
  }
  return lines;
}

function stepLines(series: FetchSeries, columns: number): string[] {
  const heads = alignRows(
    series.steps.map((step) => [
      "  ",
      step.loop === undefined ? stepName(step) : loopText(step.loop),
      "  ",
      formatNumber(step.times.value),
      " x ",
      formatNumber(step.newWords),
      " = ",
      formatNumber(step.times.value * step.newWords),
    ]),
    "lllrlrlr",
  );
  return series.steps.flatMap((step, i) => [
    heads[i] ?? "",
    ...(step.loop === undefined && step.effect === "first" ? [] : wrapLines(stepSentence(step, series), columns, 6)),
    ...(step.newWords === 0 ? [] : timesLines(step.times, columns)),
  ]);
}

function stepName(step: Step): string {
  if (step.effect === "first") return "the first tile";
  if (step.effect === "adjusted" && step.times.text === "once") return "when all is done";
  return step.times.text;
}

/** What happens at the step and why it costs what it costs. */
function stepSentence(step: Step, { tile, askers, method }: FetchSeries): string {
  const { effect, startingOver, movement, newWords, keptWords, rule, fromNeighbours } = step;
  const names = [...new Set(startingOver.map(({ dimension }) => dimension))];
  const over = names.length === 0 ? "" : `${listWords(names)} ${names.length === 1 ? "starts" : "start"} over: `;
  const moves = movement.length === 0 ? "" : ` ${movementText(movement)}`;
  const all = `${formatNumber(newWords + keptWords)}`;
  const forgets = effect === "slides" && newWords === tile.words && rule !== undefined;
  const timeloop =
    rule === undefined || rule === "no-reuse" || rule === "in-place" ? "" : ` (Timeloop: ${ruleText(rule)})`;
  const helped =
    fromNeighbours === 0
      ? ""
      : `; neighbours pass on ${formatNumber(fromNeighbours)} of ${countWords(newWords * askers)}, which they fetched one step earlier`;
  const sentences: Readonly<Record<StepEffect, string>> = {
    first: "",
    adjusted: "",
    anew: "nothing is kept between iterations: each asks anew",
    stays: `${over}leaves the tile in place`,
    slides: forgets
      ? `${over}moves${moves}; the whole tile is fetched again`
      : `${over}${method === "closed-form" ? `slides${moves}; ` : ""}${formatNumber(newWords)} of ${all} words ${newWords === 1 ? "is" : "are"} new, ${formatNumber(keptWords)} ${keptWords === 1 ? "stays" : "stay"}`,
    replaces:
      method === "closed-form"
        ? `${over}moves${moves}; nothing of the tile is there yet`
        : `the whole tile is fetched${newWords < tile.words ? `, ${formatNumber(newWords)} words in a shorter last iteration` : ""}`,
    averaged: "new words each time on average, as the walk found",
  };
  return `${sentences[effect]}${timeloop}${helped}`;
}

/** The loops behind a number of times, where it is a product. */
function timesLines(times: Factor, columns: number): string[] {
  const [only, ...others] = times.parts ?? [];
  if (only === undefined) return [];
  if (others.length === 0 && only.length < 2) return [];
  const parts = (times.parts ?? []).map((factors) => {
    const shown = factors.filter((factor) => factor.value !== 1 || factors.length === 1);
    return (shown.length === 0 ? factors : shown)
      .map((factor) => `${factor.value} of ${factor.loop?.dimension ?? "?"}`)
      .join(" x ");
  });
  return wrapLines(`${formatNumber(times.value)} times: ${parts.join(" + ")}`, columns, 6, 8);
}

function renderSharing(explanation: Explanation, columns: number): string[] {
  return explanation.sharing.flatMap(({ level, children, sent, loops }) => {
    const what =
      sent === children
        ? "each asks for words of its own"
        : `${formatNumber(sent)} sent for each word that all of them ask`;
    const why =
      loops.length === 0
        ? ""
        : `, because ${listWords(loops.map(loopText))} ${loops.length === 1 ? "does" : "do"} not touch ${explanation.dataSpace}`;
    return wrapLines(`${children} children below each ${level}: ${what}${why}.`, columns, 0, 2);
  });
}

function otherCounting({ difference }: Explanation, columns: number): string[] {
  if (difference === undefined) return [];
  const { semantics, value, why } = difference;
  return ["", ...wrapLines(`By ${semantics} counting it is ${formatNumber(value)}: ${why}`, columns, 0, 2)];
}
