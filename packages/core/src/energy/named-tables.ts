/**
 * Energy tables that are known by name (`--energy-table assignment`): so many pJ for an action of a component
 * class, whatever its size. Applied to an architecture they give an ordinary energy reference table.
 * An update counts as a write and nothing leaks, as in the tables' sources.
 */
import type { Architecture, ComputeLevel, StorageLevel } from "../architecture/architecture.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { nearestWord } from "../text/nearest-word.ts";
import type { ComponentEnergies, EnergyReferenceTable } from "./reference-table.ts";

/** pJ by action for each component class. */
interface NamedTable {
  readonly name: string;
  readonly description: string;
  readonly classes: ReadonlyMap<string, Readonly<Record<string, number>>>;
}

function storageActions(readPj: number, writePj: number): Readonly<Record<string, number>> {
  return { read: readPj, write: writePj, update: writePj, leak: 0 };
}

/** Table 1 of the course assignment on hardware for deep learning: three components at fixed energies. */
const ASSIGNMENT: NamedTable = {
  name: "assignment",
  description: "Table 1 of the assignment: SRAM 7.95/5.45 pJ read/write, regfile 0.42 pJ, MAC 0.56 pJ",
  classes: new Map([
    ["SRAM", storageActions(7.95, 5.45)],
    ["regfile", storageActions(0.42, 0.42)],
    ["intmac", { compute: 0.56, leak: 0 }],
  ]),
};

const NAMED_TABLES: readonly NamedTable[] = [ASSIGNMENT];

/** What is on offer, for help texts. */
export function namedEnergyTables(): readonly { readonly name: string; readonly description: string }[] {
  return NAMED_TABLES.map(({ name, description }) => ({ name, description }));
}

function unknownTable(name: string): Diagnostic {
  const known = NAMED_TABLES.map((table) => table.name);
  const nearest = nearestWord(name, known);
  const list = `known tables: ${known.join(", ")}`;
  return {
    code: "energy-table-unknown",
    severity: "error",
    message: `there is no energy table named "${name}"`,
    hint: nearest === undefined ? list : `did you mean "${nearest}"? ${list}`,
  };
}

function unknownClass(table: NamedTable, component: StorageLevel | ComputeLevel): Diagnostic {
  const known = [...table.classes.keys()];
  const nearest = nearestWord(component.componentClass, known);
  const list = `it knows the classes ${known.join(", ")}`;
  return {
    code: "energy-table-class",
    severity: "error",
    message:
      `energy table "${table.name}" has no class "${component.componentClass}", ` +
      `which component "${component.name}" is of`,
    ...(component.span === undefined ? {} : { span: component.span }),
    hint: nearest === undefined ? list : `did you mean "${nearest}"? ${list}`,
  };
}

/**
 * The energy reference table that the named table gives for the components of `architecture`.
 * `ert` is absent where the table is unknown or does not cover a component; virtual levels cost nothing.
 */
export function energyTableByName(
  name: string,
  architecture: Architecture,
): { readonly ert?: EnergyReferenceTable; readonly diagnostics: readonly Diagnostic[] } {
  const table = NAMED_TABLES.find((candidate) => candidate.name === name);
  if (table === undefined) return { diagnostics: [unknownTable(name)] };
  const components: ComponentEnergies[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const component of [architecture.compute, ...architecture.storage]) {
    if (component.kind === "storage" && component.virtual) continue;
    const actionsPj = table.classes.get(component.componentClass);
    if (actionsPj === undefined) diagnostics.push(unknownClass(table, component));
    else components.push({ component: component.name, actionsPj });
  }
  return diagnostics.length > 0 ? { diagnostics } : { ert: { source: table.name, components }, diagnostics };
}
