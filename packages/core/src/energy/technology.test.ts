import { expect, test } from "vitest";
import { parseTechnologyNm } from "./technology.ts";

test.each([
  [45, 45],
  ["45", 45],
  ["45nm", 45],
  ["45 nm", 45],
  ["45NM", 45],
  ["0.045um", 45],
  ["0.045 µm", 45],
  [0.045, 45],
  [4.5e-8, 45],
  ["4.5e-8m", 45],
  ["7nm", 7],
])("%s is %d nm", (spelling, nanometres) => {
  expect(parseTechnologyNm(spelling)).toBe(nanometres);
});

test.each([["SET ME"], [""], [-45], [0], [Number.NaN], [null], [true], ["45 apples"]])("%s is no node", (spelling) => {
  expect(parseTechnologyNm(spelling)).toBeUndefined();
});
