/** Equations as sums of products, their values and their one-line text. */
import { assertInvariant } from "../text/invariant.ts";
import type { Equation, Factor, FetchSeries, Term, TermGroup } from "./explanation.ts";

/** Counts of double precision are compared to this relative difference where averages are not whole. */
const TOLERANCE = 1e-9;

/** A group of one number. */
export function numberGroup(value: number, sign: 1 | -1, kind: Factor["kind"], text: string): TermGroup {
  return { text, terms: [{ sign, factors: [{ value, kind, text }], text }], scale: [] };
}

/** Terms with some words in one step each, zero ones left out; a factor common to all of them is taken out. */
export function stepGroup(
  series: FetchSeries,
  /** Words counted in one step of a kind. */
  wordsOf: (step: FetchSeries["steps"][number]) => number,
  scale: readonly Factor[],
  text: string,
): TermGroup {
  const counted = series.steps.map((step) => ({ step, words: wordsOf(step) })).filter(({ words }) => words !== 0);
  const ratios = new Set(counted.map(({ step, words }) => words / step.newWords));
  const [only] = ratios;
  const common = ratios.size === 1 && only !== undefined && only !== 1;
  const sharing = (value: number): Factor => ({
    value,
    kind: "sharing",
    text: `words sent for each word that one ${series.asker} takes`,
  });
  const terms = counted.map(({ step, words }): Term => {
    const ratio = words / step.newWords;
    const own: Factor[] = [step.times];
    if (common || Number.isInteger(ratio)) {
      own.push({ value: step.newWords, kind: "words", text: "new words" });
      if (!common && ratio !== 1) own.push(sharing(ratio));
    } else own.push({ value: words, kind: "words", text: `words for all ${series.askers} askers` });
    return {
      sign: 1,
      factors: own,
      text: step.loop === undefined ? step.times.text : `${step.loop.dimension} advances`,
      ...(step.loop === undefined ? {} : { loop: step.loop }),
    };
  });
  return { text, terms, scale: [...(common ? [sharing(only)] : []), ...scale] };
}

/** The sum that the groups stand for, before rounding. */
export function sumOfGroups(groups: readonly TermGroup[]): number {
  const product = (factors: readonly Factor[]): number => factors.reduce((n, factor) => n * factor.value, 1);
  return groups.reduce(
    (sum, group) =>
      sum + product(group.scale) * group.terms.reduce((n, term) => n + term.sign * product(term.factors), 0),
    0,
  );
}

/**
 * Builds the equation of a count and holds it against the count itself.
 * @param value what the evaluation says
 */
export function equate(
  name: string,
  groups: readonly TermGroup[],
  rounding: Equation["rounding"],
  value: number,
): Equation {
  const sum = sumOfGroups(groups);
  const size = Math.max(1, Math.abs(value), ...groups.map((group) => Math.abs(sumOfGroups([group]))));
  const slack = TOLERANCE * size + (rounding === "nearest" ? 0.5 : 0);
  const fits =
    rounding === "down"
      ? value - sum <= TOLERANCE * size && sum - value < 1 + TOLERANCE * size
      : Math.abs(sum - value) <= slack;
  assertInvariant(fits, `the explanation of ${name} adds up to ${sum}, the evaluation says ${value}`);
  return { name, groups, rounding, value, text: equationText(name, groups, value, sum) };
}

function equationText(name: string, groups: readonly TermGroup[], value: number, sum: number): string {
  const shown = groups.filter((group) => group.terms.length > 0);
  if (shown.length === 0) return `${name} = ${formatNumber(value)}`;
  let text = "";
  for (const group of shown) {
    const scale = group.scale.filter((factor) => factor.value !== 1);
    const terms = group.terms.map(
      (term, i) => `${signText(term.sign, i === 0 && scale.length > 0)}${productText(term.factors)}`,
    );
    const inner = terms.join("");
    if (scale.length === 0) text += inner;
    else
      text += ` + ${group.terms.length > 1 ? `(${inner})` : inner} ${scale.map((f) => scaleText(f.value)).join(" ")}`;
  }
  const sumText = text.startsWith(" + ") ? text.slice(3) : text.replace(/^ - /, "-");
  const shownSum = formatNumber(sum);
  const shownValue = formatNumber(value);
  const steps = [sumText, ...(shownSum === sumText ? [] : [shownSum])];
  return `${name} = ${steps.join(" = ")}${shownSum === shownValue ? "" : ` -> ${shownValue}`}`;
}

/** `x 4`, or `/ 4` for a quarter. */
function scaleText(value: number): string {
  const inverse = 1 / value;
  return value > 0 && value < 1 && Number.isInteger(inverse) ? `/ ${inverse}` : `x ${formatNumber(value)}`;
}

function signText(sign: 1 | -1, leading: boolean): string {
  if (leading) return sign < 0 ? "-" : "";
  return sign < 0 ? " - " : " + ";
}

/** `32 x 1`; a leading factor of 1 is left out. */
export function productText(factors: readonly Factor[]): string {
  const numbers = factors.map((factor) => factor.value);
  while (numbers.length > 1 && numbers[0] === 1) numbers.shift();
  return numbers.map(formatNumber).join(" x ");
}

/** A number without grouping; averages keep four decimals. */
export function formatNumber(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return String(Number(value.toFixed(4)));
}
