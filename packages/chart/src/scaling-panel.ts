/**
 * Log-log lines of any number of figures over one swept attribute.
 *
 *     energy (pJ)
 *     10³ |                 _o  read        each line has its name at its end, markers of its own, and the fitted
 *         |    width^1.3 _o                 exponent of each segment beside it; a ring marks where the exponent changes
 *     10² |  o----o---o
 *         +--+----+---+-----+
 *            16   64  256   1024   width (bits)
 */
import * as Plot from "@observablehq/plot";
import { abscissaAxis, formatTick, type LogAxis, ordinateAxis } from "./log-ticks.ts";
import type { PanelContext } from "./panel.ts";
import { type Box, type LabelWish, type PixelPoint, placeAlongLines } from "./place-along-lines.ts";
import { spreadLabels } from "./place-labels.ts";
import { svgElement } from "./svg.ts";
import { breakLines, textWidth } from "./text-width.ts";
import { FONT_FAMILY, SMALL_PX, seriesColor, TEXT_PX, type Theme } from "./theme.ts";

export interface FittedSegment {
  readonly fromX: number;
  readonly toX: number;
  readonly exponent: number;
}

export interface ScalingSeries {
  /** `read`, `write and update`. */
  readonly name: string;
  /** Positive, ascending in x. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly segments: readonly FittedSegment[];
  /** Which colour and marker; its place among the series by default. */
  readonly style?: number;
}

export interface ScalingPanel {
  readonly kind: "scaling";
  readonly title?: string;
  /** For exponents: `width`. */
  readonly xName: string;
  /** `width (bits)`. */
  readonly xLabel: string;
  /** `energy (pJ)`. */
  readonly yLabel: string;
  readonly series: readonly ScalingSeries[];
}

const SYMBOLS = ["circle", "square", "triangle", "diamond2", "star", "cross", "times", "wye"] as const;
const LABEL_DISTANCE_PX = 14;
const MAX_LABEL_PX = 130;
const TOP_PX = 26;
const BOTTOM_PX = 44;
const MARKER_PX = 3.6;
const TICK_SPACE_PX = 44;
/** Markers of more points would run into one another. */
const MOST_MARKERS = 40;

interface Layout {
  readonly x: LogAxis;
  readonly y: LogAxis;
  readonly marginLeft: number;
  readonly marginRight: number;
  readonly labels: readonly (readonly string[])[];
}

function layOut({ series }: ScalingPanel, { width, height }: PanelContext): Layout {
  const points = series.flatMap((each) => each.points);
  const y = ordinateAxis(
    points.map((point) => point.y),
    Math.max(2, Math.floor((height - TOP_PX - BOTTOM_PX) / 28)),
  );
  const labels = series.map(({ name }) => breakLines(name, TEXT_PX, MAX_LABEL_PX));
  const labelWidth = Math.max(...labels.flat().map((line) => textWidth(line, TEXT_PX)));
  const marginLeft = Math.max(...y.ticks.map((tick) => textWidth(formatTick(tick), SMALL_PX))) + 16;
  const marginRight = labelWidth + 18;
  const x = abscissaAxis(
    points.map((point) => point.x),
    Math.max(2, Math.floor((width - marginLeft - marginRight) / TICK_SPACE_PX)),
  );
  return { x, y, marginLeft, marginRight, labels };
}

/** Pixel positions of log-log data. */
function projection(layout: Layout, { width, height }: PanelContext): (point: { x: number; y: number }) => PixelPoint {
  const share = (value: number, [low, high]: readonly [number, number]): number =>
    Math.log(value / low) / Math.log(high / low);
  return ({ x, y }) => ({
    x: layout.marginLeft + share(x, layout.x.domain) * (width - layout.marginLeft - layout.marginRight),
    y: height - BOTTOM_PX - share(y, layout.y.domain) * (height - TOP_PX - BOTTOM_PX),
  });
}

