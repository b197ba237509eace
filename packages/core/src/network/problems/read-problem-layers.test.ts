/** Problems as layers: what `layerProblemYaml` writes comes back, and problems of other kinds are told of. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readDocuments } from "../../yaml/read-documents.ts";
import { layerProblemYaml } from "../layer-problem.ts";
import type { ProductShape } from "../network.ts";
import { type ProblemFile, readProblemLayers } from "./read-problem-layers.ts";

function file(layer: string, text: string): ProblemFile {
  return { file: `${layer}.yaml`, layer, ...readDocuments([{ name: `${layer}.yaml`, text }]) };
}

const size = fc.integer({ min: 1, max: 9 });
const shape: fc.Arbitrary<ProductShape> = fc.record({
  groups: size,
  batch: size,
  inputChannels: size,
  outputChannels: size,
  width: size,
  height: size,
  kernelWidth: size,
  kernelHeight: size,
  widthStride: size,
  heightStride: size,
  widthDilation: size,
  heightDilation: size,
  transposed: fc.boolean(),
});

test("a layer comes back from its problem", () => {
  fc.assert(
    fc.property(shape, (given) => {
      const { network, diagnostics } = readProblemLayers("net", [file("a", layerProblemYaml("a", given))]);
      expect(diagnostics).toEqual([]);
      expect(network?.layers[0]?.work).toEqual({ kind: "product", shape: given, secondOperand: "weights" });
    }),
    { numRuns: 200 },
  );
});

/** As the generator of the course's assignment writes them. */
const ASSIGNMENT = `problem:
  instance: {C: 16, Hdilation: 1, Hstride: 2, M: 32, N: 1, P: 32, Q: 32, R: 3, S: 3, Wdilation: 1, Wstride: 2}
  shape:
    coefficients:
    - {default: 1, name: Wstride}
    - {default: 1, name: Hstride}
    - {default: 1, name: Wdilation}
    - {default: 1, name: Hdilation}
    data-spaces:
    - name: Weights
      projection: [[[C]], [[M]], [[R]], [[S]]]
    - name: Inputs
      projection: [[[N]], [[C]], [[R, Wdilation], [P, Wstride]], [[S, Hdilation], [Q, Hstride]]]
    - name: Outputs
      projection: [[[N]], [[M]], [[Q]], [[P]]]
      read-write: true
    dimensions: [C, M, R, S, N, P, Q]
    name: CNN-Layer
`;

describe("problems of others", () => {
  test("the assignment's", () => {
    const { network } = readProblemLayers("net", [file("layer1", ASSIGNMENT), file("layer2", ASSIGNMENT)]);
    expect(network?.layers.map(({ name }) => name)).toEqual(["layer1", "layer2"]);
    expect(network?.layers[0]?.work).toMatchObject({
      shape: { inputChannels: 16, outputChannels: 32, width: 32, widthStride: 2 },
    });
    expect(network?.tensors.get("layer1.input")).toMatchObject({ kind: "input", shape: [1, 16, 65, 65] });
  });

  test("a matrix product with fewer dimensions", () => {
    const gemm = `problem:
  shape:
    name: fc
    dimensions: [C, M, N]
    data-spaces:
      - {name: W, projection: [C, M]}
      - {name: I, projection: [N, C]}
      - {name: O, projection: [N, M], read-write: true}
  instance: {C: 64, M: 10, N: 2}
`;
    const { network, diagnostics } = readProblemLayers("net", [file("b", gemm)]);
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(network?.layers[0]?.work).toMatchObject({ shape: { inputChannels: 64, outputChannels: 10, batch: 2 } });
  });

  test.each([
    ["another name", ASSIGNMENT.replaceAll(/\bM\b/g, "K")],
    [
      "weights of each place",
      ASSIGNMENT.replace("[[[C]], [[M]], [[R]], [[S]]]", "[[[C]], [[M]], [[R]], [[S]], [[P]]]"),
    ],
    [
      "a built-in shape with another letter",
      "problem: {shape: cnn-layer, instance: {C: 3, K: 8, R: 3, S: 3, N: 1, P: 5, Q: 4}}",
    ],
    ["a window that runs backwards", ASSIGNMENT.replace("Wstride: 2", "Wstride: -2")],
  ])("%s is no layer", (_, text) => {
    const { network, diagnostics } = readProblemLayers("net", [file("a", text)]);
    expect(network).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toEqual(["model-problem-shape"]);
    expect(diagnostics[0]?.span?.source.name).toBe("a.yaml");
  });

  test("files without a problem, and none at all", () => {
    const mixed = readProblemLayers("net", [file("a", ASSIGNMENT), file("b", "mapping: []")]);
    expect(mixed.network?.layers).toHaveLength(1);
    expect(mixed.diagnostics.map(({ code }) => code)).toEqual(["model-problem-none"]);
    expect(readProblemLayers("net", []).diagnostics.map(({ code }) => code)).toEqual(["model-problems-missing"]);
  });
});
