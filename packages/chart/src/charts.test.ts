/** Charts as SVG with rounded numbers: one file each in __snapshots__, to be looked at when it changes. */
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { drawBreakdownChart } from "./breakdown-chart.ts";
import type { ChartPage } from "./chart-page.ts";
import { renderChartPage } from "./headless.ts";
import { drawScalingChart } from "./scaling-chart.ts";
import { serializeSvg } from "./svg.ts";

const widths = [16, 32, 64, 128, 256];
const scaling = {
  xName: "width",
  xLabel: "width (bits)",
  yLabel: "energy per access (pJ)",
  series: [
    {
      name: "read",
      points: widths.map((x) => ({ x, y: x < 64 ? 8 : x / 8 })),
      segments: [
        { fromX: 16, toX: 64, exponent: 0 },
        { fromX: 64, toX: 256, exponent: 1 },
      ],
    },
    {
      name: "write and update",
      points: widths.map((x) => ({ x, y: x / 7 })),
      segments: [{ fromX: 16, toX: 256, exponent: 1 }],
    },
  ],
};
const breakdown = {
  xLabel: "width (bits)",
  yLabel: "share of read energy (%)",
  termNames: ["bit lines", "decoder", "H-tree"],
  points: widths.map((x, i) => ({ x, shares: { "bit lines": 0.6 - i / 20, decoder: 0.01, "H-tree": 0.39 + i / 20 } })),
};
const page: ChartPage = {
  title: "Two panels <of> a page & its title",
  subtitle: "a subtitle",
  source: "Figures: made up.",
  columns: 2,
  panels: [
    { kind: "scaling", title: "(a) lines", ...scaling },
    { kind: "breakdown", title: "(b) shares", ...breakdown },
  ],
};

/** One element a line, so that a change shows as one. */
const lines = (svg: string): string => svg.replaceAll("><", ">\n<");

describe("charts", () => {
  const { document } = parseHTML("<html></html>");

  it("scaling", async () => {
    const svg = serializeSvg(drawScalingChart(document, { title: "Scaling", ...scaling }, "light"));
    await expect(lines(svg)).toMatchFileSnapshot("__snapshots__/scaling-light.svg");
  });

  it("breakdown", async () => {
    const svg = serializeSvg(drawBreakdownChart(document, { title: "Breakdown", ...breakdown }, "dark"));
    await expect(lines(svg)).toMatchFileSnapshot("__snapshots__/breakdown-dark.svg");
  });

  it.each(["light", "dark"] as const)("page, %s", async (theme) => {
    await expect(lines(renderChartPage(page, theme))).toMatchFileSnapshot(`__snapshots__/page-${theme}.svg`);
  });

  it("are the same each time, escape what is in texts, and hold no style sheets", () => {
    const svg = renderChartPage(page, "light");
    expect(renderChartPage(page, "light")).toBe(svg);
    expect(svg).toContain("Two panels &lt;of&gt; a page &amp; its title");
    expect(svg).not.toMatch(/<style|NaN|Infinity|undefined/);
    expect(svg.match(/xmlns=/g)).toHaveLength(1);
  });

  it("write a fitted exponent for each segment, and every name", () => {
    const svg = renderChartPage(page, "light");
    expect(svg.match(/aria-label="fitted exponent"/g)).toHaveLength(3);
    expect(svg).toContain(">constant<");
    for (const name of ["read", "bit lines", "decoder", "H-tree"]) expect(svg).toContain(`>${name}</text>`);
  });

  it("draw a single point, a constant and many series without falling over", () => {
    const series = Array.from({ length: 12 }, (_, i) => ({ name: `s${i}`, points: [{ x: 3, y: 5 }], segments: [] }));
    const svg = renderChartPage({ title: "t", panels: [{ kind: "scaling", ...scaling, series }] }, "dark");
    expect(svg).not.toMatch(/NaN|Infinity/);
  });
});
