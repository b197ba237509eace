/**
 * Tables in the layout of the public library plug-in of Accelergy: one component a file (or several, each after a line
 * `COMPONENT: name`), a row for each set of attributes and actions.
 *
 *     technology, global_cycle_seconds, width|datawidth, energy, area, action
 *     40nm,       1e-9,                 32,              0.21,   278,  add|read
 *
 * `#` begins a comment, `|` separates alternatives, `*` and empty cells match anything. Of the rows whose component and
 * action fit, the one with the most equal attributes answers, the first of equals; attributes that differ are scaled:
 *
 *     width, datawidth, width_a ...   proportional                 depth        area proportional, energy ^0.78
 *     technology                      Stillmaker and Baas 2017     resolution   2^(difference)
 *     voltage                         energy squared, leakage not  global_cycle_seconds   leakage proportional
 *     rows, columns                   area proportional
 *
 * A row with an attribute that differs and cannot be scaled does not answer.
 */
import type { AttributeValue } from "../../architecture/architecture.ts";
import { nearestWord } from "../../text/nearest-word.ts";
import {
  Decline,
  declining,
  type Estimate,
  type EstimateQuery,
  type Estimator,
  type KnownClass,
  OutOfScope,
  type ProvenanceTerm,
} from "../estimator.ts";
import { figure, parseSeconds, toNumber } from "../query-reader.ts";
import { BUILT_IN_LIBRARY } from "../tables/built-in-library.ts";
import { type LibraryRow, parseLibrary } from "../tables/parse-library.ts";
import {
  areaFactor,
  energyFactor,
  plugInAreaFactor,
  plugInEnergyFactor,
  STILLMAKER_BAAS,
} from "../tables/stillmaker-baas.ts";
import { parseTechnologyNm } from "../technology.ts";

const ACCURACY = 90;

/** Rows by the (folded) name of their component, with the name under which people know the table. */
export interface Library {
  readonly name: string;
  readonly citation: string;
  readonly rows: readonly LibraryRow[];
}

type Target = "energy" | "leak" | "area";

const PROPORTIONAL = "width datawidth width_a width_b datawidth_a datawidth_b".split(" ");
const PROPORTIONAL_AREA = [...PROPORTIONAL, "depth", "rows", "cols", "columns"];
const PROPORTIONAL_ENERGY = [
  ...PROPORTIONAL,
  ..."average_input_value average_weight_value average_output_value n_steps".split(" "),
];
const NEUTRAL = [
  "area_scale energy_scale n_instances no_scale_area no_scale_energy",
  "average_input_value average_weight_value average_output_value rows cols columns",
]
  .join(" ")
  .split(" ");
/** `depth` doubles, energy grows by 1.56 / 2 in the exponent: found by the plug-in's authors with CACTI. */
const DEPTH_EXPONENT = 1.56 / 2;

export function libraryEstimator(library: Library, { compat }: { readonly compat: boolean }): Estimator {
  const name = library.name;
  return {
    name,
    knownClasses: knownClasses(library.rows),
    estimate: (query) => declining(name, () => estimateFromRows(query, library, compat)),
  };
}

let builtInRows: readonly LibraryRow[] | undefined;

/** The small library that comes along: Aladdin's circuits under the names that published designs use. */
export function builtInLibrary(options: { readonly compat: boolean }): Estimator {
  builtInRows ??= parseLibrary({ name: "built-in library", text: BUILT_IN_LIBRARY }).rows;
  const citation = 'Y. S. Shao et al., "Aladdin", ISCA 2014, in the rows of the public library plug-in of Accelergy';
  return libraryEstimator({ name: "library", citation, rows: builtInRows }, options);
}

function knownClasses(rows: readonly LibraryRow[]): readonly KnownClass[] {
  const names = [...new Set(rows.map(({ component }) => component))];
  return names.map((name) => {
    const own = rows.filter(({ component }) => component === name);
    return {
      name,
      actions: [...new Set(own.flatMap(({ actions }) => actions))].filter((action) => action !== "*"),
      attributes: [...new Set(own.flatMap(({ attributes }) => attributes.flatMap(({ names }) => names)))],
    };
  });
}

interface Match {
  readonly row: LibraryRow;
  readonly factor: number;
  readonly equal: number;
  readonly steps: readonly string[];
}

