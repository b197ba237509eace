/**
 * `energy-*.jsonl`: one component a line through Accelergy with its plug-ins, against our estimates in compatible mode, by
 * the same path as `energy --batch`.
 *
 * Energies and areas agree within 0.1 %, and the same components are refused.
 */
import { readFileSync } from "node:fs";
import { type ComponentFigures, estimateComponent, type QueryValues, standardEstimators } from "@tilewright/core";
import type { CaseFilter, CaseOutcome, FieldDifference, Suite } from "./outcome.ts";
import { isWanted } from "./outcome.ts";

export const energySuites: readonly Suite[] = [
  "energy-compute.jsonl",
  "energy-assignment.jsonl",
  "energy-sram.jsonl",
].map((path) => {
  return { name: path.replace(".jsonl", ""), path, run: runEnergyCases };
});

const TOLERANCE = 1e-3;

interface EnergyCase {
  readonly class: string;
  readonly attributes: QueryValues;
  readonly energy_pJ?: Readonly<Record<string, number>>;
  readonly area_um2?: number;
  readonly error?: string;
}

function* runEnergyCases(path: string, filter: CaseFilter): Iterable<CaseOutcome> {
  const estimators = standardEstimators({ compat: true });
  const suite = /energy-(\w+)\.jsonl$/.exec(path)?.[1] ?? "energy";
  let number = 0;
  for (const line of readFileSync(path, "utf8").split("\n")) {
    if (line.trim() === "") continue;
    number += 1;
    const energyCase: EnergyCase = JSON.parse(line);
    const id = `${suite}-${number}`;
    const family = `energy ${energyCase.class}`;
    if (!isWanted(filter, id, family)) continue;
    const question = { componentClass: energyCase.class, attributes: energyCase.attributes };
    const { component, diagnostics } = estimateComponent(question, estimators, true);
    const note = diagnostics.map(({ message, hint }) => `${message} (${hint ?? ""})`).join("; ");
    yield compare(id, family, energyCase, component, note);
  }
}

function compare(
  id: string,
  family: string,
  expected: EnergyCase,
  component: ComponentFigures | undefined,
  note: string,
): CaseOutcome {
  const rows: FieldDifference[] = [];
  const refusedThere = expected.error !== undefined;
  const refusedHere = component === undefined;
  rows.push({
    field: "energy: refused",
    place: expected.class,
    printed: refusedThere ? expected.error : "answered",
    ours: refusedHere ? note : "answered",
  });
  const differences: FieldDifference[] = refusedThere === refusedHere ? [] : [...rows];
  if (component !== undefined && !refusedThere) {
    const check = (field: string, printed: number, ours: number | undefined): void => {
      const row = { field: `energy: ${field}`, place: expected.class, printed, ours };
      rows.push(row);
      if (ours === undefined || !agrees(printed, ours)) differences.push(row);
    };
    for (const [action, printed] of Object.entries(expected.energy_pJ ?? {})) {
      check("energy", printed, component.actions.find((figure) => figure.action === action)?.energyPj);
    }
    if (expected.area_um2 !== undefined) check("area", expected.area_um2, component.area.areaUm2);
  }
  return {
    id,
    family,
    validAgreed: refusedThere === refusedHere,
    compared: rows.length,
    differences,
    sideBySide: rows,
    notCompared: [],
    ...(refusedHere && { note }),
  };
}

function agrees(printed: number, ours: number): boolean {
  return printed === ours || Math.abs(ours - printed) <= TOLERANCE * Math.abs(printed);
}
