import { describe, expect, it } from "vitest";
import type { LayerWork } from "../network.ts";
import { NetworkBuilder, productShape } from "../network-builder.ts";
import { activationLives } from "./activations.ts";

const product = (secondOperand: "weights" | "activations" = "weights"): LayerWork => {
  return { kind: "product", shape: productShape({}), secondOperand };
};
const moving: LayerWork = { kind: "traffic", readWords: 8, writtenWords: 4, operations: 4 };
const renaming: LayerWork = { kind: "fused", operations: 0 };

/** `image -> a -> relu -> b`, and a sum of b and the ReLU's result. */
function residual(): NetworkBuilder {
  const net = new NetworkBuilder();
  net.tensor("image", [4], "input");
  for (const name of ["a.out", "relu.out", "b.out"]) net.tensor(name, [4]);
  net.tensor("weight", [16], "weight");
  net.tensor("sum", [4], "output");
  net.add("a", "Conv", product(), ["image", "weight"], ["a.out"]);
  net.add("relu", "Relu", { kind: "fused", into: "a", operations: 4 }, ["a.out"], ["relu.out"]);
  net.add("b", "Conv", product(), ["relu.out", "weight"], ["b.out"]);
  net.add("add", "Add", moving, ["b.out", "relu.out"], ["sum"]);
  return net;
}

function livesOf(net: NetworkBuilder, mayHoldWeights = false) {
  const { activations, layers } = activationLives(net.build("test"), mayHoldWeights);
  const named = Object.fromEntries(
    activations.map(({ tensor, producer, consumers, obstacle }) => [tensor, [producer, consumers, obstacle]]),
  );
  return { named, layers, activations };
}

describe("lives of activations", () => {
  it("follow words through what is fused, up to the last of their consumers", () => {
    const { named, layers, activations } = livesOf(residual());
    expect(named).toEqual({
      image: [-1, [0], "given"],
      "a.out": [0, [2, 3], undefined],
      "b.out": [2, [3], undefined],
      sum: [3, [], "result"],
    });
    const nameOf = (id: number): string | undefined => activations[id]?.tensor;
    expect(layers[3]?.inputs.map(({ activation }) => nameOf(activation))).toEqual(["b.out", "a.out"]);
    expect(layers[2]?.outputs.map(nameOf)).toEqual(["b.out"]);
  });

  it("end outside the chip where the network's result has them, under whatever name", () => {
    const net = residual();
    net.tensor("scores", [4], "output");
    net.add("flatten", "Flatten", renaming, ["b.out"], ["scores"]);
    expect(livesOf(net).named["b.out"]).toEqual([2, [3], "result"]);
  });

  it("are not looked into where layers are not modelled", () => {
    const net = residual();
    net.tensor("odd", [4]);
    net.tensor("last", [4]);
    net.add("loop", "Loop", { kind: "unmodelled", why: "no loops", operations: 9 }, ["b.out"], ["odd"]);
    net.add("c", "Conv", product(), ["odd", "weight"], ["last"]);
    expect(livesOf(net).named).toMatchObject({
      "b.out": [2, [3, 4], "unmodelled"],
      odd: [4, [5], "unmodelled"],
      last: [5, [], "unused"],
    });
  });

  it("are joined where one name stands for several", () => {
    const net = residual();
    net.tensor("both", [8]);
    net.tensor("last", [4]);
    net.add("concat", "Concat", renaming, ["b.out", "relu.out"], ["both"]);
    net.add("c", "Conv", product(), ["both", "weight"], ["last"]);
    expect(livesOf(net).named).toMatchObject({ "a.out": [0, [2, 3, 5], "joined"], "b.out": [2, [3, 5], "joined"] });
  });

  it("keep what is fused from another layer until then", () => {
    const net = residual();
    net.tensor("last", [4]);
    // A sum on the way out of b: it needs the ReLU's result as well.
    net.add("late", "Add", { kind: "fused", into: "b", operations: 4 }, ["b.out", "relu.out"], ["last"]);
    expect(livesOf(net).named).toMatchObject({ "a.out": [0, [2, 3, 4], undefined], "b.out": [2, [3], undefined] });
  });

  it("stay as the second operand of a product only where the level may hold weights", () => {
    const net = residual();
    net.tensor("scores", [4]);
    net.add("q.k", "MatMul", product("activations"), ["b.out", "relu.out"], ["scores"]);
    expect(livesOf(net).named["a.out"]).toEqual([0, [2, 3, 4], "bypassed"]);
    const { named, layers } = livesOf(net, true);
    expect(named["a.out"]).toEqual([0, [2, 3, 4], undefined]);
    expect(layers[4]?.inputs.map(({ dataSpace }) => dataSpace)).toEqual(["Inputs", "Weights"]);
  });
});
