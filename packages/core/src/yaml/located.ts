/**
 * Located documents: plain trees whose every node knows where it was written.
 * This is what all readers of `spec/` consume; they never see the YAML library.
 * Merge keys (`<<`, `<<<`), includes and templates are already resolved; keys keep the spelling of the file
 * (readers compare them through `normalizeKey`, which turns hyphens into underscores).
 */
import type { Span } from "../text/source.ts";

/** How a scalar was written; a quoted scalar is never an expression or a number. */
export type ScalarStyle = "plain" | "quoted" | "block";

export interface LocatedScalar {
  readonly kind: "scalar";
  readonly span: Span;
  /** Tag as written, e.g. `!Container`, where there is one that is not a YAML core tag. */
  readonly tag?: string;
  /** Value by the YAML 1.2 core schema (plus `True`/`False`/`yes`-free); strings stay strings. */
  readonly value: string | number | boolean | null;
  /** The characters as written (without quotes), so that `45nm`, `1e-9`, `0x10` keep their form. */
  readonly raw: string;
  readonly style: ScalarStyle;
}

export interface LocatedList {
  readonly kind: "list";
  readonly span: Span;
  readonly tag?: string;
  readonly items: readonly LocatedNode[];
}

export interface LocatedEntry {
  /** Key as written. */
  readonly key: string;
  readonly keySpan: Span;
  readonly value: LocatedNode;
}

export interface LocatedMap {
  readonly kind: "map";
  readonly span: Span;
  readonly tag?: string;
  readonly entries: readonly LocatedEntry[];
}

export type LocatedNode = LocatedScalar | LocatedList | LocatedMap;
