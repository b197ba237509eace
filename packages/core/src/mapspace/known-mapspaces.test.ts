/** Sizes of mapspaces that people know, and mappings of them through YAML and back. */
import { describe, expect, it } from "vitest";
import { printMapping } from "../mapping/print-mapping.ts";
import { readTexts } from "../spec/testing/read-texts.ts";
import { Mapspace } from "./mapspace.ts";
import { readConstraints } from "./read-constraints.ts";
import {
  DATAFLOW_03,
  RESNET_LAYER,
  ROW_STATIONARY_03,
  ROW_STATIONARY_04,
  SHORTCUTS_03,
} from "./testing/row-stationary.ts";

const cases = [
  ["0.3, dataflow and shortcuts", [ROW_STATIONARY_03, DATAFLOW_03, SHORTCUTS_03], 5_405n],
  ["0.3, dataflow", [ROW_STATIONARY_03, DATAFLOW_03], 10_143_318n],
  ["0.3, free", [ROW_STATIONARY_03], 76_093_797_483_050_139_648n],
  ["0.4, dataflow at nodes", [ROW_STATIONARY_04], 1_217_756_746n],
] as const;

function filesOf(texts: readonly string[], mapping?: string): Record<string, string> {
  const all = [...texts, RESNET_LAYER, ...(mapping === undefined ? [] : [mapping])];
  return Object.fromEntries(all.map((text, i) => [`${i}.yaml`, text]));
}

describe("ResNet-32's 3x3 layer of 16 channels on a row-stationary array", () => {
  it.each(cases)("%s: its size, and its mappings as YAML", (_, texts, size) => {
    const { spec, diagnostics } = readTexts(filesOf(texts));
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    const reading = readConstraints(spec!);
    expect(reading.diagnostics).toEqual([]);
    const mapspace = new Mapspace(spec!, reading.limits!);
    expect(mapspace.size).toBe(size);
    for (let i = 0n; i < 5n; i++) {
      const index = (size * (2n * i + 1n)) / 10n + i;
      const mapping = mapspace.mappingAt(index);
      const text = printMapping(mapping, spec!.architecture, spec!.workload);
      const again = readTexts(filesOf(texts, text));
      expect(again.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
      expect(mapspace.indexOf(again.spec!.mapping!)).toBe(index);
    }
  });
});
