/**
 * Orders in constraints: `NPQR SCM` and `[N, P, Q, R]` name dimensions from the innermost loop outwards, and dimensions
 * that are not named come outside of them in any order; after a `_`, dimensions are the outermost ones, the last one
 * outermost: `C_MP` has C innermost and P outermost. Spaces mean nothing.
 *
 * Source: Constraints::ParsePermutations of Timeloop (4cf6d4c) skips blanks and knows `_` only; its front end joins the
 * letters of a list, `_` included, to that text (v4_to_v3.py), so both spellings mean the same.
 */

import { duplicatePermutation } from "../mapping/errors.ts";
import { readPermutation } from "../mapping/read-permutation.ts";
import { scalarText, spanInside } from "../spec/fields.ts";
import type { Report } from "../text/diagnostic.ts";
import type { DimensionId, LoopDimension } from "../workload/workload.ts";
import type { LocatedNode, LocatedScalar } from "../yaml/located.ts";

/** Ends of an order: what lies between is free. */
export interface LoopOrder {
  /** Innermost first. */
  readonly innermost: readonly DimensionId[];
  /** The outermost one last. */
  readonly outermost: readonly DimensionId[];
}

export function readOrder(node: LocatedNode, dimensions: readonly LoopDimension[], report: Report): LoopOrder {
  const innermost: DimensionId[] = [];
  const outermost: DimensionId[] = [];
  let side = innermost;
  for (const item of node.kind === "list" ? node.items : [node]) {
    const parts = item.kind === "scalar" && item.value !== null ? splitAtSeparator(item, dimensions) : [item];
    for (const [index, part] of parts.entries()) {
      if (index > 0) side = outermost;
      if (part === undefined) continue;
      for (const id of readPermutation(part, dimensions, report)) {
        if (innermost.includes(id) || outermost.includes(id)) {
          report(duplicatePermutation(part.span, dimensions[id]?.name ?? "?"));
        } else side.push(id);
      }
    }
  }
  return { innermost, outermost };
}

/** The parts of a text before and after `_`; nothing where a part is empty. Names that hold a `_` stay whole. */
function splitAtSeparator(
  scalar: LocatedScalar,
  dimensions: readonly LoopDimension[],
): readonly (LocatedScalar | undefined)[] {
  const text = scalarText(scalar);
  if (dimensions.some(({ name }) => name.includes("_"))) {
    return text.trim() === "_" ? [undefined, undefined] : [scalar];
  }
  const parts: (LocatedScalar | undefined)[] = [];
  let from = 0;
  for (const part of text.split("_")) {
    const span = spanInside(scalar, from, from + part.length);
    parts.push(part.trim() === "" ? undefined : { ...scalar, value: part, raw: part, span });
    from += part.length + 1;
  }
  return parts;
}
