/**
 * Of what a figure is made, for each point of a sweep: stacked shares of the circuit's terms, each named at the right.
 *
 *     share of read energy (%)
 *     100 | ##  ##  ##  --  ── H-tree
 *         | ==  ==  --  --  ── bit lines
 *         +-16--32--64--128   width (bits)
 */
import * as Plot from "@observablehq/plot";
import { formatTick } from "./log-ticks.ts";
import type { PanelContext } from "./panel.ts";
import { spreadLabels } from "./place-labels.ts";
import { svgElement } from "./svg.ts";
import { breakLines, textWidth } from "./text-width.ts";
import { FONT_FAMILY, inkOn, SMALL_PX, seriesColor, TEXT_PX } from "./theme.ts";

export interface BreakdownPanel {
  readonly kind: "breakdown";
  readonly title?: string;
  readonly xLabel: string;
  /** `share of read energy (%)`. */
  readonly yLabel: string;
  /** From the bottom of the stack upwards; the same list on each panel of a page gives each term its colour. */
  readonly termNames: readonly string[];
  readonly points: readonly { readonly x: number; readonly shares: Readonly<Record<string, number>> }[];
}

const TOP_PX = 26;
const BOTTOM_PX = 44;
const LEFT_PX = 38;
const MAX_LABEL_PX = 130;
const LABEL_DISTANCE_PX = 14;
const LEAST_SHARE_WITH_NUMBER = 0.055;
const LEAST_BAR_WITH_NUMBER_PX = 26;

interface Piece {
  readonly x: string;
  readonly from: number;
  readonly to: number;
  readonly term: number;
}

export function drawBreakdownPanel(data: BreakdownPanel, context: PanelContext): SVGElement {
  const { document, theme, width, height } = context;
  const labels = data.termNames.map((name) => breakLines(name, TEXT_PX, MAX_LABEL_PX));
  const marginRight = Math.max(...labels.flat().map((line) => textWidth(line, TEXT_PX))) + 24;
  const pieces = data.points.flatMap(({ x, shares }) => {
    let top = 0;
    return data.termNames.map((name, term): Piece => {
      const from = top;
      top += shares[name] ?? 0;
      return { x: formatTick(x), from: from * 100, to: top * 100, term };
    });
  });
  const barPx = (0.86 * (width - LEFT_PX - marginRight)) / Math.max(1, data.points.length);
  const plot = Plot.plot({
    document,
    className: "tilewright-panel",
    width,
    height,
    marginTop: TOP_PX,
    marginBottom: BOTTOM_PX,
    marginLeft: LEFT_PX,
    marginRight,
    x: {
      type: "band",
      domain: data.points.map(({ x }) => formatTick(x)),
      label: null,
      paddingInner: 0.14,
      paddingOuter: 0.07,
    },
    y: { domain: [0, 100], label: null },
    marks: [
      Plot.axisX({ fontSize: SMALL_PX, color: theme.axis, fill: theme.text, tickSize: 0 }),
      Plot.axisY([0, 25, 50, 75, 100], { fontSize: SMALL_PX, color: theme.axis, fill: theme.text }),
      Plot.barY(
        pieces.filter(({ from, to }) => to > from),
        {
          x: "x",
          y1: "from",
          y2: "to",
          fill: (piece: Piece) => seriesColor(theme, piece.term),
          stroke: theme.background,
          strokeWidth: 0.8,
        },
      ),
      Plot.text(
        pieces.filter(
          ({ from, to }) => to - from >= 100 * LEAST_SHARE_WITH_NUMBER && barPx >= LEAST_BAR_WITH_NUMBER_PX,
        ),
        {
          x: "x",
          y: (piece: Piece) => (piece.from + piece.to) / 2,
          text: (piece: Piece) => (piece.to - piece.from).toFixed(0),
          fill: (piece: Piece) => inkOn(seriesColor(theme, piece.term)),
          fontSize: SMALL_PX,
        },
      ),
    ],
  }) as SVGElement;
  plot.querySelector("style")?.remove();
  plot.setAttribute("font-family", FONT_FAMILY);
  plot.setAttribute("fill", theme.text);
  const middle = (LEFT_PX + width - marginRight) / 2;
  const text = { "font-size": TEXT_PX, fill: theme.muted };
  plot.append(
    svgElement(document, "text", { ...text, x: middle, y: height - 8, "text-anchor": "middle" }, [data.xLabel]),
    svgElement(document, "text", { ...text, x: 4, y: 12, "text-anchor": "start" }, [data.yLabel]),
    ...termLabels(data, pieces, labels, marginRight, context),
  );
  return plot;
}

/** Each term's name at the height of its piece in the last bar, with a line to it. */
function termLabels(
  { points, termNames }: BreakdownPanel,
  pieces: readonly Piece[],
  labels: readonly (readonly string[])[],
  marginRight: number,
  { document, theme, width, height }: PanelContext,
): readonly SVGElement[] {
  const last = formatTick(points.at(-1)?.x ?? 1);
  const toPixel = (share: number): number => height - BOTTOM_PX - (share / 100) * (height - TOP_PX - BOTTOM_PX);
  const wishes = termNames.map((_, term) => {
    const piece = pieces.find((each) => each.x === last && each.term === term);
    return toPixel(((piece?.from ?? 0) + (piece?.to ?? 0)) / 2);
  });
  const tallest = Math.max(1, ...labels.map((lines) => lines.length));
  // The first term lies at the bottom: labels of pieces of no height keep the order of the stack.
  const upwards = spreadLabels(
    wishes.map((wish, i) => wish - i * 1e-6),
    LABEL_DISTANCE_PX * tallest,
    TOP_PX + 4,
    height - BOTTOM_PX - 4,
  );
  const right = width - marginRight;
  return termNames.flatMap((_, term) => {
    const color = seriesColor(theme, term);
    const [wish, y] = [wishes[term] ?? 0, upwards[term] ?? 0];
    const lines = labels[term] ?? [];
    return [
      svgElement(document, "path", {
        d: `M${right - 2},${wish}L${right + 4},${wish}L${right + 12},${y}L${right + 16},${y}`,
        stroke: color,
        "stroke-width": 1,
        fill: "none",
      }),
      ...lines.map((line, i) =>
        svgElement(
          document,
          "text",
          {
            x: right + 20,
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
