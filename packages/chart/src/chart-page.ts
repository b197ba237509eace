/**
 * A page of one or more panels with a title, a subtitle and a line on where the figures come from, as one SVG.
 *
 *     Title
 *     subtitle
 *     (a) panel title      (b) panel title
 *     [ panel ]            [ panel ]
 *     source
 */
import { type BreakdownPanel, drawBreakdownPanel } from "./breakdown-panel.ts";
import type { PanelContext } from "./panel.ts";
import { drawScalingPanel, type ScalingPanel } from "./scaling-panel.ts";
import { svgElement } from "./svg.ts";
import { breakLines } from "./text-width.ts";
import { FONT_FAMILY, PANEL_TITLE_PX, SMALL_PX, TEXT_PX, type ThemeName, TITLE_PX, themeOf } from "./theme.ts";

/** Data only: a page may be kept as JSON. */
export type Panel = ScalingPanel | BreakdownPanel;

export interface ChartPage {
  readonly title: string;
  readonly subtitle?: string;
  /** Who computed the figures and by what. */
  readonly source?: string;
  readonly panels: readonly Panel[];
  /** Panels beside one another; 1 by default. */
  readonly columns?: number;
  /** Pixels of one panel. */
  readonly panelWidth?: number;
  readonly panelHeight?: number;
}

const MARGIN_PX = 20;
const GAP_PX = 28;

interface TextBlock {
  readonly lines: readonly string[];
  readonly size: number;
  readonly bold?: boolean;
  readonly color: string;
}

function drawPanel(panel: Panel, context: PanelContext): SVGElement {
  return panel.kind === "scaling" ? drawScalingPanel(panel, context) : drawBreakdownPanel(panel, context);
}

/** Draws the page with `document`, which a browser has and Node is given. */
export function drawChartPage(document: Document, page: ChartPage, themeName: ThemeName): SVGElement {
  const theme = themeOf(themeName);
  const columns = Math.max(1, Math.min(page.columns ?? 1, page.panels.length));
  const { panelWidth = columns === 1 ? 660 : 540, panelHeight = 400 } = page;
  const inner = columns * panelWidth + (columns - 1) * GAP_PX;
  const width = inner + 2 * MARGIN_PX;
  const children: Element[] = [];
  let y = MARGIN_PX;
  const write = ({ lines, size, bold, color }: TextBlock, x: number, from: number): number => {
    lines.forEach((line, i) => {
      const place = { x, y: from + size + i * size * 1.35 };
      const weight = { "font-weight": bold === true ? 700 : undefined };
      children.push(svgElement(document, "text", { ...place, ...weight, "font-size": size, fill: color }, [line]));
    });
    return from + (lines.length === 0 ? 0 : size * (1 + 1.35 * (lines.length - 1)));
  };
  const block = (text: string, size: number, color: string, bold: boolean = false): TextBlock => ({
    lines: breakLines(text, size, inner, bold),
    size,
    bold,
    color,
  });
  y = write(block(page.title, TITLE_PX, theme.text, true), MARGIN_PX, y) + 7;
  if (page.subtitle !== undefined) y = write(block(page.subtitle, TEXT_PX, theme.muted), MARGIN_PX, y) + 5;
  y += 12;
  const titled = page.panels.some(({ title }) => title !== undefined);
  const titleHeight = titled ? PANEL_TITLE_PX + 10 : 0;
  page.panels.forEach((panel, index) => {
    const x = MARGIN_PX + (index % columns) * (panelWidth + GAP_PX);
    const top = y + Math.floor(index / columns) * (panelHeight + titleHeight + GAP_PX);
    if (panel.title !== undefined) {
      const lines = [panel.title];
      write({ lines, size: PANEL_TITLE_PX, bold: true, color: theme.text }, x, top);
    }
    const drawn = drawPanel(panel, { document, theme, width: panelWidth, height: panelHeight });
    drawn.setAttribute("x", String(x));
    drawn.setAttribute("y", String(top + titleHeight));
    children.push(drawn);
  });
  const rows = Math.ceil(page.panels.length / columns);
  y += rows * (panelHeight + titleHeight) + (rows - 1) * GAP_PX;
  if (page.source !== undefined) y = write(block(page.source, SMALL_PX, theme.muted), MARGIN_PX, y + 8) + 4;
  const height = Math.ceil(y + MARGIN_PX - 6);
  return svgElement(
    document,
    "svg",
    { width, height, viewBox: `0 0 ${width} ${height}`, "font-family": FONT_FAMILY, role: "img" },
    [
      svgElement(document, "title", {}, [page.title]),
      svgElement(document, "rect", { width, height, fill: theme.background }),
      ...children,
    ],
  );
}
