/**
 * Multiply-accumulates and parameters against published figures.
 *
 * - CIFAR ResNets with projections: 40.81, 69.12, 97.44 and 125.75 M MACs, 0.27, 0.47, 0.66 and 0.86 M parameters (public table
 *   of pretrained PyTorch models for CIFAR-10; 110 layers by the same count); without (option A): 0.27 M parameters for 20 layers,
 *   1.7 M for 110 (He et al. 2016, table 6), 252.89 M MACs for 110 (the usual baseline of pruning papers)
 * - ResNet-8: 78 666 parameters, moving statistics of batch normalisation (480) among them (MLPerf Tiny's training script);
 *   12.5 M MACs (Banbury et al., "MLPerf Tiny Benchmark", 2021)
 * - ResNet-18, ResNet-50, VGG-16, MobileNet-V2: parameters and GFLOPs (counted as MACs) of torchvision's model pages
 * - AlexNet: Chen et al., JSSC 2017, table V, MACs of four images by layer; parameters of Caffe's reference model
 * - ViT-S/16 (DeiT-S): 22 050 664 parameters, 4.6 G MACs (Touvron et al. 2021, table 5)
 * - BERT-base: 109 482 240 parameters; 22.5 G operations for 128 tokens (Sun et al., MobileBERT, ACL 2020, table 4)
 * - GPT-2 small: 124 439 808 parameters, of which 12 blocks of 7 087 872
 */
import { describe, expect, test } from "vitest";
import { macsOf, type Network } from "../network.ts";
import { networkMacs, networkParameters } from "../network-reading.ts";
import { builtInNetwork, builtInNetworks } from "./built-in.ts";

function network(name: string, parameters: Record<string, number | string | boolean> = {}): Network {
  const reading = builtInNetwork(name, new Map(Object.entries(parameters)));
  expect(reading?.diagnostics).toEqual([]);
  if (!reading?.network) throw new Error(`no network ${name}`);
  return reading.network;
}

function macs(of: Network, layer: string): number {
  const work = of.layers.find(({ name }) => name === layer)?.work;
  return work?.kind === "product" ? macsOf(work.shape) : Number.NaN;
}

describe("published figures", () => {
  test.each<[string, Record<string, number | string | boolean>, number, number, number]>([
    ["resnet8-mlperf-tiny", {}, 12.5e6, 0.001, 78_666 - 480],
    ["resnet20-cifar10", {}, 40.81e6, 0.0003, 272_474],
    ["resnet32-cifar10", {}, 69.12e6, 0.0003, 466_906],
    ["resnet44-cifar10", {}, 97.44e6, 0.0003, 661_338],
    ["resnet56-cifar10", {}, 125.75e6, 0.0003, 855_770],
    ["resnet110-cifar10", {}, 253.15e6, 0.001, 1_730_714],
    ["resnet20-cifar10", { shortcut: "pad" }, 40.55e6, 0.0003, 269_722],
    ["resnet110-cifar10", { shortcut: "pad" }, 252.89e6, 0.0003, 1_727_962],
    ["resnet18", {}, 1.814e9, 0.0003, 11_689_512],
    ["resnet50", {}, 4.089e9, 0.0003, 25_557_032],
    ["alexnet", {}, 724.4e6, 0.0003, 60_965_224],
    ["vgg16", {}, 15.47e9, 0.0004, 138_357_544],
    ["mobilenet-v2", {}, 300.8e6, 0.0003, 3_504_872],
    ["vit-small", { patch: 16, layer_scale: false, classes: 1000 }, 4.6e9, 0.002, 22_050_664],
    ["bert-base", {}, 22.5e9 / 2, 0.01, 109_482_240],
    ["gpt-block", {}, 12 * 768 ** 2 + 2 * 1024 * 768, 0, 7_087_872],
  ])("%s %j", (name, parameters, expectedMacs, tolerance, expectedParameters) => {
    const found = network(name, parameters);
    expect(Math.abs(networkMacs(found) / expectedMacs - 1)).toBeLessThanOrEqual(tolerance);
    expect(networkParameters(found)).toBe(expectedParameters);
    expect(found.layers.every(({ work }) => work.kind !== "unmodelled")).toBe(true);
  });
});

