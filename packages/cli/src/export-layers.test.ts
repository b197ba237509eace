/** `tilewright export-layers`: files, sizes, listings; and that what it writes reads back as the same layers. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { builtInNetworks, networkMacs, onnxOperators, readDocuments, readNetwork } from "@tilewright/core";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
// The writer of test models is not part of what the core publishes.
import { node, onnxModel } from "../../core/src/network/onnx/testing/onnx-writer.ts";
import { runProgram } from "./program.ts";
import { readModel } from "./read-model.ts";
import { recordingTerminal } from "./terminal.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tilewright-layers-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...args: readonly string[]): Promise<{ code: number; out: string; errors: string }> {
  const terminal = recordingTerminal();
  const code = await runProgram(["export-layers", ...args], terminal);
  return { code, out: terminal.output, errors: terminal.errors };
}

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Instance of a problem as written. */
function sizes(path: string): Record<string, number> {
  const text = readFileSync(path, "utf8");
  const instance = text.slice(text.indexOf("  instance:"));
  return Object.fromEntries(
    [...instance.matchAll(/^ {4}(\w+): (\d+)$/gm)].map(([, key, value]) => [key, Number(value)]),
  );
}

const ONNX = onnxModel({
  nodes: [
    node("Conv", "x w", "a", { strides: [2, 2], pads: [1, 1, 1, 1] }, { name: "/stem/Conv" }),
    node("Relu", "a", "b", {}, { name: "/stem/Relu" }),
    node("Conv", "b d", "c", { group: 8, pads: [1, 1, 1, 1] }, { name: "/block.0/Conv" }),
    node("Conv", "b d", "e", { group: 8, pads: [1, 1, 1, 1] }, { name: "/block.1/Conv" }),
    node("Add", "c e", "f", {}, { name: "/Add" }),
    node("ConvTranspose", "f u", "g", { strides: [2, 2] }, { name: "/up/ConvTranspose" }),
    node("GlobalAveragePool", "g", "h", {}, { name: "/pool" }),
    node("Flatten", "h", "i", {}, { name: "/flat" }),
    node("Gemm", "i v", "y", { transB: 1 }, { name: "/FC" }),
  ],
  inputs: { x: ["batch", 3, 32, 32] },
  outputs: ["y"],
  tensors: { w: [8, 3, 3, 3], d: [8, 1, 3, 3], u: [8, 4, 2, 2], v: [10, 4] },
});

describe("problems", () => {
  it("writes a file for each layer that multiplies, and tells of the others", async () => {
    const { code, out, errors } = await run("resnet8-mlperf-tiny", "-o", join(folder, "r8"));
    expect(code).toBe(0);
    expect(readdirSync(join(folder, "r8")).sort()).toEqual([
      "conv1.yaml",
      "fc.yaml",
      "stack1.conv1.yaml",
      "stack1.conv2.yaml",
      "stack2.conv1.yaml",
      "stack2.conv2.yaml",
      "stack2.shortcut.yaml",
      "stack3.conv1.yaml",
      "stack3.conv2.yaml",
      "stack3.shortcut.yaml",
    ]);
    expect(sizes(join(folder, "r8/stack2.conv1.yaml"))).toEqual({
      C: 16,
      M: 32,
      R: 3,
      S: 3,
      N: 1,
      P: 16,
      Q: 16,
      Wstride: 2,
      Hstride: 2,
      Wdilation: 1,
      Hdilation: 1,
    });
    expect(out).toContain("12 501 632 MACs");
    expect(errors.replace(/\s+/g, " ")).toContain("4 layers: stack1.add1, stack2.add1, stack3.add1, global_pool1");
  });

  it("writes the input's size where the assignment's generator does", async () => {
    const { errors } = await run("resnet8-mlperf-tiny", "-o", join(folder, "r8a"), "--assignment-sizes");
    expect(sizes(join(folder, "r8a/stack2.conv1.yaml"))).toMatchObject({ P: 32, Q: 32, Wstride: 2 });
    expect(sizes(join(folder, "r8a/stack1.conv1.yaml"))).toMatchObject({ P: 32, Q: 32 });
    expect(sizes(join(folder, "r8a/fc.yaml"))).toMatchObject({ P: 1, Q: 1 });
    expect(errors).toContain("note[assignment-sizes]");
    expect(errors).toContain("4 layers");
    const { out } = await run("resnet8-mlperf-tiny", "--assignment-sizes", "--json");
    const layer = JSON.parse(out).layers.find(({ name }: { name: string }) => name === "stack2.conv1");
    expect(layer.macs).toBe(4 * layer.trueMacs);
  });

  it("writes each shape once", async () => {
    const { out } = await run("resnet32-cifar10", "--unique", "-o", join(folder, "r32"));
    expect(readdirSync(join(folder, "r32"))).toHaveLength(9);
    expect(out).toMatch(/stage1\.1\.conv1\.yaml +10/);
  });

  it("names files so that any file system takes them, each once", async () => {
    const { code, out } = await run(file("net.onnx", ONNX), "-o", join(folder, "onnx"), "--json");
    expect(code).toBe(0);
    expect(readdirSync(join(folder, "onnx")).sort()).toEqual([
      "FC.yaml",
      "block.0_Conv.yaml",
      "block.1_Conv.yaml",
      "stem_Conv.yaml",
      "up_ConvTranspose.yaml",
    ]);
    const document = JSON.parse(out);
    expect(document).toMatchObject({ schema: "tilewright/layers/1", valid: true, network: "net" });
    expect(document.layers).toHaveLength(9);
    expect(document.layers.find(({ name }: { name: string }) => name === "/stem/Relu")).toMatchObject({
      kind: "fused",
      into: "/stem/Conv",
    });
    expect(document.diagnostics.map(({ code: each }: { code: string }) => each)).toEqual(["onnx-batch-default"]);
  });

  it("reads back as the same layers", async () => {
    const path = file("again.onnx", ONNX);
    const out = join(folder, "again");
    await run(path, "-o", out, "--shape", "batch=2");
    const before = readModel(path, { shape: new Map([["batch", [2]]]) }).network;
    const after = readModel(out).network;
    if (!before || !after) throw new Error("no network");
    expect(networkMacs(after)).toBe(networkMacs(before));
    const shapes = (network: typeof before) =>
      network.layers.flatMap(({ work }) => (work.kind === "product" ? [JSON.stringify(work.shape)] : [])).sort();
    expect(shapes(after)).toEqual(shapes(before));
  });
});

