/**
 * The points of a sweep: the grid of all its axes, in an order that follows from the axes alone, the last axis running
 * fastest. A point is known by a hash of what it asks, so that a run which was cut short finds what is done:
 *
 *     hash = FNV-1a-64( canonical JSON of [salt, component class, attributes sorted by name] )
 *
 * FNV-1a (Fowler, Noll, Vo 1991): for each byte, hash = (hash xor byte) x 1099511628211 mod 2^64. With 64 bits, two of
 * 100 000 points collide with probability 3e-10; a journal also keeps the attributes, and a reader compares them.
 */
import type { Diagnostic } from "../text/diagnostic.ts";
import { sweepTooLarge } from "./errors.ts";
import type { SweepAxis, SweepValue } from "./sweep-axis.ts";

export const MAX_SWEEP_POINTS = 100_000;

export type SweepAttributes = Readonly<Record<string, SweepValue>>;

export interface SweepPoint {
  /** From zero. */
  readonly index: number;
  readonly attributes: SweepAttributes;
  /** Sixteen hexadecimal digits. */
  readonly hash: string;
}

export interface SweepPlan {
  readonly componentClass: string;
  readonly axes: readonly SweepAxis[];
  readonly points: readonly SweepPoint[];
}

/** @param salt what else decides the answers: the version of the estimators, their options */
export function planSweep(
  componentClass: string,
  axes: readonly SweepAxis[],
  salt: string,
): { readonly plan?: SweepPlan; readonly diagnostics: readonly Diagnostic[] } {
  const count = axes.reduce((product, { values }) => product * values.length, 1);
  if (count > MAX_SWEEP_POINTS) {
    const longest = axes.toSorted((a, b) => b.values.length - a.values.length)[0];
    return { diagnostics: [sweepTooLarge(longest?.span, String(count), MAX_SWEEP_POINTS)] };
  }
  const points = Array.from({ length: count }, (_, index): SweepPoint => {
    const attributes: Record<string, SweepValue> = {};
    let rest = index;
    for (const axis of axes.toReversed()) {
      const value = axis.values[rest % axis.values.length];
      rest = Math.floor(rest / axis.values.length);
      if (value !== undefined) attributes[axis.name] = value;
    }
    const ordered = Object.fromEntries(axes.map(({ name }) => [name, attributes[name] ?? ""]));
    return { index, attributes: ordered, hash: hashPoint(componentClass, ordered, salt) };
  });
  return { plan: { componentClass, axes, points }, diagnostics: [] };
}

/** The same for the same question, whatever the order of its attributes. */
export function hashPoint(componentClass: string, attributes: SweepAttributes, salt: string): string {
  const sorted = Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return fnv1a64(JSON.stringify([salt, componentClass, sorted]));
}

const OFFSET_BASIS = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;

/** Over the bytes of UTF-8. */
export function fnv1a64(text: string): string {
  let hash = OFFSET_BASIS;
  // encodeURIComponent is the UTF-8 encoder that every JavaScript world has; JSON has no lone surrogates to upset it.
  const encoded = encodeURIComponent(text);
  for (let at = 0; at < encoded.length; at++) {
    const escaped = encoded[at] === "%";
    const byte = escaped ? Number.parseInt(encoded.slice(at + 1, at + 3), 16) : encoded.charCodeAt(at);
    if (escaped) at += 2;
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * PRIME);
  }
  return hash.toString(16).padStart(16, "0");
}
