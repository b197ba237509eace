import { expect, test } from "vitest";
import { smallChip } from "../evaluation/testing/small-chip.ts";
import { compactMapping } from "./compact-mapping.ts";

test("a mapping in one line, outermost level first, with what is kept and axes of spatial loops", () => {
  const { mapping, workload } = smallChip({ bufferKeeps: "Inputs" });
  expect(mapping && compactMapping(mapping, workload)).toBe("L2[WIO] M2 P2 - L1[I] P1 R2Y M2X - L0[WIO] P4 R3 ");
});
