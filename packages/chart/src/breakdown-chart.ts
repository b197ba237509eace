/** Stacked shares on a page of their own. */
import type { BreakdownPanel } from "./breakdown-panel.ts";
import { drawChartPage } from "./chart-page.ts";
import type { ThemeName } from "./theme.ts";

export interface BreakdownChart extends Omit<BreakdownPanel, "title" | "kind"> {
  readonly title: string;
  readonly subtitle?: string;
  readonly source?: string;
}

export function drawBreakdownChart(document: Document, chart: BreakdownChart, theme: ThemeName): SVGElement {
  const { title, subtitle, source, ...data } = chart;
  return drawChartPage(
    document,
    {
      title,
      ...(subtitle === undefined ? {} : { subtitle }),
      ...(source === undefined ? {} : { source }),
      panels: [{ kind: "breakdown", ...data }],
    },
    theme,
  );
}
