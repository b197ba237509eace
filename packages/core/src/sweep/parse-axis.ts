/**
 * Axes of a sweep as they are written on a command line:
 *
 *     depth=8192           one value             technology=45nm,32nm   a list of names
 *     width=16,32,64       a list                width=16..2048x2       16, 32, 64, ..., 2048 (each twice the last)
 *     depth=64..256+64     64, 128, 192, 256     width=16..64x2,96      ranges and values may be mixed in a list
 *
 * A value that reads as a number is one, `true` and `false` are flags, all else is a name. Values of a range are
 * computed as start x factor^i and start + i x step, not by repeated operations, so that rounding does not build up;
 * the end belongs to the range if a step hits it to within 1e-9 of its size, and a note says so where none does.
 */
import type { Diagnostic, Report } from "../text/diagnostic.ts";
import type { Source, Span } from "../text/source.ts";
import {
  axisSyntax,
  axisTwice,
  rangeBackwards,
  rangeEndMissed,
  rangeFromZero,
  rangeNeverEnds,
  rangeWithoutStep,
  sweepTooLarge,
  valueTwice,
} from "./errors.ts";
import type { SweepAxis, SweepValue } from "./sweep-axis.ts";

/** Values that one axis may have: a thousand times what a chart can show. */
export const MAX_AXIS_VALUES = 100_000;

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const RANGE = /^([^.]*(?:\.[^.]+)?)\.\.(.*)$/s;
const STEP = /^(.*?)(?:([x*+])(.*))?$/s;
const HIT = 1e-9;

function readValue(text: string): SweepValue {
  if (NUMBER.test(text)) return Number(text);
  return text === "true" || text === "false" ? text === "true" : text;
}

interface Range {
  readonly values: readonly number[];
  readonly spacing: "geometric" | "linear";
}

/** `16..2048x2` or `16..64+8`; undefined with a report where it is wrong. */
function readRange(text: string, from: string, rest: string, place: Span, report: Report): Range | undefined {
  // The sign of an exponent (1e+3) is no step: the end is the longest number that the rest starts with.
  const number = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?/.exec(rest)?.[0] ?? "";
  const [, , sign = "", step = ""] = STEP.exec(rest.slice(number.length)) ?? [];
  const restFrom = place.to - rest.length;
  if (!NUMBER.test(from) || number === "") {
    report(axisSyntax(place, `"${text}" is no range of numbers`));
    return undefined;
  }
  if (sign === "" && number.length === rest.length) {
    report(rangeWithoutStep(place, text));
    return undefined;
  }
  const stepPlace = { ...place, from: restFrom + number.length };
  if (sign === "" || !NUMBER.test(step) || !rest.startsWith(sign, number.length)) {
    report(axisSyntax(stepPlace, `"${rest.slice(number.length)}" is no step`));
    return undefined;
  }
  const [first, last, by] = [Number(from), Number(number), Number(step)];
  const geometric = sign !== "+";
  if (geometric ? by <= 1 : by <= 0) {
    report(rangeNeverEnds(stepPlace, `${geometric ? "x" : "+"}${step}`));
    return undefined;
  }
  if (first > last) {
    report(rangeBackwards(place, first, last));
    return undefined;
  }
  if (geometric && first <= 0) {
    report(rangeFromZero(place));
    return undefined;
  }
  const steps = geometric ? Math.log(last / first) / Math.log(by) : (last - first) / by;
  if (!(steps < MAX_AXIS_VALUES)) {
    report(sweepTooLarge(place, Number.isFinite(steps) ? String(Math.floor(steps) + 1) : "endless", MAX_AXIS_VALUES));
    return undefined;
  }
  const count = Math.floor(steps + HIT) + 1;
  const values = Array.from({ length: count }, (_, i) => tidy(geometric ? first * by ** i : first + i * by));
  const end = values.at(-1) ?? first;
  if (Math.abs(end - last) <= HIT * Math.abs(last)) values[count - 1] = last;
  else report(rangeEndMissed({ ...place, from: restFrom, to: restFrom + number.length }, end, last));
  return { values, spacing: geometric ? "geometric" : "linear" };
}

/** Twelve digits: 0.1 + 2 x 0.1 is 0.3 to whoever reads it. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

/** Reads one axis; the diagnostics' columns count from the start of `text`. */
export function parseAxis(source: Source, report: Report): SweepAxis | undefined {
  const { text } = source;
  const equals = text.indexOf("=");
  const name = text.slice(0, Math.max(0, equals));
  if (equals <= 0 || !/^[A-Za-z_][\w.-]*$/.test(name)) {
    const problem = equals === -1 ? `"${text}" has no "="` : `"${name}" is no name of an attribute`;
    report(axisSyntax({ source, from: 0, to: equals > 0 ? equals : Math.max(1, text.length) }, problem));
    return undefined;
  }
  const values: SweepValue[] = [];
  const spacings = new Set<SweepAxis["spacing"]>();
  const seen = new Set<SweepValue>();
  let failed = false;
  let from = equals + 1;
  for (const part of text.slice(from).split(",")) {
    const place: Span = { source, from, to: Math.max(from + part.length, from) };
    from += part.length + 1;
    const trimmed = part.trim();
    if (trimmed === "") {
      report(axisSyntax({ ...place, to: Math.max(place.to, place.from + 1) }, `a value of "${name}" is missing`));
      failed = true;
      continue;
    }
    const [, start, rest] = RANGE.exec(trimmed) ?? [];
    const inner = {
      ...place,
      from: place.from + part.indexOf(trimmed),
      to: place.from + part.indexOf(trimmed) + trimmed.length,
    };
    const range = rest === undefined ? undefined : readRange(trimmed, start ?? "", rest, inner, report);
    if (rest !== undefined && range === undefined) failed = true;
    spacings.add(range?.spacing ?? "list");
    for (const value of range?.values ?? (rest === undefined ? [readValue(trimmed)] : [])) {
      if (seen.has(value)) {
        report(valueTwice(inner, String(value)));
        failed = true;
        break;
      }
      seen.add(value);
      values.push(value);
    }
  }
  if (failed || values.length === 0) return undefined;
  const [spacing = "list"] = spacings;
  return {
    name,
    values,
    spacing: values.length === 1 ? "constant" : spacings.size > 1 ? "list" : spacing,
    span: { source, from: 0, to: text.length },
  };
}

/** Reads all axes, e.g. `["depth=8192", "width=16..2048x2"]`; each name once. */
export function parseAxes(texts: readonly string[]): {
  readonly axes: readonly SweepAxis[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const diagnostics: Diagnostic[] = [];
  const axes: SweepAxis[] = [];
  for (const text of texts) {
    const axis = parseAxis({ name: text, text }, (diagnostic) => diagnostics.push(diagnostic));
    if (axis === undefined) continue;
    const first = axes.find(({ name }) => name === axis.name);
    if (first === undefined) axes.push(axis);
    else
      diagnostics.push(
        axisTwice({ ...axis.span, to: axis.name.length }, axis.name, { ...first.span, to: first.name.length }),
      );
  }
  return { axes, diagnostics };
}
