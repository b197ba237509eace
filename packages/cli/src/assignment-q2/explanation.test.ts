import { type EstimateComponent, pointEstimator } from "@tilewright/core";
import { describe, expect, it } from "vitest";
import { computeFigures } from "./compute-figures.ts";
import { explanation, formatValue } from "./explanation.ts";
import { figurePage, overviewPage } from "./figure-pages.ts";
import { htmlPage, markdownPage } from "./write-page.ts";

/** A made-up SRAM beside the real estimators of the rest: its writes pass its reads as words get wide. */
const withMadeUpSram =
  (estimate: EstimateComponent): EstimateComponent =>
  (componentClass, attributes) => {
    if (componentClass !== "SRAM") return estimate(componentClass, attributes);
    const [width, depth] = [Number(attributes["width"]), Number(attributes["depth"])];
    const read = [
      { name: "bit lines", value: 0.003 * width * depth ** 0.4 },
      { name: "decoder", value: 0.2 * Math.log2(depth) },
      { name: "H-tree", value: 0.00002 * width ** 1.5 * depth ** 0.5 },
    ];
    const write = read.map(({ name, value }) => ({ name, value: name === "H-tree" ? 3 * value : 0.8 * value }));
    const sum = (terms: typeof read): number => terms.reduce((total, { value }) => total + value, 0);
    return {
      energyPj: { read: sum(read), write: sum(write), update: sum(write), leak: 1e-6 * width * depth },
      areaUm2: width * depth,
      terms: { read, write, update: write },
      sources: [{ figures: ["read", "write"], estimator: "a made-up memory", citation: "nobody" }],
    };
  };

const figures = computeFigures({
  estimate: withMadeUpSram(pointEstimator({ compat: false })),
  publicEstimate: pointEstimator({ compat: true }),
});
const blocks = explanation(figures, false);
const markdown = markdownPage(blocks, (id) => ({ light: `${id}.svg` }));

describe("the figures of question 2", () => {
  it("are all there, with the points that the assignment asks for", () => {
    expect(figures.map(({ definition, axis, lines }) => [definition.id, axis, lines[0]?.points.length])).toEqual([
      ["sram-width", "width", 8],
      ["sram-depth", "depth", 5],
      ["regfile-width", "width", 8],
      ["regfile-depth", "depth", 5],
      ["dram-width", "width", 8],
      ["intmac-width", "width", 6],
    ]);
    expect(overviewPage(figures).panels).toHaveLength(6);
    expect(figurePage(figures[0]!).panels.map(({ kind }) => kind)).toEqual(["scaling", "breakdown"]);
  });

  it("show the public plug-in's register file, which does not know its width, beside the physical one", () => {
    const regfile = figures.find(({ definition }) => definition.id === "regfile-width");
    expect(regfile?.publicLine?.overall?.exponent).toBeCloseTo(0, 9);
    expect(regfile?.publicLine?.points[0]?.y).toBeCloseTo(98.0852, 4);
    expect(regfile?.lines[0]?.overall?.exponent).toBeGreaterThan(0.8);
  });
});

describe("the explanation", () => {
  it("takes its numbers from the figures", () => {
    const sram = figures[0]?.lines[0];
    expect(markdown).toContain(`${formatValue(sram?.points[0]?.y ?? 0)} pJ at 16 bits`);
    expect(markdown).toContain(`width<sup>${sram?.overall?.exponent.toFixed(2)}</sup> overall`);
    expect(markdown).toMatch(/The lines cross between \d+ and \d+ bits; at the largest width write takes [\d.]+ times/);
    expect(markdown).toContain("Read and write energy goes from 128 pJ at 16 bits to 16384 pJ at 2048 bits");
    expect(markdown).toContain("A bit costs 8 pJ at every width.");
  });

  it("says where a figure follows a rule of the plug-in and no circuit", () => {
    const figure = computeFigures({ estimate: pointEstimator({ compat: false }) });
    const text = markdownPage(explanation(figure, false), (id) => ({ light: `${id}.svg` }));
    expect(text).toContain("Below 32 bits no array is modelled");
    expect(text).toContain("(0.65 at 16 bits). The exponent 0.62 at the left end");
    expect(markdown).not.toContain("no array is modelled");
  });

  it("gives a reason for each part of a circuit", () => {
    expect(markdown).toMatch(/\*\*H-tree\*\* \(.*alone width<sup>1.50<\/sup>.*as many wires as bits/);
    expect(markdown).toMatch(/\*\*multiplier\*\* .*partial products/);
    expect(markdown).toContain("98.09 pJ whatever the width");
    expect(markdown).toContain("a made-up memory");
    expect(markdown).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("calls the constant of compat a fault", () => {
    const compat = computeFigures({ estimate: withMadeUpSram(pointEstimator({ compat: true })) });
    const text = markdownPage(explanation(compat, true), (id) => ({ light: `${id}.svg` }));
    expect(text).toContain("Read and write energy is 98.09 pJ whatever the width.");
    expect(text).toContain("is a fault of the public plug-in");
  });

  it("says so where there is no figure", () => {
    const refused = computeFigures({
      estimate: () => ({ error: { diagnostics: [{ code: "x", severity: "error", message: "nobody knows" }] } }),
    });
    expect(markdownPage(explanation(refused, false), String as never)).toContain("There is no figure: nobody knows.");
  });

  it("is one HTML file that needs no other and follows light and dark", () => {
    const html = htmlPage(blocks, (id, theme) => `<svg data-is="${id}-${theme}"></svg>`);
    expect(html).not.toMatch(/<script|<link|src=|https?:/);
    expect(html).toContain("prefers-color-scheme: dark");
    expect(html).toContain('data-is="overview-light"');
    expect(html).toContain('data-is="intmac-width-dark"');
    expect(html.match(/<h2>/g)?.length).toBeGreaterThanOrEqual(8);
  });

  it("shows dark pictures to those who prefer them, where there are any", () => {
    const both = markdownPage(blocks, (id) => ({ light: `${id}.svg`, dark: `${id}-dark.svg` }));
    expect(both).toContain('srcset="overview-dark.svg"><img src="overview.svg"');
  });
});
