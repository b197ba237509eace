/** One log-log chart on a page of its own. */
import { drawChartPage } from "./chart-page.ts";
import type { ScalingPanel } from "./scaling-panel.ts";
import type { ThemeName } from "./theme.ts";

export interface ScalingChart extends Omit<ScalingPanel, "title" | "kind"> {
  readonly title: string;
  readonly subtitle?: string;
  readonly source?: string;
}

/** @example serializeSvg(drawScalingChart(document, chart, "light")) */
export function drawScalingChart(document: Document, chart: ScalingChart, theme: ThemeName): SVGElement {
  const { title, subtitle, source, ...data } = chart;
  return drawChartPage(
    document,
    {
      title,
      ...(subtitle === undefined ? {} : { subtitle }),
      ...(source === undefined ? {} : { source }),
      panels: [{ kind: "scaling", ...data }],
    },
    theme,
  );
}
