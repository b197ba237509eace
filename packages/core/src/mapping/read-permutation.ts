/**
 * Permutations: the order of loops, innermost first, as Timeloop has it in all versions. `RPM`, `R P M`, `R,P,M`,
 * `[R, P, M]` and `NPQR SCM` are read; names of several letters need separators where they could be mistaken.
 */

import { wrongType } from "../spec/errors.ts";
import { describeNode, scalarText, spanInside } from "../spec/fields.ts";
import type { Report } from "../text/diagnostic.ts";
import { nearestWord } from "../text/nearest-word.ts";
import type { Span } from "../text/source.ts";
import { unknownDimension } from "../workload/errors.ts";
import type { DimensionId, LoopDimension } from "../workload/workload.ts";
import type { LocatedNode, LocatedScalar } from "../yaml/located.ts";
import { duplicatePermutation } from "./errors.ts";

/** The dimensions named in `node`, in order; what cannot be read is reported and left out. */
export function readPermutation(
  node: LocatedNode,
  dimensions: readonly LoopDimension[],
  report: Report,
): readonly DimensionId[] {
  const order: DimensionId[] = [];
  for (const item of node.kind === "list" ? node.items : [node]) {
    if (item.kind !== "scalar" || item.value === null) {
      report(wrongType(item.span, "a permutation", "names of dimensions", describeNode(item)));
      continue;
    }
    for (const match of scalarText(item).matchAll(/[^\s,]+/g)) {
      readWord(match[0], match.index, item, dimensions, order, report);
    }
  }
  return order;
}

/** One word without separators: a name, or names written together. */
function readWord(
  word: string,
  offset: number,
  scalar: LocatedScalar,
  dimensions: readonly LoopDimension[],
  order: DimensionId[],
  report: Report,
): void {
  const take = (id: DimensionId, name: string, span: Span): void => {
    if (order.includes(id)) report(duplicatePermutation(span, name));
    else order.push(id);
  };
  const whole = dimensions.findIndex(({ name }) => name === word);
  if (whole >= 0) {
    take(whole, word, spanInside(scalar, offset, offset + word.length));
    return;
  }
  const names = dimensions.map(({ name }) => name);
  const lettersOnly = names.every((name) => name.length === 1);
  for (let at = 0; at < word.length; ) {
    const name = names
      .filter((candidate) => word.startsWith(candidate, at))
      .reduce((longest, candidate) => (candidate.length > longest.length ? candidate : longest), "");
    if (name !== "") {
      take(names.indexOf(name), name, spanInside(scalar, offset + at, offset + at + name.length));
      at += name.length;
      continue;
    }
    const unknown = lettersOnly ? word.charAt(at) : word.slice(at);
    const span = spanInside(scalar, offset + at, offset + at + unknown.length);
    report(unknownDimension(span, unknown, "the problem", names, nearestWord(unknown, names)));
    at += unknown.length;
  }
}
