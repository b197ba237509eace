/**
 * A Timeloop problem back to the loop bounds of a layer: the inverse of `layerProblemYaml`.
 *
 * Sizes and coefficients are taken by name. Whether the problem means the same by them is decided by writing the layer's
 * problem from these bounds and comparing data spaces, axis by axis as sets of terms; dimensions of size 1 do not count,
 * nor does the order of axes.
 */
import { EMPTY_SCOPE } from "../../spec/expressions.ts";
import { readProblem } from "../../workload/read-problem.ts";
import type { DataSpace, Workload } from "../../workload/workload.ts";
import { getValue } from "../../yaml/access.ts";
import { readDocuments } from "../../yaml/read-documents.ts";
import { layerProblemYaml } from "../layer-problem.ts";
import type { ProductShape } from "../network.ts";

const NAMES = ["G", "C", "M", "R", "S", "N", "P", "Q"];

/** The loop bounds, or why the problem is no layer. */
export function productOfProblem(workload: Workload): ProductShape | string {
  const odd = workload.dimensions.find(({ name, size }) => size > 1 && !NAMES.includes(name));
  if (odd) return `dimension ${odd.name} is none of ${NAMES.join(" ")}`;
  if (workload.usesFlattening) return "it flattens dimensions";
  const shape = shapeOf(workload);
  if (Object.values(shape).some((value) => typeof value === "number" && value < 1)) return "a stride runs backwards";
  const back = problemOf(shape);
  if (back === undefined) return "it is too large";
  const own = signature(workload);
  const expected = signature(back);
  if (own === expected) return shape;
  return `its data spaces are ${own}, where a layer has ${expected}`;
}

function shapeOf(workload: Workload): ProductShape {
  const size = (name: string): number => workload.dimensions.find((dimension) => dimension.name === name)?.size ?? 1;
  const index = (name: string): number => workload.dimensions.findIndex((dimension) => dimension.name === name);
  /** The data space in which a window slides, and whether it is the output. */
  const slides = (space: DataSpace): boolean =>
    space.ranks.some((rank) =>
      [
        ["R", "P"],
        ["S", "Q"],
      ].some((pair) => pair.every((name) => rank.some(({ dimension }) => dimension === index(name)))),
    );
  const window = workload.dataSpaces.find(slides);
  const coefficient = (name: string): number => {
    const term = window?.ranks.flat().find(({ dimension }) => dimension === index(name));
    return term?.coefficient ?? 1;
  };
  return {
    groups: size("G"),
    batch: size("N"),
    inputChannels: size("C"),
    outputChannels: size("M"),
    width: size("P"),
    height: size("Q"),
    kernelWidth: size("R"),
    kernelHeight: size("S"),
    widthStride: coefficient("P"),
    heightStride: coefficient("Q"),
    widthDilation: coefficient("R"),
    heightDilation: coefficient("S"),
    transposed: window?.readWrite === true,
  };
}

function problemOf(shape: ProductShape): Workload | undefined {
  const { documents } = readDocuments([{ name: "layer", text: layerProblemYaml("layer", shape) }]);
  const [document] = documents;
  const problem = document?.kind === "map" ? getValue(document, "problem") : undefined;
  return problem && readProblem(problem, EMPTY_SCOPE, () => {});
}

/** Data spaces as text, in an order that does not depend on how they are written. */
function signature({ dataSpaces, dimensions }: Workload): string {
  const spaces = dataSpaces.map(({ ranks, readWrite }) => {
    const axes = ranks.flatMap((rank) => {
      const terms = rank.flatMap(({ dimension, coefficient }) => {
        const { name = "", size = 1 } = dimensions[dimension] ?? {};
        return size > 1 ? [coefficient === 1 ? name : `${coefficient}${name}`] : [];
      });
      return terms.length === 0 ? [] : [terms.sort().join("+")];
    });
    return `${readWrite ? "out" : "in"}[${axes.sort().join(" ")}]`;
  });
  return spaces.sort().join(" ");
}
