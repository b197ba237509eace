/** Mappings that no reader has seen: built or changed by a program. */
import { describe, expect, it } from "vitest";
import type { Loop, Mapping } from "../mapping/mapping.ts";
import type { Spec } from "../spec/spec.ts";
import { evaluate } from "./evaluate.ts";
import { codesOf, smallChip } from "./testing/small-chip.ts";

/** The chip with the factors of `dimension` changed in the temporal loops of one level. */
function changed(level: number, dimension: string, factor: Pick<Loop, "bound" | "residual">): Spec {
  const spec = smallChip();
  const { mapping, workload } = spec;
  if (mapping === undefined) throw new Error("the chip has a mapping");
  const index = workload.loopDimensions.findIndex(({ name }) => name === dimension);
  const levels = mapping.levels.map((levelMapping, i): Mapping["levels"][number] => {
    if (i !== level) return levelMapping;
    return {
      ...levelMapping,
      temporal: levelMapping.temporal.map((loop) => (loop.dimension === index ? { ...loop, ...factor } : loop)),
    };
  });
  return { ...spec, mapping: { ...mapping, levels } };
}

function refusal(spec: Spec): { reason: string; codes: readonly string[] } | undefined {
  const evaluation = evaluate(spec);
  return evaluation.valid ? undefined : { reason: evaluation.reason, codes: codesOf(evaluation.diagnostics) };
}

describe("factors of a mapping built by a program", () => {
  it("must make the sizes", () => {
    expect(refusal(smallChip())).toBeUndefined();
    // R is 2 across the cells times 3 in each.
    expect(refusal(changed(0, "R", { bound: 2, residual: 2 }))).toEqual({
      reason: "factors",
      codes: ["factor-product"],
    });
    expect(refusal(changed(2, "M", { bound: 1, residual: 1 }))).toEqual({
      reason: "factors",
      codes: ["factor-product"],
    });
  });

  it("count shorter last iterations", () => {
    // 2 * 4 words of P: the last iteration of one level may be shorter where another is longer.
    expect(refusal(changed(0, "P", { bound: 4, residual: 3 }))?.codes).toEqual(["factor-product"]);
    expect(refusal(changed(0, "P", { bound: 7, residual: 1 }))).toBeUndefined();
  });

  it("must be whole, and no last iteration longer than the others", () => {
    expect(refusal(changed(0, "P", { bound: 2, residual: 6 }))?.codes).toContain("bad-factor");
    expect(refusal(changed(0, "R", { bound: Number.NaN, residual: 3 }))?.reason).toBe("factors");
    expect(refusal(changed(0, "P", { bound: 4.5, residual: 3.5 }))?.reason).toBe("factors");
  });
});