test("each is listed, and reads without a word", () => {
  for (const { name, summary } of builtInNetworks()) {
    expect(network(name).name).toBe(name);
    expect(summary.length).toBeGreaterThan(10);
  }
});

test("AlexNet's convolutions are those of the Eyeriss chip's table, for four images", () => {
  const alexnet = network("alexnet", { batch: 4 });
  const millions = [1, 2, 3, 4, 5].map((index) => macs(alexnet, `conv${index}`) / 1e6);
  for (const [index, expected] of [421.66, 895.79, 598.1, 448.6, 299.0].entries()) {
    expect(millions[index]).toBeCloseTo(expected, 1);
  }
  expect(alexnet.layers.find(({ name }) => name === "conv2")?.work).toMatchObject({
    shape: { groups: 2, inputChannels: 48, outputChannels: 128, width: 27, height: 27 },
  });
});

test("the assignment's ResNet-32 has 34 layers that multiply, projections among them, in the shapes that Timeloop was asked for", () => {
  const found = network("resnet32-cifar10");
  const shapes = found.layers.flatMap(({ work }) => {
    if (work.kind !== "product") return [];
    const { inputChannels: C, outputChannels: M, kernelWidth: R, width: P, widthStride: stride } = work.shape;
    return [`C${C} M${M} R${R} P${P} stride${stride}`];
  });
  expect(shapes).toHaveLength(34);
  const counts = new Map<string, number>();
  for (const shape of shapes) counts.set(shape, (counts.get(shape) ?? 0) + 1);
  expect(Object.fromEntries(counts)).toEqual({
    "C3 M16 R3 P32 stride1": 1,
    "C16 M16 R3 P32 stride1": 10,
    "C16 M32 R3 P16 stride2": 1,
    "C16 M32 R1 P16 stride2": 1,
    "C32 M32 R3 P16 stride1": 9,
    "C32 M64 R3 P8 stride2": 1,
    "C32 M64 R1 P8 stride2": 1,
    "C64 M64 R3 P8 stride1": 9,
    "C64 M10 R1 P1 stride1": 1,
  });
  expect(networkMacs(found) - networkMacs(network("resnet32-cifar10", { shortcut: "pad" }))).toBe(2 * 131_072);
});

test("what can be done on the way out of a layer is fused into it", () => {
  const found = network("resnet20-cifar10");
  const work = (name: string) => found.layers.find((layer) => layer.name === name)?.work;
  expect(work("stage1.1.conv1.relu")).toMatchObject({ kind: "fused", into: "stage1.1.conv1" });
  expect(work("stage1.1.add1")).toMatchObject({ kind: "traffic", readWords: 2 * 16384, writtenWords: 16384 });
  expect(work("stage1.1.add1.relu")).toMatchObject({ kind: "fused", into: "stage1.1.add1" });
  expect(work("stage2.1.add1.projection.batchnorm")).toMatchObject({ kind: "fused", into: "stage2.1.add1.projection" });
});

test("attention: heads are groups, tokens lie along the width", () => {
  const found = network("bert-base", { tokens: 384 });
  const scores = found.layers.find(({ name }) => name === "encoder.1.scores")?.work;
  expect(scores).toMatchObject({
    secondOperand: "activations",
    shape: { groups: 12, batch: 1, width: 384, inputChannels: 64, outputChannels: 384 },
  });
});

test("prefill and decoding of a block", () => {
  const prefill = network("gpt-block", { tokens: 1024, context: 0 });
  expect(networkMacs(prefill)).toBe(1024 * 12 * 768 ** 2 + 2 * 1024 ** 2 * 768);
  const grouped = network("gpt-block", { kv_heads: 4 });
  expect(grouped.layers.find(({ name }) => name === "scores")?.work).toMatchObject({
    shape: { groups: 4, width: 3, inputChannels: 64, outputChannels: 1024 },
  });
});

test("parameters that a network does not have are told of", () => {
  const reading = builtInNetwork("vgg16", new Map([["clases", 10]]));
  expect(reading?.network).toBeUndefined();
  expect(reading?.diagnostics[0]).toMatchObject({ code: "model-parameter-unknown" });
  expect(reading?.diagnostics[0]?.hint).toContain('"classes"');
});
