/** `--why name.action`: which figure of which component is asked for. */
import {
  type ActionFigure,
  type AreaFigure,
  type ComponentFigures,
  type Diagnostic,
  nearestWord,
} from "@tilewright/core";
import { whyUnknown } from "./errors.ts";

/** A figure of a component; `title` is how people call it. */
export interface AskedFigure {
  readonly component: ComponentFigures;
  readonly title: string;
  readonly unit: "pJ" | "µm²";
  readonly value: number;
  readonly figure: ActionFigure | AreaFigure;
}

const WITH_ARGUMENTS = /^(.*?)\s*\((.*)\)\s*$/s;

/**
 * The figures that `question` asks for: `shared_glb.read`, `system.chip.shared_glb.area`, `buffer.read(data_delta=0)`;
 * a name alone asks for all of a component.
 */
export function findFigures(
  question: string,
  components: readonly ComponentFigures[],
): readonly AskedFigure[] | Diagnostic {
  const [, before, inside] = WITH_ARGUMENTS.exec(question) ?? [];
  const text = (before ?? question).trim();
  const names = (component: ComponentFigures): readonly string[] => [
    component.name,
    component.path,
    component.path.replaceAll(/\[[^\]]*\]/g, ""),
  ];
  const whole = components.filter((component) => names(component).includes(text));
  if (whole.length > 0 && inside === undefined) return whole.flatMap((component) => figuresOf(component));
  const dot = text.lastIndexOf(".");
  const owner = text.slice(0, Math.max(0, dot));
  const wanted = text.slice(dot + 1);
  const found = components.filter((component) => names(component).includes(owner));
  if (found.length === 0) {
    const known = components.map(({ name }) => name);
    return whyUnknown(
      `component "${owner === "" ? text : owner}"`,
      known,
      nearestWord(owner === "" ? text : owner, known),
    );
  }
  const fitting = found.flatMap((component) =>
    figuresOf(component).filter(({ figure }) => ("action" in figure ? figure.action : "area") === wanted),
  );
  if (fitting.length === 0) {
    const known = [...new Set(found.flatMap(({ actions }) => actions.map(({ action }) => action)))];
    return whyUnknown(`action "${wanted}" of ${owner}`, [...known, "area"], nearestWord(wanted, [...known, "area"]));
  }
  if (inside === undefined) return fitting;
  const wantedArguments = inside.split(",").map((part) => part.replaceAll(/\s/g, ""));
  const exact = fitting.filter(({ figure }) => {
    const given = "action" in figure ? Object.entries(figure.arguments).map(([key, value]) => `${key}=${value}`) : [];
    return wantedArguments.every((argument) => argument === "" || given.includes(argument));
  });
  if (exact.length > 0) return exact;
  const known = fitting.map(({ title }) => title);
  return whyUnknown(question, known, undefined);
}

function figuresOf(component: ComponentFigures): readonly AskedFigure[] {
  const actions = component.actions.map((figure): AskedFigure => {
    const given = Object.entries(figure.arguments).map(([key, value]) => `${key}=${value}`);
    const title = `${component.name}.${figure.action}${given.length === 0 ? "" : `(${given.join(", ")})`}`;
    return { component, title, unit: "pJ", value: figure.energyPj, figure };
  });
  const { area } = component;
  return [...actions, { component, title: `${component.name}.area`, unit: "µm²", value: area.areaUm2, figure: area }];
}
