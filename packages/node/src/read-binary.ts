/**
 * A file of bytes, read once into one array that others look into without copying: models of hundreds of megabytes. Read in
 * place rather than in pieces put together, which would need twice the memory.
 */
import { closeSync, fstatSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Diagnostic } from "@tilewright/core";
import { inputTooLarge } from "./errors.ts";
import { MAX_MODEL_BYTES } from "./limits.ts";
import { explainFailure } from "./read-source.ts";

export interface BinaryReadResult {
  readonly bytes?: Uint8Array;
  readonly diagnostics: readonly Diagnostic[];
}

/** What one call of the system reads at most. */
const PIECE_BYTES = 1 << 30;

export function readBinaryFile(path: string, maxBytes: number = MAX_MODEL_BYTES): BinaryReadResult {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, "r");
    const { size } = fstatSync(descriptor);
    if (size > maxBytes) return { diagnostics: [inputTooLarge(path, size, maxBytes, MODEL)] };
    const bytes = new Uint8Array(size);
    let at = 0;
    while (at < size) {
      const count = readSync(descriptor, bytes, at, Math.min(size - at, PIECE_BYTES), at);
      if (count === 0) break;
      at += count;
    }
    return { bytes: at === size ? bytes : bytes.subarray(0, at), diagnostics: [] };
  } catch (error) {
    return { diagnostics: [explainFailure(path, error)] };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

const MODEL = {
  noun: "a model",
  hint: "models of more than 2 GB keep their weights in files beside them (ONNX external data)",
};

/** What a path leads to. */
export type PathKind = "file" | "folder" | "nothing";

export function pathKind(path: string): PathKind {
  try {
    return statSync(path).isDirectory() ? "folder" : "file";
  } catch {
    return "nothing";
  }
}

/** Paths of the YAML files in a folder, numbers within names in the order of their size: layer2 before layer10. */
export function yamlFilesIn(folder: string): readonly string[] {
  const order = new Intl.Collator("en", { numeric: true });
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && /\.ya?ml$/i.test(entry.name))
    .map(({ name }) => name);
  return names.sort((a, b) => order.compare(a, b)).map((name) => join(folder, name));
}