function estimateFromRows(query: EstimateQuery, library: Library, compat: boolean): Estimate {
  const { componentClass, action } = query;
  const wanted = componentClass.toLowerCase();
  const named = library.rows.filter(({ component }) => component === wanted);
  if (named.length === 0) throw new OutOfScope(`it has no rows for "${componentClass}"`);
  const word = action?.toLowerCase();
  const fitting = word === undefined ? named : named.filter(({ actions }) => actions.includes(word));
  if (fitting.length === 0) {
    const actions = [...new Set(named.flatMap((row) => row.actions))];
    const near = nearestWord(action ?? "", actions);
    const guess = near === undefined ? "" : `: did you mean "${near}"?`;
    throw new Decline(
      `its rows for "${componentClass}" have no action "${action}"${guess} (there is ${actions.join(", ")})`,
    );
  }
  const target: Target = word === undefined ? "area" : word === "leak" ? "leak" : "energy";
  const best = bestMatch(query, fitting, target, compat);
  const value = target === "area" ? best.row.areaUm2 : best.row.energyPj;
  if (value === undefined)
    throw new Decline(`its best row has no ${target === "area" ? "area" : "energy"} (${best.row.place})`);
  const unit = target === "area" ? "um^2" : "pJ";
  const term: ProvenanceTerm = {
    name: best.row.component,
    value: value * best.factor,
    how: [`${figure(value)} ${unit}`, ...best.steps].join(" x "),
  };
  return {
    kind: "estimate",
    value: term.value,
    accuracy: ACCURACY,
    provenance: {
      estimator: library.name,
      inputs: best.row.attributes.flatMap(({ names }) => {
        const name = names.find((candidate) => given(query, candidate) !== undefined);
        const value = name === undefined ? undefined : given(query, name);
        if (name === undefined || value === undefined) return [];
        return [{ name, value: typeof value === "number" ? value : String(value), origin: "given" as const }];
      }),
      equation: "row x scaling of each attribute that differs",
      terms: [term],
      notes: [`row: ${best.row.place}`],
      citation: best.steps.some((step) => step.includes("technology"))
        ? `${library.citation}; node scaling: ${STILLMAKER_BAAS}`
        : library.citation,
    },
  };
}

function bestMatch(query: EstimateQuery, rows: readonly LibraryRow[], target: Target, compat: boolean): Match {
  let best: Match | undefined;
  let reason = "";
  for (const row of rows) {
    const match = matchRow(query, row, target, compat);
    if (typeof match === "string") reason = match;
    else if (best === undefined || match.equal > best.equal) best = match;
  }
  if (best === undefined) throw new Decline(`no row can be scaled: ${reason}`);
  return best;
}

/** How `row` fits, or why it does not. */
function matchRow(query: EstimateQuery, row: LibraryRow, target: Target, compat: boolean): Match | string {
  let factor = 1;
  let equal = 0;
  const steps: string[] = [];
  const noScale = given(query, target === "area" ? "no_scale_area" : "no_scale_energy");
  for (const { names, value: cell } of row.attributes) {
    const name = names.find((candidate) => given(query, candidate) !== undefined);
    const value = name === undefined ? undefined : given(query, name);
    if (name === undefined || value === undefined) continue;
    if (cell === "*" || cell === "" || cell.toLowerCase() === String(value).toLowerCase()) {
      equal += 1;
      continue;
    }
    if (noScale === true || noScale === 1) continue;
    const from = numberOf(name, cell);
    const to = numberOf(name, value);
    if (from === undefined || to === undefined) return `${name} is ${String(value)}, the row has ${cell}`;
    const step = scaleFactor(name, from, to, target, compat);
    if (step === undefined || !Number.isFinite(step))
      return `${name} cannot be scaled from ${cell} to ${String(value)}`;
    if (step === 1) equal += 1;
    else steps.push(`${figure(step)} for ${name} ${figure(from)} -> ${figure(to)}`);
    factor *= step;
  }
  return { row, factor, equal, steps };
}

function numberOf(name: string, value: AttributeValue): number | undefined {
  if (name === "technology") return parseTechnologyNm(value);
  const plain = name.endsWith("cycle_seconds") ? parseSeconds(value) : toNumber(value);
  if (plain !== undefined || typeof value !== "string") return plain;
  const [, digits] = /^[^0-9.+-]*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\D*$/i.exec(value) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

function scaleFactor(name: string, from: number, to: number, target: Target, compat: boolean): number | undefined {
  if (target === "area" && name === "voltage") return 1;
  if (name === "global_cycle_seconds" || name === "cycle_seconds") return target === "leak" ? to / from : 1;
  if ((target === "area" ? PROPORTIONAL_AREA : PROPORTIONAL_ENERGY).includes(name)) return to / from;
  if (NEUTRAL.includes(name)) return 1;
  switch (name) {
    case "depth":
      return (to / from) ** DEPTH_EXPONENT;
    case "resolution":
      return 2 ** (to - from);
    case "voltage":
      return target === "leak" ? 1 : (to / from) ** 2;
    case "technology":
      if (target === "area") return (compat ? plugInAreaFactor : areaFactor)(from, to);
      return (compat ? plugInEnergyFactor : energyFactor)(from, to);
    default:
      return undefined;
  }
}

function given(query: EstimateQuery, name: string): AttributeValue | undefined {
  if (!Object.hasOwn(query.attributes, name)) return undefined;
  const value = query.attributes[name];
  return value === null ? undefined : value;
}
