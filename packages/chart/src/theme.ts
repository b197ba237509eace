/**
 * Colours and type of all charts, light and dark.
 *
 * Series colours are told apart by people with any of the common colour deficiencies: hues in the spirit of Okabe and Ito
 * 2008, "Color Universal Design", their lightness spread until the simulated colours differ (`color-deficiency.test.ts`).
 * Each has at least 4.5 : 1 contrast to the background, since labels
 * are written in them (WCAG 2.2, 1.4.3). No chart leaves a distinction to colour alone: lines have markers of their own and
 * a label at their end.
 */

export type ThemeName = "light" | "dark";

export interface Theme {
  readonly name: ThemeName;
  readonly background: string;
  readonly text: string;
  readonly muted: string;
  readonly axis: string;
  readonly grid: string;
  /** For up to eight series; a ninth starts over. */
  readonly series: readonly string[];
}

const THEMES: Readonly<Record<ThemeName, Theme>> = {
  light: {
    name: "light",
    background: "#ffffff",
    text: "#1b1f24",
    muted: "#565e68",
    axis: "#7a828c",
    grid: "#d9dde2",
    series: ["#0067a5", "#c3540f", "#04452c", "#8a2f7c", "#5c4a00", "#707278", "#00163a", "#b3234f"],
  },
  dark: {
    name: "dark",
    background: "#14181d",
    text: "#e8ecf1",
    muted: "#a5aeb9",
    axis: "#7d8792",
    grid: "#2a313a",
    series: ["#5ab4ec", "#f36632", "#2fe8a5", "#a57f9f", "#f7cf3b", "#d5e3f2", "#7e74f3", "#c37669"],
  },
};

export function themeOf(name: ThemeName): Theme {
  return THEMES[name];
}

export function seriesColor(theme: Theme, index: number): string {
  return theme.series[index % theme.series.length] ?? theme.text;
}

/** Node renders with the first, which is shipped; browsers without it have Verdana, which is as wide. */
export const FONT_FAMILY = "DejaVu Sans, Verdana, sans-serif";

export const TITLE_PX = 15;
export const PANEL_TITLE_PX = 12.5;
export const TEXT_PX = 11;
export const SMALL_PX = 10;

/** Relative luminance of `#rrggbb` (WCAG 2.2). */
export function luminance(color: string): number {
  const channel = (from: number): number => {
    const value = Number.parseInt(color.slice(from, from + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

/** Contrast ratio of two colours, 1 to 21. */
export function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** Black or white, whichever reads better on `color`. */
export function inkOn(color: string): string {
  return contrast(color, "#ffffff") >= contrast(color, "#101317") ? "#ffffff" : "#101317";
}
