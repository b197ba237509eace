/**
 * Why the two semantics give different figures for one count: the loop whose steps differ most and what each makes of
 * it; else what else tells them apart (holes in boxes, link transfers, first visits, averages).
 */
import { formatNumber } from "./equation.ts";
import type {
  Explanation,
  FetchSeries,
  LoopLabel,
  RankMovement,
  SemanticsDifference,
  Step,
  TimeloopRule,
} from "./explanation.ts";
import { listWords } from "./text-block.ts";

/** Undefined where the figures agree. */
export function compareSemantics(mine: Explanation, other: Explanation): SemanticsDifference | undefined {
  const size = Math.max(1, Math.abs(mine.value), Math.abs(other.value));
  if (Math.abs(mine.value - other.value) <= 1e-9 * size) return undefined;
  const [timeloop, exact] = mine.semantics === "timeloop" ? [mine, other] : [other, mine];
  return { semantics: other.semantics, value: other.value, why: reason(timeloop, exact) };
}

function reason(timeloop: Explanation, exact: Explanation): string {
  for (const [i, part] of timeloop.parts.entries()) {
    const counterpart = exact.parts.find((each) => each.counter === part.counter) ?? exact.parts[i];
    if (counterpart !== undefined && counterpart.value !== part.value)
      return `${part.counter}: ${reason(part, counterpart)}`;
  }
  const boxes = timeloop.series[0];
  const words = exact.series[0];
  if (boxes !== undefined && words !== undefined && boxes.asker === words.asker) {
    if (boxes.tile.words > words.tile.words) {
      return (
        `the strides leave holes: of the ${boxes.tile.words} words in the box around the tile only ${words.tile.words} ` +
        "are used; Timeloop fetches the box, exact counting the words."
      );
    }
    const sentence = stepReason(boxes, words);
    if (sentence !== undefined) return sentence;
  }
  if (boxes?.steps.some((step) => step.fromNeighbours > 0)) {
    return "Timeloop lets neighbours pass words on to each other, exact counting has the level outside send them.";
  }
  if (timeloop.series.length > 0 && exact.series.length === 0 && exact.notes.length > 0) return exact.notes.join(" ");
  if (boxes !== undefined && words !== undefined && sentPerWord(timeloop) > sentPerWord(exact)) {
    return (
      "the tiles of different children overlap in part: Timeloop shares a fetch among children that fetch exactly the " +
      "same, exact counting sends each word once to all that lack it."
    );
  }
  const firsts = (explanation: Explanation): number =>
    explanation.equation.groups.reduce(
      (n, group) => n + group.terms.reduce((m, term) => m + (term.sign < 0 ? (term.factors[0]?.value ?? 0) : 0), 0),
      0,
    );
  if (firsts(timeloop) !== firsts(exact)) {
    return (
      `Timeloop splits the tensor evenly among instances and finds ${formatNumber(firsts(timeloop))} first visits, ` +
      `exact counting meets ${formatNumber(firsts(exact))}.`
    );
  }
  if (timeloop.bypassed.length > 0 || exact.bypassed.length > 0) {
    return `Timeloop counts at ${timeloop.bypassed.join(", ") || "each level"} first and scales by averages, exact counting sees which words are the same.`;
  }
  return "Timeloop moves boxes and lets iteration 1 of each loop stand for all later ones, exact counting follows every word that is used.";
}

/** Words that the serving level sends for one word that one asker takes. */
function sentPerWord({ sharing }: Explanation): number {
  return sharing.reduce((product, { sent }) => product * sent, 1);
}

/** The loop whose steps bring the most different numbers of words to one asker. */
function stepReason(timeloop: FetchSeries, exact: FetchSeries): string | undefined {
  const wordsBy = (series: FetchSeries): Map<number, number> => {
    const sums = new Map<number, number>();
    for (const step of series.steps) {
      if (step.loop === undefined) continue;
      sums.set(step.loop.index, (sums.get(step.loop.index) ?? 0) + step.times.value * step.newWords);
    }
    return sums;
  };
  const a = wordsBy(timeloop);
  const b = wordsBy(exact);
  let worst: number | undefined;
  const gap = (l: number): number => Math.abs((a.get(l) ?? 0) - (b.get(l) ?? 0));
  for (const l of new Set([...a.keys(), ...b.keys()])) if (worst === undefined || gap(l) > gap(worst)) worst = l;
  if (worst === undefined || gap(worst) === 0) return undefined;
  const ours = timeloop.steps.filter((step) => step.loop?.index === worst);
  const truth = exact.steps.find((step) => step.loop?.index === worst);
  const most = ours.reduce<Step | undefined>(
    (x, step) => (x === undefined || differs(step, truth) > differs(x, truth) ? step : x),
    undefined,
  );
  if (most === undefined || truth === undefined || most.loop === undefined) return undefined;
  return most.newWords > truth.newWords ? tooMany(most, truth, timeloop) : tooFew(most, truth, timeloop);
}

function differs(step: Step, truth: Step | undefined): number {
  return step.times.value * Math.abs(step.newWords - (truth?.newWords ?? 0));
}

function tooMany(step: Step, truth: Step, series: FetchSeries): string {
  const when = `each time ${loopText(step.loop)} advances${startsOver(truth)}`;
  const left = `${formatNumber(truth.keptWords)} of ${series.tile.words} words are still in ${series.asker}`;
  const what = step.newWords === series.tile.words ? `all ${step.newWords} again` : formatNumber(step.newWords);
  const why = step.rule === undefined ? "" : ` (${ruleText(step.rule)})`;
  return `${when}, ${left} and exact counting fetches ${formatNumber(truth.newWords)}; Timeloop fetches ${what}${why}.`;
}

function tooFew(step: Step, truth: Step, series: FetchSeries): string {
  const sampled = step.movement.length === 0 ? "does not move at all" : `moves ${movementText(step.movement)}`;
  const really = truth.movement.length === 0 ? "it stays" : `it moves ${movementText(truth.movement)}`;
  return (
    `Timeloop walks iterations 0 and 1 of each loop only: to it the tile in ${series.asker} ${sampled} when ` +
    `${loopText(step.loop)} advances (${formatNumber(step.newWords)} new words); from the last iterations of the loops inside ` +
    `${really} (${formatNumber(truth.newWords)} new words).`
  );
}

function startsOver(step: Step): string {
  const names = [...new Set(step.startingOver.map(({ dimension }) => dimension))];
  return names.length === 0 ? "" : ` and ${listWords(names)} ${names.length === 1 ? "starts" : "start"} over`;
}

function loopText(loop: LoopLabel | undefined): string {
  return loop === undefined ? "a loop" : `${loop.dimension} at ${loop.level}`;
}

const RULES: Readonly<Record<TimeloopRule, string>> = {
  "first-tile": "the tile is the first one",
  "in-place": "the tile does not move",
  "first-movement": "no direction was remembered: this one is now",
  "same-movement": "the tile goes on in the direction that is remembered",
  reversed: "the tile turns back: the direction is forgotten",
  turned: "the tile turns into another dimension: the direction is forgotten",
  "other-distance": "the tile moves by another distance than before: the direction is forgotten",
  "no-reuse": "nothing is kept there",
};

/** The rule that Timeloop applies at a step, as a clause. */
export function ruleText(rule: TimeloopRule): string {
  return RULES[rule];
}

/** `by 2 along R + P and by -1 along M`. */
export function movementText(movement: readonly RankMovement[]): string {
  return listWords(
    movement.map(({ words, expression }) => `${words < 0 ? "back " : ""}by ${Math.abs(words)} along ${expression}`),
  );
}
