/**
 * Plain scalars to values, by the YAML 1.2 core schema as the Accelergy loader applies it: `true`, `True`, `TRUE` and
 * their opposites are booleans, `yes`, `no`, `on` and `off` are strings; `0x` and `0o` integers, `1_000` as well.
 */

/** What a plain scalar means; `inexact` where it is an integer that a double cannot hold. */
export interface PlainValue {
  readonly value: string | number | boolean | null;
  readonly inexact?: boolean;
}

const INTEGER = /^[-+]?[0-9][0-9_]*$/;
const FLOAT = /^[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?$/;
const RADIX = /^[-+]?0(?:o[0-7_]+|x[0-9a-fA-F_]+|b[01_]+)$/;

const WORDS: ReadonlyMap<string, string | number | boolean | null> = new Map<string, number | boolean | null>([
  ["", null],
  ["~", null],
  ...["null", "Null", "NULL"].map((word) => [word, null] as const),
  ...["true", "True", "TRUE"].map((word) => [word, true] as const),
  ...["false", "False", "FALSE"].map((word) => [word, false] as const),
  ...[".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"].map((word) => [word, Number.POSITIVE_INFINITY] as const),
  ...["-.inf", "-.Inf", "-.INF"].map((word) => [word, Number.NEGATIVE_INFINITY] as const),
  ...[".nan", ".NaN", ".NAN"].map((word) => [word, Number.NaN] as const),
]);

/** The value of a plain scalar written as `raw`. */
export function plainValue(raw: string): PlainValue {
  const first = raw.charCodeAt(0);
  // Letters other than those of true, false and null begin no special word: the common case is settled at once.
  const isWord = (first >= 65 && first <= 90) || (first >= 97 && first <= 122);
  if (isWord && raw.length > 5) return { value: raw };
  const word = WORDS.get(raw);
  if (word !== undefined) return { value: word };
  if (isWord) return { value: raw };
  if (INTEGER.test(raw)) return integer(Number(raw.replaceAll("_", "")));
  if (FLOAT.test(raw)) return { value: Number(raw.replaceAll("_", "")) };
  if (RADIX.test(raw)) {
    const digits = raw.replaceAll("_", "").replace(/^[-+]/, "");
    return integer((raw.startsWith("-") ? -1 : 1) * Number(digits));
  }
  return { value: raw };
}

function integer(value: number): PlainValue {
  return Number.isSafeInteger(value) ? { value } : { value, inexact: true };
}
