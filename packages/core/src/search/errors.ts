/** Messages about searches: the `mapper` section and what is asked for. */
import { wordList } from "../spec/errors.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Span } from "../text/source.ts";

function guess(suggestion: string | undefined): string {
  return suggestion === undefined ? "" : `did you mean "${suggestion}"? `;
}

/** `span` is absent where the word comes from the command line. */
export function unknownAlgorithm(
  word: string,
  known: readonly string[],
  suggestion: string | undefined,
  span?: Span,
): Diagnostic {
  return {
    code: "unknown-algorithm",
    severity: "error",
    message: `there is no search algorithm "${word}"`,
    ...(span && { span }),
    hint: `${guess(suggestion)}algorithms are: ${wordList(known)}`,
  };
}

export function unknownMetric(
  word: string,
  known: readonly string[],
  suggestion: string | undefined,
  span?: Span,
): Diagnostic {
  return {
    code: "unknown-metric",
    severity: "error",
    message: `"${word}" is nothing that a search can make least`,
    ...(span && { span }),
    hint: `${guess(suggestion)}metrics are: ${wordList(known)}, accesses-N`,
  };
}

/** `accesses-N` of a level that there is not. @param levels storage levels from the inside out */
export function accessesOfNoLevel(metric: string, levels: readonly string[]): Diagnostic {
  return {
    code: "unknown-metric",
    severity: "error",
    message: `"${metric}" counts the accesses of a storage level that there is not`,
    hint: `storage levels are ${wordList(levels.map((name, level) => `${level} (${name})`))}`,
  };
}

export function mapperKeyIgnored(span: Span, key: string, why: string): Diagnostic {
  return { code: "mapper-key-ignored", severity: "note", message: `"${key}" has no effect: ${why}`, span };
}

/** @param algorithm that searches instead */
export function optimalNotPossible(why: string, algorithm: string): Diagnostic {
  return {
    code: "optimal-not-possible",
    severity: "note",
    message: `the optimal search cannot be asked: ${why}; ${algorithm} search instead`,
    hint: "the result is the best that was found, and says whether everything was looked at",
  };
}
