/**
 * For tests: a chip of main memory, buffer and four cells (registers and a MAC each) that runs a one-dimensional
 * convolution, with places for attributes, networks and energies.
 *
 *     MainMemory   M 2, P 2
 *     Buffer       M 2 along X, R 2 along Y over the cells: two of them add up each output
 *     Registers    R 3, P 4
 */

import type { Spec } from "../../spec/spec.ts";
import { readTexts } from "../../spec/testing/read-texts.ts";
import type { Diagnostic } from "../../text/diagnostic.ts";
import { type EvaluateOptions, evaluate } from "../evaluate.ts";
import type { Evaluation, StorageResult, ValidEvaluation } from "../evaluation.ts";

/** Attributes as flow maps without braces (`reduction_supported: true, wire_energy: 2`). */
export interface SmallChip {
  readonly mainMemory?: string;
  readonly buffer?: string;
  readonly registers?: string;
  readonly mac?: string;
  /** Components as list items in flow form (`{name: net, class: Legacy, attributes: {}}`). */
  readonly networks?: readonly string[];
  /** pJ by action, by component; replaces the default table's entry. */
  readonly energies?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly areas?: Readonly<Record<string, number>>;
  /** Rows of the buffer, of four words each. */
  readonly bufferDepth?: number;
  /** Keeps of the buffer. */
  readonly bufferKeeps?: string;
}

const ENERGIES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  MainMemory: { read: 64, write: 64, update: 64, leak: 0 },
  Buffer: { read: 4, write: 6, update: 6, leak: 0.5 },
  Registers: { read: 1, write: 2, update: 2, leak: 0.25 },
  Mac: { compute: 0.5, leak: 0.125 },
};

/** The spec of a chip. */
export function smallChip(chip: SmallChip = {}): Spec {
  const { spec, diagnostics } = readTexts({ "chip.yaml": chipText(chip) });
  if (spec === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return spec;
}

/** Its evaluation. */
export function evaluateChip(chip: SmallChip = {}, options: EvaluateOptions = {}): Evaluation {
  return evaluate(smallChip(chip), options);
}

/** Its evaluation, which must be valid. */
export function validChip(chip: SmallChip = {}, options: EvaluateOptions = {}): ValidEvaluation {
  const evaluation = evaluateChip(chip, options);
  if (!evaluation.valid) throw new Error(evaluation.diagnostics.map(({ message }) => message).join("\n"));
  return evaluation;
}

/** A storage level of an evaluation by its name. */
export function storageOf(evaluation: ValidEvaluation, name: string): StorageResult {
  const level = evaluation.levels.find((candidate) => candidate.name === name);
  if (level?.kind !== "storage") throw new Error(`no storage level ${name}`);
  return level;
}

/** Codes of errors and warnings, in order. */
export function codesOf(diagnostics: readonly Pick<Diagnostic, "code">[]): string[] {
  return diagnostics.map(({ code }) => code);
}

/** Its text: an input of Timeloop too. */
export function chipText(chip: SmallChip): string {
  const extra = (attributes: string | undefined): string => (attributes === undefined ? "" : `, ${attributes}`);
  const networks = (chip.networks ?? []).map((network) => `    - ${network}\n`).join("");
  const energies = { ...ENERGIES, ...chip.energies };
  const tables = Object.entries(energies).map(([name, actions]) => {
    const list = Object.entries(actions).map(
      ([action, energy]) => `{name: ${action}, arguments: {}, energy: ${energy}}`,
    );
    return `  - {name: chip.${name}, actions: [${list.join(", ")}]}\n`;
  });
  const areas = Object.entries(chip.areas ?? {}).map(([name, area]) => `  - {name: chip.${name}, area: ${area}}\n`);
  return `architecture:
  version: 0.3
  subtree:
  - name: chip
    local:
    - {name: MainMemory, class: DRAM, attributes: {word_bits: 8, block_size: 8, width: 64${extra(chip.mainMemory)}}}
    - {name: Buffer, class: SRAM, attributes: {word_bits: 8, block_size: 4, width: 32, depth: ${chip.bufferDepth ?? 64}${extra(chip.buffer)}}}
${networks}    subtree:
    - name: cell[0..3]
      local:
      - {name: Registers, class: regfile, attributes: {word_bits: 8, block_size: 1, depth: 64, meshX: 2${extra(chip.registers)}}}
      - {name: Mac, class: intmac, attributes: {datawidth: 8, meshX: 2${extra(chip.mac)}}}
problem:
  shape:
    name: conv
    dimensions: [M, R, P]
    data_spaces:
    - {name: Weights, projection: [[[M]], [[R]]]}
    - {name: Inputs, projection: [[[P], [R]]]}
    - {name: Outputs, projection: [[[M]], [[P]]], read_write: true}
  instance: {M: 4, R: 6, P: 8}
mapping:
- {target: MainMemory, type: temporal, factors: M=2 R=1 P=2, permutation: RPM}
- {target: Buffer, type: temporal, factors: M=1 R=1 P=1, permutation: RPM}
- {target: Buffer, type: spatial, factors: M=2 R=2 P=1, permutation: MRP, split: 1}
- {target: Registers, type: temporal, factors: M=1 R=3 P=4, permutation: RPM}
- {target: Buffer, type: bypass, keep: [${chip.bufferKeeps ?? "Weights, Inputs, Outputs"}], bypass: [${bypassed(chip)}]}
ERT:
  version: 0.4
  tables:
${tables.join("")}${areas.length === 0 ? "" : `ART:\n  version: 0.4\n  tables:\n${areas.join("")}`}`;
}

function bypassed({ bufferKeeps }: SmallChip): string {
  if (bufferKeeps === undefined) return "";
  return ["Weights", "Inputs", "Outputs"].filter((name) => !bufferKeeps.includes(name)).join(", ");
}
