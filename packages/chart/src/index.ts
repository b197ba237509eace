/** The charts of tilewright: pure functions of data, a theme and a document. */
export { type BreakdownChart, drawBreakdownChart } from "./breakdown-chart.ts";
export type { BreakdownPanel } from "./breakdown-panel.ts";
export { type ChartPage, drawChartPage, type Panel } from "./chart-page.ts";
export { drawScalingChart, type ScalingChart } from "./scaling-chart.ts";
export type { FittedSegment, ScalingPanel, ScalingSeries } from "./scaling-panel.ts";
export { serializeSvg } from "./svg.ts";
export type { ThemeName } from "./theme.ts";
