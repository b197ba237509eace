/** The charts of question 2: a page for each figure, and one with all of them. */
import type { ChartPage, Panel, ScalingPanel } from "@tilewright/chart";
import { joinNames } from "@tilewright/core";
import { breakdownPanelOf, readingNote, scalingPanelOf, termNamesOf } from "../scaling-page.ts";
import { mergedSources } from "../sweep-report.ts";
import type { ComputedFigure } from "./compute-figures.ts";

/** `depth 8192 words`: what is held while the other is swept; process and clock go without saying here. */
export function heldText({ plan, axis }: ComputedFigure): string {
  const held = plan.axes.filter(
    ({ name }) => name !== axis && name !== "technology" && name !== "global_cycle_seconds",
  );
  return held
    .map(({ name, values: [value] }) => {
      if (name === "type") return String(value);
      return `${name} ${String(value)} ${name === "width" ? "bits" : name === "depth" ? "words" : ""}`.trim();
    })
    .join(", ");
}

export function figureTitle(figure: ComputedFigure): string {
  const held = heldText(figure);
  const { part, component } = figure.definition;
  return `(${part}) ${component} over ${figure.axis}${held === "" ? "" : `, ${held}`}`;
}

export function linesPanel({ lines, axis, publicLine, definition }: ComputedFigure): ScalingPanel {
  const panel = scalingPanelOf(lines, axis);
  const yLabel = definition.actions.includes("compute") ? "energy per operation (pJ)" : "energy per access (pJ)";
  if (publicLine === undefined) return { ...panel, yLabel };
  const [series] = scalingPanelOf([publicLine], axis, () => "public plug-in (--compat)").series;
  return { ...panel, yLabel, series: [...panel.series, ...(series === undefined ? [] : [series])] };
}

const PROCESS = "45 nm, 1 GHz; energy of one access of the whole width";

/** @param all figures: those of one component give a part of its circuit the same colour */
export function figurePage(figure: ComputedFigure, all: readonly ComputedFigure[] = [figure]): ChartPage {
  const [first] = figure.lines;
  const siblings = all.filter(({ definition }) => definition.componentClass === figure.definition.componentClass);
  const termNames = termNamesOf(siblings.flatMap(({ lines }) => lines.slice(0, 1)));
  const breakdown = first === undefined ? undefined : breakdownPanelOf(first, figure.axis, termNames);
  const panels: Panel[] = [linesPanel(figure), ...(breakdown === undefined ? [] : [breakdown])];
  const estimators = mergedSources(figure.records).map(({ estimator }) => estimator);
  const operation = figure.definition.actions.includes("compute") ? "45 nm, 1 GHz; energy of one operation" : PROCESS;
  return {
    title: figureTitle(figure),
    subtitle: operation,
    source: `${readingNote(figure.lines)} Figures: ${joinNames([...new Set(estimators)])}.`,
    panels,
    columns: panels.length,
  };
}

export function overviewPage(figures: readonly ComputedFigure[]): ChartPage {
  return {
    title: "How energy scales with width and depth",
    subtitle: "45 nm, 1 GHz; both axes logarithmic; energy of one access of the whole width, or of one operation",
    source: readingNote(figures.flatMap(({ lines }) => lines)),
    panels: figures.map((figure) => ({ ...linesPanel(figure), title: figureTitle(figure) })),
    columns: 2,
    panelHeight: 330,
  };
}
