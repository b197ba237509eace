/**
 * A bounded collector of diagnostics.
 *
 * One mistake may be seen from many sides (an anchor used in forty places), and hostile input may hold millions of
 * mistakes; so a diagnostic with the same code at the same place is kept once, and after `capacity` of them the bag
 * closes with a note. Errors are never hidden from `hasErrors`, kept or not.
 */
import type { Diagnostic, Report } from "./diagnostic.ts";
import type { Source } from "./source.ts";

/** Diagnostics that a bag keeps unless told otherwise. */
export const DEFAULT_CAPACITY = 100;

export class DiagnosticBag {
  readonly #capacity: number;
  readonly #kept: Diagnostic[] = [];
  readonly #seen = new Map<Source | undefined, Set<string>>();
  #errors = false;
  #dropped = 0;

  constructor(capacity: number = DEFAULT_CAPACITY) {
    this.#capacity = capacity;
  }

  /** Takes a diagnostic; bound, so that it may be handed on as a `Report`. */
  readonly report: Report = (diagnostic) => {
    if (diagnostic.severity === "error") this.#errors = true;
    if (this.#kept.length >= this.#capacity) {
      this.#dropped++;
      return;
    }
    const { code, message, span } = diagnostic;
    const key = span ? `${code}@${span.from}-${span.to}` : `${code}:${message}`;
    let keys = this.#seen.get(span?.source);
    if (!keys) {
      keys = new Set();
      this.#seen.set(span?.source, keys);
    }
    if (keys.has(key)) return;
    keys.add(key);
    this.#kept.push(diagnostic);
  };

  /** True when an error was reported, even one that was dropped for lack of room. */
  get hasErrors(): boolean {
    return this.#errors;
  }

  /** True when no more diagnostics are kept: a stage may stop looking for further mistakes. */
  get isFull(): boolean {
    return this.#kept.length >= this.#capacity;
  }

  /** The diagnostics in the order of their finding, closed by a note where some were dropped. */
  list(): readonly Diagnostic[] {
    if (this.#dropped === 0) return [...this.#kept];
    const more = `${this.#dropped} further diagnostics are not shown`;
    return [...this.#kept, { code: "too-many-diagnostics", severity: "note", message: more }];
  }
}
