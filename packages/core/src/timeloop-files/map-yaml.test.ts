import { expect, it } from "vitest";
import { smallChip } from "../evaluation/testing/small-chip.ts";
import type { Mapping } from "../mapping/mapping.ts";
import { writeMapYaml } from "./map-yaml.ts";

const spec = smallChip();
const withLoops = (loops: Mapping["levels"][number]["temporal"]): Mapping => {
  const levels = (spec.mapping?.levels ?? []).map((level) => ({ ...level, temporal: [], spatialX: [], spatialY: [] }));
  return { levels: levels.map((level, i) => (i === 0 ? { ...level, temporal: loops } : level)) };
};

it("a shorter last iteration keeps its length", () => {
  const mapping = withLoops([{ dimension: 1, bound: 3, residual: 2 }]);
  expect(writeMapYaml({ ...spec, mapping })).toContain("factors: M1 R3,2 P1\n    permutation: RMP");
});

it("names of several letters are set apart", () => {
  const loopDimensions = spec.workload.loopDimensions.map((d) => ({ ...d, name: `${d.name}out` }));
  const mapping = withLoops([{ dimension: 2, bound: 4, residual: 4 }]);
  const text = writeMapYaml({ ...spec, mapping, workload: { ...spec.workload, loopDimensions } });
  expect(text).toContain("factors: Mout=1 Rout=1 Pout=4\n    permutation: Pout,Mout,Rout");
});

it("without a mapping there is no text", () => {
  const { mapping, ...rest } = spec;
  expect(mapping).toBeDefined();
  expect(writeMapYaml(rest)).toBe("");
});
