import { describe, expect, it } from "vitest";
import {
  energyUnitFor,
  formatCount,
  formatDuration,
  formatEnergy,
  formatPlural,
  formatScientific,
  formatShare,
} from "./format-number.ts";

const plain = (text: string): string => text.replaceAll("\u00a0", " ");

describe("numbers for people", () => {
  it.each([
    [0, "0"],
    [1536, "1 536"],
    [1234567, "1 234 567"],
    [-1536, "-1 536"],
    [12.5, "12.50"],
    [1234.5678, "1 234.57"],
    [2 ** 60, "1.153e18"],
    [Number.POSITIVE_INFINITY, "∞"],
  ])("counts %d as %s", (count, text) => expect(plain(formatCount(count))).toBe(text));

  it.each([
    [0, "0 %"],
    [1, "100 %"],
    [0.091, "9.1 %"],
    [0.00001, "<0.1 %"],
    [0.99999, "100 %"],
  ])("shows the share %d as %s", (share, text) => expect(plain(formatShare(share))).toBe(text));

  it.each([
    [9230.12, "9 230.1 pJ"],
    [0.845, "0.845 pJ"],
    [999999, "999 999.0 pJ"],
    [31_200_000, "31.2 µJ"],
    [5e12, "5 000.0 mJ"],
    [5e13, "50.0 J"],
  ])("shows %d pJ as %s", (energy, text) => expect(plain(formatEnergy(energy))).toBe(text));

  it("chooses one unit for a column", () => expect(energyUnitFor([1, 2e9]).name).toBe("µJ"));

  it.each([
    [0, "0"],
    [1.4177e-5, "1.418e-5"],
    [0.5, "0.5"],
    [123456, "1.235e5"],
  ])("shows %d as %s", (value, text) => expect(formatScientific(value)).toBe(text));

  it("counts things", () =>
    expect([1, 2].map((count) => plain(formatPlural(count, "word")))).toEqual(["1 word", "2 words"]));

  it.each([
    [0.2, "1 s"],
    [89, "89 s"],
    [600, "10 min"],
    [7800, "2 h 10 min"],
  ])("shows %d seconds as %s", (seconds, text) => expect(formatDuration(seconds)).toBe(text));
});
