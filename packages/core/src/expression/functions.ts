/**
 * The functions that an expression may call: those that Accelergy gives to its expressions, and a few of Python's own.
 * `map` is not here because it calls others: `evaluate.ts` has it.
 */
import { MATH_FUNCTIONS } from "./math-functions.ts";
import { SEQUENCE_FUNCTIONS } from "./sequence-functions.ts";
import type { Value } from "./value.ts";

export interface BuiltIn {
  /** Fewest and most arguments. */
  readonly least: number;
  readonly most: number;
  readonly apply: (args: readonly Value[]) => Value;
}

export const FUNCTIONS: ReadonlyMap<string, BuiltIn> = new Map([...MATH_FUNCTIONS, ...SEQUENCE_FUNCTIONS]);
