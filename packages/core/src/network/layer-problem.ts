/**
 * A layer that multiplies as a Timeloop problem, with the names and the order of dimensions of the assignment's
 * `layer_prob_base.yaml`, so that constraints written for it hold. Layers of one group have the seven dimensions
 * C M R S N P Q; with more groups G comes first.
 */
import type { ProductShape } from "./network.ts";

export interface LayerProblemOptions {
  /** Whether G stands there even if there is one group: for constraints that name it. */
  readonly namesGroups?: boolean;
}

/** Dimensions of a layer in the order of the problem, with their sizes. */
export function layerDimensions(
  shape: ProductShape,
  { namesGroups = false }: LayerProblemOptions = {},
): readonly (readonly [name: string, size: number])[] {
  const dimensions: [string, number][] = [
    ["C", shape.inputChannels],
    ["M", shape.outputChannels],
    ["R", shape.kernelWidth],
    ["S", shape.kernelHeight],
    ["N", shape.batch],
    ["P", shape.width],
    ["Q", shape.height],
  ];
  return shape.groups > 1 || namesGroups ? [["G", shape.groups], ...dimensions] : dimensions;
}

/** The problem as YAML text that Timeloop and `readSpec` read. */
export function layerProblemYaml(name: string, shape: ProductShape, options: LayerProblemOptions = {}): string {
  const dimensions = layerDimensions(shape, options);
  const group = dimensions[0]?.[0] === "G" ? ["[[G]]"] : [];
  const window = ["[[R, Wdilation], [P, Wstride]]", "[[S, Hdilation], [Q, Hstride]]"];
  const place = ["[[P]]", "[[Q]]"];
  const inputs = shape.transposed ? place : window;
  const outputs = shape.transposed ? window : ["[[Q]]", "[[P]]"];
  const dataSpace = (word: string, ranks: readonly string[], rest: readonly string[] = []): string[] => [
    `      - name: ${word}`,
    "        projection:",
    ...ranks.map((rank) => `          - ${rank}`),
    ...rest,
  ];
  return [
    "problem:",
    "  shape:",
    `    name: ${JSON.stringify(name)}`,
    `    dimensions: [${dimensions.map(([dimension]) => dimension).join(", ")}]`,
    "    coefficients:",
    ...["Wstride", "Hstride", "Wdilation", "Hdilation"].map((word) => `      - {name: ${word}, default: 1}`),
    "    data-spaces:",
    ...dataSpace("Weights", [...group, "[[C]]", "[[M]]", "[[R]]", "[[S]]"]),
    ...dataSpace("Inputs", ["[[N]]", ...group, "[[C]]", ...inputs]),
    ...dataSpace("Outputs", ["[[N]]", ...group, "[[M]]", ...outputs], ["        read-write: true"]),
    "  instance:",
    ...dimensions.map(([dimension, size]) => `    ${dimension}: ${size}`),
    `    Wstride: ${shape.widthStride}`,
    `    Hstride: ${shape.heightStride}`,
    `    Wdilation: ${shape.widthDilation}`,
    `    Hdilation: ${shape.heightDilation}`,
    "",
  ].join("\n");
}
