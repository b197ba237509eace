/** Names with a range of instances: `PE[0..167]` is 168 instances of `PE`. */
import { spanInside } from "../spec/fields.ts";
import type { Report } from "../text/diagnostic.ts";
import type { LocatedScalar } from "../yaml/located.ts";
import { badInstanceRange } from "./errors.ts";

/** A name without its range, and how many instances the range stands for. */
export interface RangedName {
  readonly name: string;
  readonly count: number;
}

const RANGE = /^(.*?)\s*\[\s*(\d+)\s*\.\.\s*(\d+)\s*\]$/;

/** Reads `text`, which stands in `scalar`; a broken range is reported and counts as one instance. */
export function readRangedName(text: string, scalar: LocatedScalar, report: Report): RangedName {
  const open = text.indexOf("[");
  if (open < 0) return { name: text, count: 1 };
  const match = RANGE.exec(text);
  const first = Number(match?.[2]);
  const last = Number(match?.[3]);
  const count = last - first + 1;
  if (!match || count < 1 || !Number.isSafeInteger(count)) {
    report(badInstanceRange(spanInside(scalar, open, text.length), text.slice(open)));
    return { name: text.slice(0, open).trim(), count: 1 };
  }
  return { name: match[1] ?? "", count };
}
