import { describe, expect, test } from "vitest";
import { agrees } from "./agreement.ts";

describe("agrees", () => {
  test("integers agree exactly", () => {
    expect(agrees("integer", 288, 288)).toBe(true);
    expect(agrees("integer", 288, 288.0001)).toBe(false);
    expect(agrees("integer", 288, undefined)).toBe(false);
  });

  test("decimals agree to half of the printed last place, ties included", () => {
    expect(agrees("decimal", 0.12, 0.125)).toBe(true);
    expect(agrees("decimal", 0.13, 0.125)).toBe(true);
    expect(agrees("decimal", 0.12, 0.1251)).toBe(false);
  });

  test("energies agree to 0.01 pJ or a millionth", () => {
    expect(agrees("energy", 100, 100.009)).toBe(true);
    expect(agrees("energy", 100, 100.02)).toBe(false);
    expect(agrees("energy", 1e9, 1e9 + 900)).toBe(true);
  });

  test("figures of three digits agree to half of the third", () => {
    expect(agrees("significant3", 6.74e-5, 6.7449e-5)).toBe(true);
    expect(agrees("significant3", 6.74e-5, 6.746e-5)).toBe(false);
    expect(agrees("significant3", 0, 0)).toBe(true);
  });

  test("words agree literally, and `-` is not a number", () => {
    expect(agrees("text", "SRAM", "SRAM")).toBe(true);
    expect(agrees("decimal", "-", "-")).toBe(true);
    expect(agrees("decimal", "-", 4)).toBe(false);
    expect(agrees("decimal", 4, "-")).toBe(false);
  });
});
