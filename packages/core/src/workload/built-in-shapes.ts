/**
 * Problem shapes that a problem may name instead of writing them out (`shape: cnn_layer`), with the names and the
 * order of dimensions that Timeloop users know. Kept as the notation of a paper: `Inputs = N, C, R*Wdilation + P*Wstride`.
 */
import type { LocatedEntry, LocatedMap, LocatedNode } from "../yaml/located.ts";

/** A shape in short form; projections are strings, one for each rank. */
export interface BuiltInShape {
  readonly name: string;
  readonly dimensions: readonly string[];
  readonly coefficients: readonly string[];
  readonly dataSpaces: readonly {
    readonly name: string;
    readonly projection: readonly string[];
    readonly readWrite: boolean;
  }[];
}

function tensor(name: string, projection: readonly string[], readWrite = false): BuiltInShape["dataSpaces"][number] {
  return { name, projection, readWrite };
}

const CONVOLUTION_COEFFICIENTS = ["Wstride", "Hstride", "Wdilation", "Hdilation"];
const WINDOW = ["R*Wdilation + P*Wstride", "S*Hdilation + Q*Hstride"];

/** Shapes by the name under which they are looked up: lower case, underscores. */
export const BUILT_IN_SHAPES: ReadonlyMap<string, BuiltInShape> = new Map(
  [
    {
      name: "cnn_layer",
      dimensions: ["R", "S", "P", "Q", "C", "K", "N"],
      coefficients: CONVOLUTION_COEFFICIENTS,
      dataSpaces: [
        tensor("Weights", ["C", "K", "R", "S"]),
        tensor("Inputs", ["N", "C", ...WINDOW]),
        tensor("Outputs", ["N", "K", "Q", "P"], true),
      ],
    },
    {
      name: "depthwise_layer",
      dimensions: ["R", "S", "P", "Q", "C", "N"],
      coefficients: CONVOLUTION_COEFFICIENTS,
      dataSpaces: [
        tensor("Weights", ["C", "R", "S"]),
        tensor("Inputs", ["N", "C", ...WINDOW]),
        tensor("Outputs", ["N", "C", "Q", "P"], true),
      ],
    },
    {
      name: "gemm_abz",
      dimensions: ["M", "N", "K"],
      coefficients: [],
      dataSpaces: [tensor("A", ["M", "K"]), tensor("B", ["N", "K"]), tensor("Z", ["M", "N"], true)],
    },
  ].map((shape) => [shape.name, shape]),
);

/** The built-in shape that `name` means, whatever its case, hyphens and file ending. */
export function findBuiltInShape(name: string): BuiltInShape | undefined {
  const key = name
    .toLowerCase()
    .replaceAll("-", "_")
    .replace(/\.(ya?ml|cfg)$/, "");
  return BUILT_IN_SHAPES.get(key);
}

/** The shape as a document that the shape reader reads like any file; its places lie in a source of its own name. */
export function builtInShapeNode(shape: BuiltInShape): LocatedMap {
  const source = { name: `<built-in shape ${shape.name}>`, text: "" };
  const span = { source, from: 0, to: 0 };
  const scalar = (value: string | number | boolean): LocatedNode => {
    return { kind: "scalar", span, value, raw: String(value), style: "plain" };
  };
  const list = (items: readonly LocatedNode[]): LocatedNode => ({ kind: "list", span, items });
  const entry = (key: string, value: LocatedNode): LocatedEntry => ({ key, keySpan: span, value });
  const map = (...entries: readonly LocatedEntry[]): LocatedMap => ({ kind: "map", span, entries });
  return map(
    entry("name", scalar(shape.name)),
    entry("dimensions", list(shape.dimensions.map(scalar))),
    entry(
      "coefficients",
      list(shape.coefficients.map((name) => map(entry("name", scalar(name)), entry("default", scalar(1))))),
    ),
    entry(
      "data_spaces",
      list(
        shape.dataSpaces.map(({ name, projection, readWrite }) =>
          map(
            entry("name", scalar(name)),
            entry("projection", list(projection.map(scalar))),
            entry("read_write", scalar(readWrite)),
          ),
        ),
      ),
    ),
  );
}
