import { expect, it } from "vitest";
import { plainValue } from "./scalar.ts";

it.each([
  ["", null],
  ["~", null],
  ["null", null],
  ["True", true],
  ["true", true],
  ["FALSE", false],
  ["yes", "yes"],
  ["No", "No"],
  ["on", "on"],
  ["y", "y"],
  ["0", 0],
  ["-12", -12],
  ["+3", 3],
  ["010", 10],
  ["1_000", 1000],
  ["0x1F", 31],
  ["0o17", 15],
  ["0b11", 3],
  ["-0x10", -16],
  ["1.5", 1.5],
  [".5", 0.5],
  ["2.", 2],
  ["1e-9", 1e-9],
  ["1E3", 1000],
  [".inf", Number.POSITIVE_INFINITY],
  ["-.INF", Number.NEGATIVE_INFINITY],
  [".nan", Number.NaN],
  ["45nm", "45nm"],
  ["1.2.3", "1.2.3"],
  ["e5", "e5"],
  ["-", "-"],
  ["__proto__", "__proto__"],
  ["R=3", "R=3"],
])("%j means %j", (raw, value) => {
  expect(plainValue(raw)).toEqual({ value });
});

it("tells of integers that a double cannot hold", () => {
  expect(plainValue("9007199254740993")).toMatchObject({ inexact: true });
  expect(plainValue("9007199254740991")).toEqual({ value: 9007199254740991 });
  expect(plainValue("1e300")).toEqual({ value: 1e300 });
});
