/** Large models: bytes are read once and looked into, never copied. */
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { networkMacs, networkParameters } from "@tilewright/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readModel } from "./read-model.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tilewright-model-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) | 128, ...varint(Math.floor(value / 128))];
const field = (number: number, bytes: readonly number[]): number[] => [
  ...varint(number * 8 + 2),
  ...varint(bytes.length),
  ...bytes,
];
const text = (number: number, value: string): number[] => field(number, [...new TextEncoder().encode(value)]);

/** A product of 1 x 10^4 by 10^4 x 10^4: 10^8 weights of 8 bits as packed numbers, a hole in the file. */
function writeBig(path: string): number {
  const words = 100_000_000;
  const head = [8, ...varint(10_000), 8, ...varint(10_000), 16, 3, ...text(8, "w"), 5 * 8 + 2, ...varint(words)];
  const node = field(1, [...text(1, "x"), ...text(1, "w"), ...text(2, "y"), ...text(4, "MatMulInteger")]);
  const shape = [1, 10_000].flatMap((size) => field(1, [8, ...varint(size)]));
  const input = field(11, [...text(1, "x"), ...field(2, field(1, [8, 3, ...field(2, shape)]))]);
  const graph = [
    ...node,
    ...input,
    ...field(12, text(1, "y")),
    ...varint(5 * 8 + 2),
    ...varint(head.length + words),
    ...head,
  ];
  const bytes = Uint8Array.from([
    ...field(8, [16, 13]),
    ...varint(7 * 8 + 2),
    ...varint(graph.length + words),
    ...graph,
  ]);
  const descriptor = openSync(path, "w");
  writeSync(descriptor, bytes);
  ftruncateSync(descriptor, bytes.length + words);
  closeSync(descriptor);
  return bytes.length + words;
}

test("10^8 weights open in less than 2 s, and take no memory but the file's", () => {
  const path = join(folder, "big.onnx");
  const size = writeBig(path);
  const before = process.memoryUsage();
  const started = performance.now();
  const { network, diagnostics } = readModel(path);
  const milliseconds = performance.now() - started;
  const after = process.memoryUsage();
  expect(diagnostics).toEqual([]);
  expect(network && networkMacs(network)).toBe(1e8);
  expect(network && networkParameters(network)).toBe(1e8);
  expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(size + 5e6);
  expect(after.heapUsed - before.heapUsed).toBeLessThan(30e6);
  expect(milliseconds).toBeLessThan(2000);
});

test("layers of a folder are in the order of the numbers in their names", () => {
  const shape =
    "dimensions: [C, M], data-spaces: [{name: W, projection: [C, M]}, {name: I, projection: [C]}, {name: O, projection: [M], read-write: true}]";
  for (const index of [10, 2, 1]) {
    writeFileSync(
      join(folder, `layer${index}.yaml`),
      `problem: {shape: {name: fc, ${shape}}, instance: {C: ${index}, M: 3}}\n`,
    );
  }
  const { network, diagnostics } = readModel(folder);
  expect(diagnostics).toEqual([]);
  expect(network?.layers.map(({ name }) => name)).toEqual(["layer1", "layer2", "layer10"]);
});
