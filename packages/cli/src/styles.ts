/**
 * Roles of text in reports and how a terminal shows them. Reports are pure functions of a `Styles`, so tests read
 * them plain. Colours follow what the stream supports, NO_COLOR and FORCE_COLOR.
 */
import { styleText } from "node:util";

export type Style = (text: string) => string;

export interface Styles {
  /** Titles and names of levels. */
  readonly strong: Style;
  /** Units, frames, what the eye may skip. */
  readonly faint: Style;
  /** Loop variables and labels. */
  readonly accent: Style;
  /** Spatial loops. */
  readonly spatial: Style;
  readonly good: Style;
  readonly bad: Style;
}

const same: Style = (text) => text;

/** No escape codes at all. */
export const PLAIN_STYLES: Styles = {
  strong: same,
  faint: same,
  accent: same,
  spatial: same,
  good: same,
  bad: same,
};

type Format = Parameters<typeof styleText>[0];

/** Styles for a stream: plain where it is no terminal or colour is switched off. */
export function stylesFor(stream: NodeJS.WriteStream): Styles {
  const style =
    (format: Format): Style =>
    (text) =>
      styleText(format, text, { stream });
  return {
    strong: style("bold"),
    faint: style("dim"),
    accent: style("cyan"),
    spatial: style("magenta"),
    good: style("green"),
    bad: style("red"),
  };
}
