import { describe, expect, it } from "vitest";
import type { LevelMapping, Mapping } from "../mapping/mapping.ts";
import { brokenLimits } from "./broken-limits.ts";
import { Mapspace } from "./mapspace.ts";
import { readConstraints } from "./read-constraints.ts";
import { readChip } from "./testing/small-chip.ts";

const CONSTRAINTS = `
mapspace_constraints:
  - {target: Buffer, type: temporal, factors: "M<=2", permutation: MNK}
  - {target: Buffer, type: dataspace, bypass: [A]}
`;
const BUFFER = 1;

const { spec } = readChip(CONSTRAINTS);
const { limits } = readConstraints(spec!);
const mapspace = new Mapspace(spec!, limits!);
const codes = (mapping: Mapping): readonly string[] =>
  brokenLimits(spec!, mapping, limits!).map(({ message, code }) => `${code}: ${message}`);

function changed(mapping: Mapping, change: Partial<LevelMapping>): Mapping {
  return { levels: mapping.levels.map((level) => (level.level === BUFFER ? { ...level, ...change } : level)) };
}

describe("a mapping judged by constraints", () => {
  it("breaks none where it is in the mapspace", () => {
    const step = mapspace.size / 50n + 1n;
    for (let index = 0n; index < mapspace.size; index += step) expect(codes(mapspace.mappingAt(index))).toEqual([]);
  });

  it("says which factor, order or keep breaks which", () => {
    const mapping = mapspace.mappingAt(0n);
    const buffer = mapping.levels[BUFFER]!;
    const loop = (dimension: number, bound: number): LevelMapping["temporal"][number] => {
      return { dimension, bound, residual: bound };
    };
    const tooLarge = codes(changed(mapping, { temporal: [loop(0, 4), loop(1, 1), loop(2, 1)] }));
    expect(tooLarge).toEqual([expect.stringMatching(/^mapping-breaks-constraint: the temporal factor M=4 of Buffer/)]);
    const turned = codes(changed(mapping, { temporal: [loop(1, 2), loop(0, 2), loop(2, 1)] }));
    expect(turned).toEqual([
      expect.stringMatching(/the order of the temporal loops of Buffer breaks a constraint: M N/),
    ]);
    const kept = codes(changed(mapping, { keep: buffer.keep.map(() => true) }));
    expect(kept).toEqual([expect.stringContaining("Buffer keeps A breaks a constraint: bypass")]);
  });
});