const symbolOf = (index: number): (typeof SYMBOLS)[number] => SYMBOLS[index % SYMBOLS.length] ?? "circle";

export function drawScalingPanel(data: ScalingPanel, context: PanelContext): SVGElement {
  const { document, theme, width, height } = context;
  const layout = layOut(data, context);
  const project = projection(layout, context);
  const styleOf = (index: number): number => data.series[index]?.style ?? index;
  const marks = data.series.flatMap(({ points, segments }, index) => {
    const color = seriesColor(theme, styleOf(index));
    const breaks = new Set(segments.slice(1).map(({ fromX }) => fromX));
    // Later lines are dashed and their markers hollow, so that lines which coincide all show.
    const over = index > 0;
    const marker = over ? { stroke: color, strokeWidth: 1.3, r: MARKER_PX * 1.35 } : { fill: color, r: MARKER_PX };
    return [
      Plot.line(points, {
        x: "x",
        y: "y",
        stroke: color,
        strokeWidth: 1.6,
        ...(over ? { strokeDasharray: "6 4" } : {}),
      }),
      Plot.dot(points.length > MOST_MARKERS ? [] : points, {
        x: "x",
        y: "y",
        symbol: symbolOf(styleOf(index)),
        ...marker,
      }),
      Plot.dot(
        points.filter(({ x }) => breaks.has(x)),
        { x: "x", y: "y", stroke: color, strokeWidth: 1.1, r: MARKER_PX * 2 },
      ),
    ];
  });
  const plot = Plot.plot({
    document,
    className: "tilewright-panel",
    width,
    height,
    marginTop: TOP_PX,
    marginBottom: BOTTOM_PX,
    marginLeft: layout.marginLeft,
    marginRight: layout.marginRight,
    x: { type: "log", domain: [...layout.x.domain], label: null },
    y: { type: "log", domain: [...layout.y.domain], label: null },
    marks: [
      Plot.gridX([...layout.x.ticks], { stroke: theme.grid, strokeOpacity: 1 }),
      Plot.gridY([...layout.y.ticks], { stroke: theme.grid, strokeOpacity: 1 }),
      Plot.axisX([...layout.x.ticks], {
        text: formatTick,
        fontSize: SMALL_PX,
        color: theme.axis,
        fill: theme.text,
      }),
      Plot.axisY([...layout.y.ticks], {
        text: formatTick,
        fontSize: SMALL_PX,
        color: theme.axis,
        fill: theme.text,
      }),
      ...marks,
    ],
  }) as SVGElement;
  plot.querySelector("style")?.remove();
  plot.setAttribute("font-family", FONT_FAMILY);
  plot.setAttribute("fill", theme.text);
  plot.append(
    ...axisLabels(data, layout, context),
    ...nameLabels(data, layout, context, project),
    ...exponentLabels(data, layout, context, project),
  );
  return plot;
}

function axisLabels(data: ScalingPanel, layout: Layout, context: PanelContext): readonly SVGElement[] {
  const { document, theme, width, height } = context;
  const middle = (layout.marginLeft + width - layout.marginRight) / 2;
  const text = { "font-size": TEXT_PX, fill: theme.muted };
  return [
    svgElement(document, "text", { ...text, x: middle, y: height - 8, "text-anchor": "middle" }, [data.xLabel]),
    svgElement(document, "text", { ...text, x: 4, y: 12, "text-anchor": "start" }, [data.yLabel]),
  ];
}

