import { describe, expect, it } from "vitest";
import { evaluate } from "../../evaluation/evaluate.ts";
import { readTexts } from "../../spec/testing/read-texts.ts";
import { macsOf } from "../network.ts";
import { productShape } from "../network-builder.ts";
import { residualNetwork } from "../testing/residual-network.ts";
import { distinctLayers } from "./distinct-layers.ts";
import { groupByLayer } from "./errors.ts";
import { withInputSizes } from "./input-sizes.ts";
import { LayerSearch, planLayer } from "./layer-search.ts";
import { readLayerSpec } from "./layer-specs.ts";
import { planContent } from "./plan-content.ts";
import { readSmallChip } from "./testing/small-chip.ts";

const shape = productShape({ inputChannels: 2, outputChannels: 4, width: 4, kernelWidth: 3 });

describe("a layer on the chip", () => {
  it("has the chip's energies and its own problem", () => {
    const chip = readSmallChip();
    const { spec, limits, diagnostics, problem } = readLayerSpec(chip, "conv", shape);
    expect(diagnostics).toEqual([]);
    expect(spec?.architecture).toBe(chip.architecture);
    expect(spec?.ert).toBe(chip.ert);
    expect(spec?.workload.dimensions.map(({ name, size }) => `${name}${size}`).join(" ")).toBe("C2 M4 R3 S1 N1 P4 Q1");
    expect(limits?.levels).toHaveLength(3);
    // The exported problem is the layer: the same spec when it is read with the chip's file.
    expect(readTexts({ "p.yaml": problem }).diagnostics.map(({ code }) => code)).toEqual(["missing-section"]);
  });

  it("has a G of one group where constraints name it", () => {
    const more = "mapspace_constraints:\n- {target: Buffer, type: temporal, factors: G=1 P=2}\n";
    const chip = readSmallChip({ more });
    const one = readLayerSpec(chip, "conv", shape);
    expect(one.diagnostics).toEqual([]);
    expect(one.spec?.workload.dimensions[0]).toMatchObject({ name: "G", size: 1 });
    const four = readLayerSpec(chip, "depthwise", { ...shape, groups: 4 });
    expect(four.spec?.workload.dimensions[0]).toMatchObject({ name: "G", size: 4 });
    const misspelt = readSmallChip({ more: more.replace("G=1", "X=1") });
    const wrong = readLayerSpec(misspelt, "conv", shape);
    expect(wrong.diagnostics.map(({ code }) => code)).toEqual(["unknown-dimension"]);
  });

  it("leaves out what is beyond it, and says so once for all layers", () => {
    const more = "mapspace_constraints:\n- {target: Registers, type: temporal, factors: R=3}\n";
    const chip = readSmallChip({ more });
    const shapes = { wide: shape, a: { ...shape, kernelWidth: 1 }, b: { ...shape, kernelWidth: 1, width: 2 } };
    const read = Object.entries(shapes).map(([layer, each]) => {
      return { layer, diagnostics: readLayerSpec(chip, layer, each).diagnostics };
    });
    const grouped = groupByLayer(read);
    expect(grouped.map(({ code, severity }) => `${severity} ${code}`)).toEqual(["warning factor-beyond-size"]);
    expect(grouped[0]?.message).toMatch(/^a, b: R=3 /);
    expect(groupByLayer(read.slice(1))[0]?.message).toMatch(/^R=3 /);
  });
});

describe("the search for a layer", () => {
  // Fixed so far that everything can be looked through in no time.
  const more = `mapspace_constraints:
- {target: Buffer, type: bypass, keep: [Weights, Inputs, Outputs]}
- {target: Registers, type: bypass, keep: [Weights, Inputs, Outputs]}
- {target: Registers, type: temporal, factors: M=1}
`;
  const chip = readSmallChip({ more });
  const shape = productShape({ inputChannels: 2, outputChannels: 2, width: 2, kernelWidth: 2 });
  const read = readLayerSpec(chip, "conv", shape);
  const plan = (request: Parameters<typeof planLayer>[3]) => {
    if (!read.spec || !read.limits) throw new Error("the layer can be read");
    return planLayer(read.spec, read.limits, {}, request);
  };
  const run = (request: Parameters<typeof planLayer>[3]) => {
    const search = new LayerSearch(plan(request));
    while (!search.advance());
    return search.result();
  };

  it("proves its result, and looking through everything finds the same", () => {
    const optimal = run({ objective: ["energy"] });
    expect(optimal).toMatchObject({ complete: true, ended: true, proof: { isClosed: true, gap: 0 } });
    const every = run({ objective: ["energy"], algorithm: "exhaustive" });
    expect(every).toMatchObject({ complete: true, ended: true });
    const energies = [optimal, every].map(({ mapping }) => {
      const evaluation = mapping && read.spec && evaluate({ ...read.spec, mapping });
      return evaluation?.valid ? evaluation.energyPj : undefined;
    });
    expect(energies[0]).toBeGreaterThan(0);
    expect(energies[1]).toBeCloseTo(energies[0] ?? 0, 6);
    // Plain data: it goes through JSON and back.
    expect(JSON.parse(JSON.stringify(optimal))).toEqual(optimal);
  });

  it("is the same question for the same layer under another name, and another one for all that matters", () => {
    const other = readLayerSpec(chip, "another name", shape);
    if (!other.spec || !other.limits) throw new Error("the layer can be read");
    const content = planContent(plan({}));
    expect(planContent(planLayer(other.spec, other.limits, {}, {}))).toBe(content);
    expect(content).not.toContain("chip.yaml");
    const wider = readLayerSpec(chip, "conv", { ...shape, width: 8 });
    const constrained = readSmallChip({ more: `${more}- {target: Buffer, type: temporal, factors: P=2}\n` });
    const narrower = readLayerSpec(constrained, "conv", shape);
    const contents = [
      content,
      planContent(plan({ objective: ["energy"] })),
      planContent(plan({ algorithm: "random" })),
      planContent(plan({ algorithm: "random", seed: 2 })),
      ...[wider, narrower].map(({ spec, limits }) =>
        spec && limits ? planContent(planLayer(spec, limits, {}, {})) : "",
      ),
    ];
    expect(new Set(contents).size).toBe(contents.length);
    // The seed of a search without chance.
    expect(planContent(plan({ seed: 7 }))).toBe(content);
  });
});

describe("a network's products", () => {
  it("are told apart by their shapes", () => {
    const network = residualNetwork();
    const distinct = distinctLayers(network);
    expect(distinct.map(({ name, layers }) => `${name} ${layers.length}`)).toEqual([
      "conv1 1",
      "layer1.0.conv1 10",
      "layer2.0.conv1 1",
      "layer2.0.conv2 9",
      "layer2.0.shortcut 1",
      "layer3.0.conv1 1",
      "layer3.0.conv2 9",
      "layer3.0.shortcut 1",
      "fc 1",
    ]);
    const macs = distinct.reduce((sum, { shape: each, layers }) => sum + layers.length * macsOf(each), 0);
    expect(macs).toBe(69_124_736);
  });

  it("have the sizes of their inputs as the assignment writes them", () => {
    const sizes = (network: ReturnType<typeof residualNetwork>) =>
      distinctLayers(network).map(({ shape: { width, height } }) => [width, height]);
    expect(sizes(withInputSizes(residualNetwork()))).toEqual(
      [32, 32, 32, 16, 32, 16, 8, 16, 1].map((size) => [size, size]),
    );
  });
});
