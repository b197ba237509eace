/**
 * Products of two tensors by names of their axes, as in Einstein's notation: `bhqd,bhkd->bhqk`. Matrix products are the case
 * `...tk,km->...tm`. Each axis plays one part in the loop nest:
 *
 *     in both and in the result    groups (each has weights of its own)
 *     in both, not in the result   C (added up)
 *     in the first only            rows: N, and P for the last of them (N where there is no other axis)
 *     in the second only           M
 *
 * An axis of size 1 in one operand is an axis of the other only. Where the first operand is a weight and the second is not,
 * the two change places: (A B)' = B' A'.
 */
import type { DraftWork } from "../../draft.ts";
import { matrixShape } from "../../product-shape.ts";
import { Unmodelled } from "./operator.ts";

export interface Operand {
  readonly axes: readonly string[];
  readonly shape: readonly number[];
  readonly isConstant: boolean;
}

/** The work of a product; operands have no axis twice. */
export function contract(
  first: Operand,
  second: Operand,
  result: readonly string[],
): Extract<DraftWork, { kind: "product" }> {
  const isSwapped = first.isConstant && !second.isConstant;
  const [rows, weights] = isSwapped ? [second, first] : [first, second];
  const sizeIn = (operand: Operand, axis: string): number => operand.shape[operand.axes.indexOf(axis)] ?? 1;
  let groups = 1;
  let inputs = 1;
  let outputs = 1;
  const rowSizes: number[] = [];
  for (const axis of new Set([...rows.axes, ...weights.axes])) {
    const inRows = sizeIn(rows, axis);
    const inWeights = sizeIn(weights, axis);
    if (!result.includes(axis)) {
      if (inRows !== inWeights) throw new Unmodelled(`axis ${axis} is added up in one operand only`);
      inputs *= inRows;
    } else if (inRows > 1 && inWeights > 1) groups *= inRows;
    else if (inWeights > 1) outputs *= inWeights;
    else if (rows.axes.includes(axis)) rowSizes.push(inRows);
  }
  // Tokens, the last axis of rows, run along the width; the rows of a plain matrix are its batch.
  const width = rows.axes.length > 2 ? (rowSizes.at(-1) ?? 1) : 1;
  const batch = rowSizes.reduce((product, size) => product * size, 1) / (width || 1);
  return {
    kind: "product",
    shape: matrixShape({ groups, batch: Number.isNaN(batch) ? 0 : batch, rows: width, inputs, outputs }),
    secondOperand: weights.isConstant ? "weights" : "activations",
  };
}

/** Names for axes of matrix products: leading ones from the back, so that shorter shapes line up. */
export function matrixAxes(rank: number, rows: string, columns: string): readonly string[] {
  const leading = Array.from({ length: Math.max(0, rank - 2) }, (_, index) => `lead${rank - 3 - index}`);
  return [...leading, rows, columns];
}
