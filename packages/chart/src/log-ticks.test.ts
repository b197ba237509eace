import { describe, expect, it } from "vitest";
import { abscissaAxis, formatTick, ordinateAxis } from "./log-ticks.ts";

describe("ticks", () => {
  it("are powers of two where the values are", () => {
    expect(abscissaAxis([16, 64, 128], 9)).toEqual({ domain: [16, 128], ticks: [16, 32, 64, 128] });
    expect(abscissaAxis([2 ** 0, 2 ** 20], 6).ticks).toEqual([1, 16, 256, 4096, 65536, 1048576]);
  });

  it("are decades elsewhere, or 1, 2 and 5 of each where these would be few", () => {
    expect(abscissaAxis([10, 30000], 9).ticks).toEqual([10, 100, 1000, 10000]);
    expect(abscissaAxis([3, 60], 9).ticks).toEqual([5, 10, 20, 50]);
  });

  it("leave air above and below, and a constant in the middle of a factor of four", () => {
    const { domain } = ordinateAxis([98, 98], 9);
    expect(domain[1] / domain[0]).toBeGreaterThanOrEqual(4 - 1e-9);
    expect(Math.sqrt(domain[0] * domain[1])).toBeCloseTo(98, 9);
    const wide = ordinateAxis([1, 1e6], 9).domain;
    expect(wide[0]).toBeLessThan(1);
    expect(wide[1]).toBeGreaterThan(1e6);
  });

  it.each([
    [0.001, "0.001"],
    [8192, "8192"],
    [10000, "10000"],
    [100000, "10⁵"],
    [1e-7, "10⁻⁷"],
    [2e-7, "2e-7"],
  ])("%d is written %s", (value, text) => {
    expect(formatTick(value)).toBe(text);
  });
});