describe("models", () => {
  it("lists and describes what is known by name", async () => {
    const { out } = await run("--list", "--json");
    expect(JSON.parse(out).networks.map(({ name }: { name: string }) => name)).toEqual(
      builtInNetworks().map(({ name }) => name),
    );
    const { out: text } = await run("resnet20-cifar10", "--describe");
    const mine = file("mine.yaml", text.replace("classes: 10", "classes: 100"));
    const { out: listed } = await run(mine, "--set", "n=1");
    expect(listed).toMatch(/fc\.yaml +64 +100/);
    expect(listed).not.toContain("stage1.2");
  });

  it("takes a single problem", async () => {
    await run("resnet8-mlperf-tiny", "-o", join(folder, "single"));
    const { code, out } = await run(join(folder, "single/fc.yaml"));
    expect(code).toBe(0);
    expect(out).toContain("640");
  });

  it.each<[string, readonly string[], string]>([
    ["a name near another", ["resnet33-cifar10"], "model-unknown"],
    ["a file that is not there", ["./net.yaml"], "file-not-found"],
    ["a parameter", ["vgg16", "--set", "klasses=3"], "model-parameter-unknown"],
    ["an option for other models", ["vgg16", "--shape", "batch=3"], "model-option-unused"],
    ["a description of a file", ["net.yaml", "--describe"], "model-not-described"],
  ])("%s", async (_, args, code) => {
    const { code: exit, errors } = await run(...args);
    expect(exit).toBe(2);
    expect(errors).toContain(`error[${code}]`);
  });

  it("says what is wrong in JSON too", async () => {
    const { code, out } = await run(file("cut.onnx", ONNX.subarray(0, 300)), "--json");
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({
      valid: false,
      diagnostics: [{ code: "onnx-malformed", path: expect.stringContaining("byte") }],
    });
    const empty = mkdtempSync(join(folder, "empty-"));
    expect((await run(empty)).errors).toContain("model-problems-missing");
  });
});

describe("docs/reference/networks.md", () => {
  const page = readFileSync(fileURLToPath(new URL("../../../docs/reference/networks.md", import.meta.url)), "utf8");

  test("its examples are networks", () => {
    const blocks = [...page.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, text = ""]) => text);
    expect(blocks.length).toBeGreaterThan(1);
    for (const text of blocks) {
      const { documents } = readDocuments([{ name: "page.yaml", text }]);
      expect(readNetwork(documents).diagnostics).toEqual([]);
    }
  });

  test("its table has every operator that is modelled, and every network", () => {
    const missing = onnxOperators().filter((name) => !page.includes(`\`${name.replace(/^.*:/, "")}\``));
    expect(missing).toEqual([]);
    expect(builtInNetworks().filter(({ name }) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});
