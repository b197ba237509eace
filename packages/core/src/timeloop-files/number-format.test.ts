import { describe, expect, it } from "vitest";
import { fixed2, integer, pythonFloat, scientific2 } from "./number-format.ts";

describe("numbers as C++ prints them", () => {
  it.each([
    [0.125, "0.12"],
    [0.375, "0.38"],
    [2.675, "2.67"],
    [1234567.125, "1234567.12"],
    [-0.125, "-0.12"],
    [1e-30, "0.00"],
    [2 ** 70, "1180591620717411303424.00"],
    [Number.NaN, "-nan"],
    [Number.POSITIVE_INFINITY, "inf"],
  ])("fixed: %d is %s", (value, text) => {
    expect(fixed2(value)).toBe(text);
  });

  it.each([
    [3.51e-8, "3.51e-08"],
    [137, "1.37e+02"],
    [0, "0.00e+00"],
    [1.125, "1.12e+00"],
    [1.5e120, "1.50e+120"],
  ])("scientific: %d is %s", (value, text) => {
    expect(scientific2(value)).toBe(text);
  });

  it("whole, without exponent or fraction", () => {
    expect([integer(3), integer(2.75), integer(2 ** 70)]).toEqual(["3", "2", "1180591620717411303424"]);
  });
});

it.each([
  [512, "512.0"],
  [0.42, "0.42"],
  [1e-9, "1e-09"],
  [0.00005, "5e-05"],
  [0.0001, "0.0001"],
  [1e16, "1e+16"],
  [0, "0.0"],
])("numbers as Python prints them: %d is %s", (value, text) => {
  expect(pythonFloat(value)).toBe(text);
});
