/**
 * Numbers for the open dimensions of a network's inputs.
 *
 *     --shape image=1,3,224,224    the whole shape of an input; names among its dimensions get these sizes everywhere
 *     --shape batch=8              one named dimension
 *
 * The first dimension of an input is 1 where nobody says otherwise, and a note tells so; any other open dimension must be
 * given. A dimension may be named by an expression over others (`past_length + 1`), as exporters write them.
 */
import { evaluateExpression } from "../../expression/evaluate.ts";
import { parseExpression } from "../../expression/parse.ts";
import type { Report } from "../../text/diagnostic.ts";
import { onnxBatchDefault, onnxDimensionUnbound, shapeMismatch, shapeUnused } from "./errors.ts";
import type { OnnxDimension, OnnxValueInfo } from "./model.ts";

/** Sizes by the name of an input or of a dimension. */
export type GivenShapes = ReadonlyMap<string, readonly number[]>;

export interface Bindings {
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  readonly symbols: ReadonlyMap<string, number>;
  /** An input has another shape than the file states: what the file says of values in between does not hold. */
  readonly isChanged: boolean;
}

/** Undefined after an error. */
export function bindDimensions(
  file: string,
  inputs: readonly OnnxValueInfo[],
  given: GivenShapes,
  report: Report,
): Bindings | undefined {
  const symbols = new Map<string, number>();
  const whole = new Map<string, readonly number[]>();
  let isSound = true;
  let isChanged = false;
  const stated = new Map(inputs.map((input) => [input.name, input]));
  const names = new Set(inputs.flatMap(({ shape }) => shape ?? []).filter((size) => typeof size === "string"));

  for (const [name, sizes] of given) {
    const input = stated.get(name);
    const isSymbol = names.has(name) && sizes.length === 1 && input?.shape?.length !== 1;
    if (isSymbol) symbols.set(name, sizes[0] ?? 1);
    else if (input === undefined) {
      report(shapeUnused(file, name, [...stated.keys(), ...names]));
      isSound = false;
    } else {
      whole.set(name, sizes);
      const shape = input.shape ?? sizes;
      if (shape.length !== sizes.length) {
        report(shapeMismatch(file, name, sizes.join(","), describeDimensions(shape)));
        isSound = false;
        continue;
      }
      for (const [axis, dimension] of shape.entries()) {
        const size = sizes[axis] ?? 1;
        if (typeof dimension === "number" && dimension !== size) isChanged = true;
        if (typeof dimension !== "string") continue;
        if ((symbols.get(dimension) ?? size) !== size) {
          report(shapeMismatch(file, name, sizes.join(","), `${dimension} = ${symbols.get(dimension)}`));
          isSound = false;
        }
        symbols.set(dimension, size);
      }
    }
  }

  const open = new Map<string, string[]>();
  const shapes = new Map<string, readonly number[]>();
  for (const { name, shape, isTensor } of inputs) {
    const own = whole.get(name);
    if (own !== undefined) shapes.set(name, own);
    if (own !== undefined || !isTensor) continue;
    if (shape === undefined) {
      report(onnxDimensionUnbound(file, name, []));
      isSound = false;
      continue;
    }
    const [first] = shape;
    if (shape.length > 0 && sizeOf(first, symbols) === undefined) {
      const known = open.get(first === undefined ? "" : String(first));
      if (known) known.push(name);
      else open.set(first === undefined ? "" : String(first), [name]);
      if (typeof first === "string") symbols.set(first, 1);
    } else if (typeof first === "string" && open.has(first)) open.get(first)?.push(name);
    const sizes = shape.map((dimension, axis) => sizeOf(dimension, symbols) ?? (axis === 0 ? 1 : undefined));
    if (sizes.every((size) => size !== undefined)) shapes.set(name, sizes);
    else {
      report(
        onnxDimensionUnbound(
          file,
          name,
          shape.map((dimension, axis) => sizes[axis] ?? dimension ?? "?"),
        ),
      );
      isSound = false;
    }
  }
  if (!isSound) return undefined;
  for (const [symbol, owners] of open) report(onnxBatchDefault(file, owners, symbol === "" ? undefined : symbol));
  return { shapes, symbols, isChanged };
}

/** The size of a dimension, or undefined where it is open. */
export function sizeOf(dimension: OnnxDimension, symbols: ReadonlyMap<string, number>): number | undefined {
  if (typeof dimension !== "string") return dimension;
  const known = symbols.get(dimension);
  if (known !== undefined || !/[+*/-]/.test(dimension)) return known;
  const { expression } = parseExpression(dimension, {
    source: { name: "", text: dimension },
    from: 0,
    to: dimension.length,
  });
  if (expression === undefined) return undefined;
  const { value } = evaluateExpression(expression, symbols);
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** A stated shape with the symbols put in, where all of it is known. */
export function statedShape(
  info: OnnxValueInfo | undefined,
  symbols: ReadonlyMap<string, number>,
): readonly number[] | undefined {
  const sizes = info?.shape?.map((dimension) => sizeOf(dimension, symbols));
  return sizes?.every((size) => size !== undefined) ? sizes : undefined;
}

function describeDimensions(shape: readonly OnnxDimension[]): string {
  return shape.map((dimension) => dimension ?? "?").join(",");
}