function nameLabels(
  { series }: ScalingPanel,
  { labels, marginRight }: Layout,
  { document, theme, width, height }: PanelContext,
  project: (point: { x: number; y: number }) => PixelPoint,
): readonly SVGElement[] {
  const ends = series.map(({ points }) => project(points.at(-1) ?? { x: 1, y: 1 }));
  const tallest = Math.max(1, ...labels.map((lines) => lines.length));
  const placed = spreadLabels(
    ends.map(({ y }) => y),
    LABEL_DISTANCE_PX * tallest,
    TOP_PX,
    height - BOTTOM_PX,
  );
  return series.flatMap(({ style }, index) => {
    const color = seriesColor(theme, style ?? index);
    const y = placed[index] ?? 0;
    const left = width - marginRight + 14;
    const lines = labels[index] ?? [];
    const end = ends[index] ?? { x: left, y };
    const leader = Math.abs(end.y - y) > 4 || left - end.x > 24;
    return [
      ...(leader
        ? [
            svgElement(document, "path", {
              d: `M${end.x + 6},${end.y}L${left - 3},${y}`,
              stroke: color,
              "stroke-width": 0.8,
              "stroke-opacity": 0.7,
              fill: "none",
            }),
          ]
        : []),
      ...lines.map((line, i) =>
        svgElement(
          document,
          "text",
          {
            x: left,
            y: y + 0.36 * TEXT_PX + (i - (lines.length - 1) / 2) * (TEXT_PX + 1.5),
            fill: color,
            "font-size": TEXT_PX,
            "text-anchor": "start",
          },
          [line],
        ),
      ),
    ];
  });
}

/** Width of `width^1.24` as it is drawn, the exponent raised and smaller. */
const EXPONENT_PX = 8;

function exponentText(
  document: Document,
  theme: Theme,
  color: string,
  box: Box,
  name: string,
  exponent: string,
): SVGElement {
  const baseline = box.bottom - 2.5;
  const place = { x: box.left, y: baseline, "text-anchor": "start", "font-size": SMALL_PX, fill: color };
  const halo = { stroke: theme.background, "stroke-width": 3, "stroke-linejoin": "round" };
  const content = (): readonly SVGElement[] => [
    svgElement(document, "tspan", {}, [name]),
    svgElement(document, "tspan", { dy: -4, "font-size": EXPONENT_PX }, [exponent]),
  ];
  return svgElement(document, "g", { "aria-label": "fitted exponent" }, [
    svgElement(document, "text", { ...place, ...halo }, content()),
    svgElement(document, "text", place, content()),
  ]);
}

function exponentLabels(
  { series, xName }: ScalingPanel,
  layout: Layout,
  { document, theme, width, height }: PanelContext,
  project: (point: { x: number; y: number }) => PixelPoint,
): readonly SVGElement[] {
  const lines = series.map(({ points }) => points.map(project));
  const markers = lines
    .filter(({ length }) => length <= MOST_MARKERS)
    .flat()
    .map(({ x, y }): Box => ({ left: x - 5, right: x + 5, top: y - 5, bottom: y + 5 }));
  const wanted = series.flatMap(({ segments, points, style }, index) =>
    segments.map((segment) => {
      const at = (x: number): PixelPoint => project(points.find((point) => point.x === x) ?? { x, y: 1 });
      const flat = Math.abs(segment.exponent) < 0.005;
      const name = flat ? "constant" : xName;
      const text = flat ? "" : segment.exponent.toFixed(2).replace("-", "−");
      const wish: LabelWish = {
        from: at(segment.fromX),
        to: at(segment.toX),
        width: textWidth(name, SMALL_PX) + textWidth(text, EXPONENT_PX) + 2,
        height: SMALL_PX + 5,
        line: index,
      };
      return { wish, name, text, color: seriesColor(theme, style ?? index) };
    }),
  );
  const boxes = placeAlongLines(
    wanted.map(({ wish }) => wish),
    { left: layout.marginLeft + 3, top: TOP_PX, right: width - layout.marginRight, bottom: height - BOTTOM_PX - 3 },
    lines,
    markers,
  );
  return wanted.flatMap(({ name, text, color }, index) => {
    const box = boxes[index];
    return box === undefined ? [] : [exponentText(document, theme, color, box, name, text)];
  });
}
