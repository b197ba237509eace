/** SRAM requests for tests: a plain one to vary, and random ones. */
import fc from "fast-check";
import type { SramEstimate, SramRequest } from "../sram-estimate.ts";
import { estimateSram } from "../sram-estimate.ts";

export const plainRam: SramRequest = {
  technologyNm: 45,
  widthBits: 64,
  depth: 1024,
  banks: 1,
  readWritePorts: 1,
  kind: "ram",
};

export function estimateOf(change: Partial<SramRequest>): SramEstimate {
  const result = estimateSram({ ...plainRam, ...change });
  if (result.kind === "refusal") throw new Error(result.reason);
  return result;
}

export const anyRam: fc.Arbitrary<SramRequest> = fc.record({
  technologyNm: fc.constantFrom(7, 16, 22, 28, 32, 40, 45, 55, 65, 90, 130),
  widthBits: fc.integer({ min: 1, max: 256 }),
  depth: fc.integer({ min: 1, max: 4096 }),
  banks: fc.integer({ min: 1, max: 32 }),
  readWritePorts: fc.integer({ min: 1, max: 4 }),
  kind: fc.constant("ram" as const),
});
