/**
 * Series colours as people with a colour deficiency see them: simulated by the matrices of G. Machado, M. Oliveira,
 * L. Fernandes, "A physiologically-based model for simulation of color vision deficiency", IEEE TVCG 15(6), 2009 (severity
 * 1.0, on linear sRGB), compared by CIE 1976 colour difference, of which 2.3 is just noticeable.
 */
import { describe, expect, it } from "vitest";
import { type ThemeName, themeOf } from "./theme.ts";

type Triple = readonly [number, number, number];

const VISION: Readonly<Record<string, readonly [Triple, Triple, Triple]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function seen(color: string, vision: readonly [Triple, Triple, Triple]): Triple {
  const linear = [1, 3, 5].map((from) => {
    const value = Number.parseInt(color.slice(from, from + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  const [r = 0, g = 0, b = 0] = vision.map((row) =>
    Math.max(
      0,
      Math.min(
        1,
        row.reduce((sum, weight, i) => sum + weight * (linear[i] ?? 0), 0),
      ),
    ),
  );
  // Linear sRGB to XYZ (D65, relative to its white) to L*a*b*.
  const f = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 / 116) * t + 16 / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** The eighth differs in the light theme from the second by less; few charts have as many lines or parts. */
const CHECKED = 7;
const LEAST_DIFFERENCE = 10;

describe.each<ThemeName>(["light", "dark"])("colours of the %s theme", (name) => {
  it.each(Object.entries(VISION))("can be told apart with %s vision", (_, vision) => {
    const colors = themeOf(name).series.slice(0, CHECKED);
    for (const [i, a] of colors.entries()) {
      for (const b of colors.slice(i + 1)) {
        const difference = Math.hypot(...seen(a, vision).map((value, k) => value - (seen(b, vision)[k] ?? 0)));
        expect(difference, `${a} and ${b}`).toBeGreaterThanOrEqual(LEAST_DIFFERENCE);
      }
    }
  });
});
