/** What a panel is drawn with: a place on the page, a theme, and a document to make elements with. */
import type { Theme } from "./theme.ts";

export interface PanelContext {
  readonly document: Document;
  readonly theme: Theme;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}
