/**
 * Factors of one directive: `R=3 P=16`, `R3 P16`, `R=3,P=16`, `[R=3, P=16]`; `R=3,2` runs 3 times, and 2 times in the
 * very last iteration. In constraints `R<=3` and `R>=3` occur too; a mapping takes equalities only.
 */
import { describeNode, scalarText, spanInside } from "../spec/fields.ts";
import type { Report } from "../text/diagnostic.ts";
import { nearestWord } from "../text/nearest-word.ts";
import type { Span } from "../text/source.ts";
import { unknownDimension } from "../workload/errors.ts";
import type { DimensionId, LoopDimension } from "../workload/workload.ts";
import type { LocatedNode, LocatedScalar } from "../yaml/located.ts";
import {
  ambiguousFactor,
  badFactor,
  badResidual,
  duplicateFactor,
  factorZero,
  limitBeyondDimension,
} from "./errors.ts";

/** One factor as written. */
export interface Factor {
  readonly bound: number;
  readonly residual: number;
  readonly span: Span;
}

/** Factors by dimension. */
export type Factors = ReadonlyMap<DimensionId, Factor>;

/** What the factors are of, and whether a mapping or a constraint gives them. */
export interface FactorContext {
  readonly dimensions: readonly LoopDimension[];
  readonly role: "mapping" | "constraint";
}

/** A factor before its name is looked up. */
export interface RawFactor {
  readonly name: string;
  /** `=`, `<=`, `>=`, or nothing. */
  readonly operator: string;
  readonly digits: string;
  residual: string | undefined;
  readonly text: string;
  readonly nameSpan: Span;
  readonly span: Span;
}

const NAME = /[A-Za-z_]\w*/y;
const OPERATOR = /\s*(<=|>=|=)?\s*/y;
const NUMBER = /\d+(?![\w.])/y;
const RESIDUAL = /,(\d+)(?!\w)/y;
const GAP = /[\s,]+/y;

/** The factors in `node`; what cannot be read is reported and left out. */
export function readFactors(node: LocatedNode, context: FactorContext, report: Report): Factors {
  return resolveFactors(scanFactorWords(node, context, report), context, report);
}

/** The factors as written, names not yet looked up; what is no factor is reported and left out. */
export function scanFactorWords(node: LocatedNode, context: FactorContext, report: Report): readonly RawFactor[] {
  const raw: RawFactor[] = [];
  const items = node.kind === "list" ? node.items : [node];
  for (const item of items) {
    if (item.kind !== "scalar" || item.value === null) {
      report(badFactor(item.span, describeNode(item), "is not a factor"));
      continue;
    }
    const text = scalarText(item).trim();
    const last = raw.at(-1);
    // A list `[E=7,1, P=2]` reaches us as `E=7`, `1`, `P=2`: YAML took the comma.
    if (node.kind === "list" && /^\d+$/.test(text) && last && last.residual === undefined) last.residual = text;
    else scanFactors(item, context, raw, report);
  }
  return raw;
}

function scanFactors(scalar: LocatedScalar, context: FactorContext, found: RawFactor[], report: Report): void {
  const text = scalarText(scalar);
  const comment = text.indexOf("#");
  const end = comment < 0 ? text.length : comment;
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const result = pattern.exec(text);
    if (result) at = pattern.lastIndex;
    return result;
  };
  const rest = (from: number): number => {
    const stop = text.slice(from).search(/[\s,]/);
    return stop < 0 ? end : from + Math.max(stop, 1);
  };
  for (match(GAP); at < end; match(GAP)) {
    const start = at;
    let name = match(NAME)?.[0];
    if (name === undefined) {
      at = rest(start);
      report(badFactor(spanInside(scalar, start, at), text.slice(start, at), "is not a factor"));
      continue;
    }
    const nameEnd = at;
    let operator = match(OPERATOR)?.[1] ?? "";
    let digits = match(NUMBER)?.[0];
    if (digits === undefined && operator === "") {
      // `R16`, without anything between.
      const cut = splitName(name, context.dimensions);
      if (cut === "ambiguous") {
        report(ambiguousFactor(spanInside(scalar, start, nameEnd), name));
        at = nameEnd;
        continue;
      }
      at = nameEnd;
      if (cut !== undefined) {
        digits = name.slice(cut);
        name = name.slice(0, cut);
        operator = "=";
      }
    }
    if (digits === undefined) {
      at = Math.max(rest(at), nameEnd);
      const seen = text.slice(start, at).trim();
      const known = context.dimensions.some((dimension) => dimension.name === name);
      const why = known ? "needs a whole number after the dimension" : "is not a factor";
      report(badFactor(spanInside(scalar, known && at > nameEnd ? nameEnd : start, at), seen, why));
      continue;
    }
    const residual = match(RESIDUAL)?.[1];
    const nameSpan = spanInside(scalar, start, start + name.length);
    const seen = text.slice(start, at);
    found.push({ name, operator, digits, residual, text: seen, nameSpan, span: spanInside(scalar, start, at) });
  }
}

/** Where the digits of `K16` begin, such that what is before is a dimension; dimensions may end in digits themselves. */
function splitName(text: string, dimensions: readonly LoopDimension[]): number | "ambiguous" | undefined {
  const cuts: number[] = [];
  for (let cut = text.length - 1; cut > 0 && /\d/.test(text.charAt(cut)); cut--) {
    if (dimensions.some(({ name }) => name === text.slice(0, cut))) cuts.push(cut);
  }
  if (cuts.length > 1) return "ambiguous";
  if (cuts.length === 1) return cuts[0];
  const tail = /^[A-Za-z_]+(?=\d+$)/.exec(text);
  return tail?.[0].length;
}

function resolveFactors(raw: readonly RawFactor[], context: FactorContext, report: Report): Factors {
  const factors = new Map<DimensionId, Factor>();
  const names = context.dimensions.map(({ name }) => name);
  for (const { name, operator, digits, residual: shorter, text, nameSpan, span } of raw) {
    const id = names.indexOf(name);
    const dimension = context.dimensions[id];
    if (!dimension) {
      report(unknownDimension(nameSpan, name, "the problem", names, nearestWord(name, names)));
      continue;
    }
    if (operator === "<=" || operator === ">=") {
      if (context.role === "mapping") report(badFactor(span, text, "is a constraint, not a factor of a mapping"));
      continue;
    }
    const first = factors.get(id);
    if (first) {
      report(duplicateFactor(span, name, first.span));
      continue;
    }
    let bound = Number(digits);
    if (!Number.isSafeInteger(bound)) {
      report(badFactor(span, text, "is too large"));
      continue;
    }
    if (bound === 0) {
      if (context.role === "mapping") report(factorZero(span, name, dimension.size));
      bound = dimension.size;
    }
    if (context.role === "constraint" && bound > dimension.size) {
      // A limit written for larger problems; Timeloop passes over it in silence.
      report(limitBeyondDimension(span, name, bound, dimension.size));
      continue;
    }
    const residual = shorter === undefined ? bound : Number(shorter);
    if (residual < 1 || residual > bound) {
      report(badResidual(span, name, bound, residual));
      continue;
    }
    factors.set(id, { bound, residual, span });
  }
  return factors;
}
