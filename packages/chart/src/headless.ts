/** Charts where there is no browser: the document is linkedom's. Heavy to load, so ask for it only to draw. */
import { parseHTML } from "linkedom";
import { type ChartPage, drawChartPage } from "./chart-page.ts";
import { serializeSvg } from "./svg.ts";
import type { ThemeName } from "./theme.ts";

/** The page as the text of a self-contained SVG file. */
export function renderChartPage(page: ChartPage, theme: ThemeName): string {
  const { document } = parseHTML("<html></html>");
  return serializeSvg(drawChartPage(document, page, theme));
}
