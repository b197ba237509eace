/**
 * How long a network of 10^8 weights takes from the disk to its layers; the aim is 2 s and 300 MB for a file of 100 MB. Beside
 * it what the file alone costs, and, on standard error, the memory that reading takes.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtInNetwork, networkMacs, readOnnx } from "@tilewright/core";
// The package as a whole brings pictures along, which no benchmark draws.
import { readBinaryFile } from "../packages/node/src/read-binary.ts";
import { writeBigOnnx } from "./big-onnx.ts";
import { bench } from "./harness.ts";

const written = new Map<5 | 9, string>();

/** Made when first asked for, removed at the end. */
function fileOf(data: 5 | 9): string {
  const known = written.get(data);
  if (known !== undefined) return known;
  const folder = mkdtempSync(join(tmpdir(), "tilewright-bench-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "big.onnx");
  writeBigOnnx(path, data);
  written.set(data, path);
  if (written.size === 1) tellMemory(path);
  return path;
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

function tellMemory(path: string): void {
  const before = process.memoryUsage();
  const bytes = readBinaryFile(path).bytes ?? new Uint8Array();
  const layers = readOnnx(bytes, path).network?.layers.length ?? 0;
  const after = process.memoryUsage();
  console.error(
    `onnx: ${layers} layers from a file of ${megabytes(bytes.length)} take ` +
      `${megabytes(after.arrayBuffers - before.arrayBuffers)} of bytes and ${megabytes(after.heapUsed - before.heapUsed)} ` +
      `of heap; the process has had ${megabytes(process.resourceUsage().maxRSS * 1024)} at most`,
  );
}

function open(data: 5 | 9): number {
  const path = fileOf(data);
  const { network, diagnostics } = readOnnx(readBinaryFile(path).bytes ?? new Uint8Array(), path);
  if (!network) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return networkMacs(network);
}

bench("the bytes of 100 MB only", () => readBinaryFile(fileOf(9)).bytes?.length, { unit: "file" });
bench("an ONNX file of 10^8 weights, raw", () => open(9), { unit: "file", against: "the bytes of 100 MB only" });
bench("an ONNX file of 10^8 weights, packed", () => open(5), { unit: "file", against: "the bytes of 100 MB only" });
bench("ResNet-50 from its description", () => builtInNetwork("resnet50")?.network?.layers.length, { unit: "network" });
