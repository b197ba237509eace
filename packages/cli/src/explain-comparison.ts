/**
 * Sentences that say why a mapping moves what it moves, and where the two ways of counting part.
 * Everything is derived from the loop nest and the counts; no level, dimension or data space is known by name.
 */
import type { Evaluation, Semantics, Spec } from "@tilewright/core";
import { printable } from "./display-width.ts";
import { formatCount, formatPlural, formatScientific } from "./format-number.ts";
import { type LoopAbove, type Movement, movementsOf } from "./movement.ts";

function list(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words[words.length - 1] ?? ""}`;
}

function labels(loops: readonly LoopAbove[]): string {
  return list(loops.map((loop) => printable(loop.label)));
}

function run(loops: readonly LoopAbove[]): string {
  return `${labels(loops)} ${loops.length === 1 ? "runs" : "run"}`;
}

function explainInput(movement: Movement): string {
  const { stays, slides, refetches, passes, wordsIn, wordsSent, distinctWords } = movement;
  const name = printable(movement.dataSpace);
  const inner = printable(movement.inner);
  const parts: string[] = [];
  if (stays.length > 0) parts.push(`stay in ${inner} while ${run(stays)}`);
  if (slides.length > 0) parts.push(`slide along ${labels(slides)}`);
  const words = formatPlural(wordsIn, "word");
  const isMulticast = wordsSent > 0 && wordsSent < wordsIn;
  const served = isMulticast ? `, each sent once for ${formatScientific(wordsIn / wordsSent)} instances` : "";
  if (passes === 1) {
    const once = wordsIn > distinctWords && !isMulticast ? "come in once, overlaps again" : "come in once";
    parts.push(`${once} (${words}${served})`);
  } else {
    const again = `come in ${formatCount(passes)} times over, because ${run(refetches)} outside them`;
    parts.push(`${again} (${words} for ${formatCount(distinctWords)} distinct${served})`);
  }
  return `${name} ${list(parts)}`;
}

function explainOutput(movement: Movement): string {
  const { stays, refetches, passes, wordsIn, wordsOut } = movement;
  const name = printable(movement.dataSpace);
  const inner = printable(movement.inner);
  const out = formatPlural(wordsOut, "word");
  if (passes === 1) {
    const over = stays.length > 0 ? ` while ${run(stays)}` : "";
    return `${name} are completed in ${inner}${over} and leave once (${out})`;
  }
  const back = wordsIn > 0 ? `, ${formatCount(wordsIn)} back in` : "";
  return `${name} leave ${inner} unfinished ${formatCount(passes)} times over, because ${run(refetches)} outside them (${out} out${back})`;
}

/**
 * Sentences on what each data space does on its way in from one level and because of which loops: one for the
 * outermost level, and one for each other level in `alsoFrom`, each named where there is more than one.
 */
export function explainMovement(
  spec: Spec,
  evaluation: Evaluation,
  alsoFrom: ReadonlySet<string> = new Set(),
): readonly string[] {
  const movements = movementsOf(spec, evaluation);
  const outerLevels = spec.architecture.storage
    .map((level) => level.name)
    .reverse()
    .filter((name) => movements.some((movement) => movement.outer === name))
    .filter((name, position) => position === 0 || alsoFrom.has(name));
  return outerLevels.map((outer) => {
    const clauses = movements
      .filter((movement) => movement.outer === outer)
      .map((movement) => (movement.readWrite ? explainOutput(movement) : explainInput(movement)));
    const from = outerLevels.length > 1 ? `From ${printable(outer)}: ` : "";
    return `${from}${clauses.join("; ")}.`;
  });
}

/** The levels below which the mappings move different numbers of words. */
export function levelsThatDiffer(all: readonly (readonly Movement[])[]): ReadonlySet<string> {
  const seen = new Map<string, string>();
  const differing = new Set<string>();
  for (const movements of all) {
    for (const { dataSpace, outer, inner, wordsIn, wordsSent, wordsOut } of movements) {
      const key = JSON.stringify([dataSpace, outer, inner]);
      const words = JSON.stringify([wordsIn, wordsSent, wordsOut]);
      if ((seen.get(key) ?? words) !== words) differing.add(outer);
      seen.set(key, words);
    }
  }
  return differing;
}

/** One counter that differs between the two ways of counting. */
export interface SemanticsDifference {
  readonly level: string;
  readonly dataSpace: string;
  readonly counter: "reads" | "fills" | "updates";
  /** Words, all instances. */
  readonly timeloop: number;
  readonly exact: number;
}

const COUNTERS = ["reads", "fills", "updates"] as const;

/** All counters of storage levels that differ, levels from the outside inwards. */
export function semanticsDifferences(timeloop: Evaluation, exact: Evaluation): readonly SemanticsDifference[] {
  if (!timeloop.valid || !exact.valid) return [];
  const differences: SemanticsDifference[] = [];
  for (const level of [...timeloop.levels].reverse()) {
    if (level.kind !== "storage") continue;
    const other = exact.levels.find((candidate) => candidate.name === level.name);
    if (other?.kind !== "storage") continue;
    for (const [dataSpace, counts] of Object.entries(level.dataSpaces)) {
      const otherCounts = other.dataSpaces[dataSpace];
      if (otherCounts === undefined) continue;
      for (const counter of COUNTERS) {
        const ours = counts[counter] * counts.utilizedInstances;
        const theirs = otherCounts[counter] * otherCounts.utilizedInstances;
        if (ours !== theirs) differences.push({ level: level.name, dataSpace, counter, timeloop: ours, exact: theirs });
      }
    }
  }
  return differences;
}

function explainWrap(movement: Movement): string | undefined {
  const { wrap } = movement;
  if (wrap === undefined) return undefined;
  const { by, wrapping, tileWords, keptWords } = wrap;
  const start = `${labels(wrapping)} ${wrapping.length === 1 ? "starts" : "start"} over`;
  return (
    `when ${printable(by.label)} steps and ${start}, the window slides back over words that ${printable(movement.inner)} still ` +
    `holds: ${formatCount(keptWords)} of its ${formatCount(tileWords)} stay and ` +
    `${formatCount(tileWords - keptWords)} are new, where Timeloop fetches all ${formatCount(tileWords)} again`
  );
}

function reasonFor(movement: Movement, difference: SemanticsDifference): string {
  if (difference.exact < difference.timeloop) {
    const wrap = explainWrap(movement);
    if (wrap !== undefined) return wrap;
    return "Timeloop counts whole boxes and whole tiles, exact counting only words that are used and not yet there";
  }
  return "Timeloop evaluates two iterations of each loop and lets the second stand for all later ones, which here move more";
}

/**
 * One sentence for each data space and boundary on which the two ways of counting disagree: by how much, and why.
 * Empty where they agree.
 */
export function explainSemantics(spec: Spec, timeloop: Evaluation, exact: Evaluation): readonly string[] {
  const differences = semanticsDifferences(timeloop, exact);
  const sentences: string[] = [];
  for (const movement of movementsOf(spec, timeloop)) {
    const { dataSpace, outer, inner } = movement;
    const at = (level: string, counter: SemanticsDifference["counter"]): SemanticsDifference | undefined =>
      differences.find((each) => each.level === level && each.dataSpace === dataSpace && each.counter === counter);
    const difference = at(inner, "fills") ?? at(outer, "reads") ?? at(outer, "updates");
    if (difference === undefined) continue;
    const way =
      difference.counter === "updates"
        ? `from ${printable(inner)} to ${printable(outer)}`
        : `from ${printable(outer)} to ${printable(inner)}`;
    sentences.push(
      `${printable(dataSpace)}, ${way}: ${formatCount(difference.timeloop)} words by timeloop counting, ` +
        `${formatCount(difference.exact)} by exact counting; ${reasonFor(movement, difference)}.`,
    );
  }
  return sentences;
}

/** The name of the other way of counting. */
export function otherSemantics(semantics: Semantics): Semantics {
  return semantics === "timeloop" ? "exact" : "timeloop";
}
