/**
 * Energy of a run from how often each component did what:
 *
 *     energy of a component = sum over its actions of   count x energy of the action with these arguments
 *
 * A component is found in the table by its path without ranges; its indices must lie in the ranges of the table, as in
 * Accelergy (6911d15, energy_calculator.py).
 */
import type { AttributeValue } from "../architecture/architecture.ts";
import type { Report } from "../text/diagnostic.ts";
import { nearestWord } from "../text/nearest-word.ts";
import type { CountedAction, CountedComponent } from "./action-counts.ts";
import { countedUnknown } from "./errors.ts";

/** A component of a table: an ERT's, or a chip's figures. */
export interface PricedComponent {
  readonly path: string;
  readonly actions: readonly {
    readonly action: string;
    readonly arguments: Readonly<Record<string, AttributeValue>>;
    readonly energyPj: number;
  }[];
}

export interface CountedEnergy {
  readonly components: readonly { readonly path: string; readonly energyPj: number }[];
  readonly totalPj: number;
}

/** Energies of `counts` by `table`; what the table lacks is reported. */
export function countedEnergy(
  counts: readonly CountedComponent[],
  table: readonly PricedComponent[],
  report: Report,
): CountedEnergy {
  const known = new Map(table.map((component) => [withoutRanges(component.path), component]));
  const components = counts.flatMap((counted) => {
    const priced = known.get(withoutRanges(counted.path));
    if (priced === undefined || !liesWithin(counted.path, priced.path)) {
      const names = table.map(({ path }) => path);
      report(countedUnknown(counted.span, "component", counted.path, names, nearestWord(counted.path, names)));
      return [];
    }
    let energyPj = 0;
    for (const action of counted.actions) energyPj += action.count * (priceOf(action, priced, report) ?? 0);
    return [{ path: counted.path, energyPj }];
  });
  return { components, totalPj: components.reduce((sum, { energyPj }) => sum + energyPj, 0) };
}

function priceOf(counted: CountedAction, priced: PricedComponent, report: Report): number | undefined {
  const wanted = Object.entries(counted.arguments ?? {});
  const ofAction = priced.actions.filter(({ action }) => action === counted.action);
  const found = ofAction.find(({ arguments: values }) =>
    wanted.every(([key, value]) => Object.hasOwn(values, key) && values[key] === value),
  );
  // An action that knows no arguments costs the same with any.
  const only =
    ofAction.length === 1 && Object.keys(ofAction[0]?.arguments ?? {}).length === 0 ? ofAction[0] : undefined;
  const match = found ?? only;
  if (match !== undefined) return match.energyPj;
  const asked = [counted.action, ...wanted.map(([key, value]) => `${key}=${String(value)}`)].join(" ");
  const names = priced.actions.map(({ action, arguments: values }) =>
    [action, ...Object.entries(values).map(([key, value]) => `${key}=${String(value)}`)].join(" "),
  );
  report(countedUnknown(counted.span, `action of ${priced.path}`, asked, names, nearestWord(asked, names)));
  return undefined;
}

function withoutRanges(path: string): string {
  return path.replace(/\[[^\]]*\]/g, "");
}

/** Whether the indices of `path` lie in the ranges of `wide`, one after the other; no indices stand for all. */
function liesWithin(path: string, wide: string): boolean {
  const given = rangesOf(path);
  const ranges = rangesOf(wide);
  if (given.length === 0) return true;
  if (given.length !== ranges.length) return false;
  return given.every(([from, to], i) => {
    const [least, most] = ranges[i] as readonly [number, number];
    return from >= least && to <= most;
  });
}

function rangesOf(path: string): readonly (readonly [number, number])[] {
  return [...path.matchAll(/\[(\d+)(?:\.\.(\d+))?\]/g)].map(([, from, to]) => [Number(from), Number(to ?? from)]);
}
