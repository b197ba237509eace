import { describe, expect, it } from "vitest";
import { contrast, inkOn, type ThemeName, themeOf } from "./theme.ts";

describe.each<ThemeName>(["light", "dark"])("the %s theme", (name) => {
  const theme = themeOf(name);

  it("has text and series that stand out from the background (WCAG 2.2 AA)", () => {
    for (const color of [theme.text, theme.muted, ...theme.series]) {
      expect(contrast(color, theme.background), color).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(theme.axis, theme.background)).toBeGreaterThanOrEqual(3);
  });

  it("has numbers that can be read on bars", () => {
    for (const color of theme.series) expect(contrast(color, inkOn(color)), color).toBeGreaterThanOrEqual(4.5);
  });

  it("has different colours", () => {
    expect(new Set(theme.series).size).toBe(theme.series.length);
  });
});

it("contrast is that of WCAG", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 9);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});
