/**
 * For tests: a chip of DRAM, a buffer of 512 words and four units with registers. Energies are round: 100 a DRAM
 * access, 10 a buffer access, 1 a register access, 0.5 an operation; vectors have one word.
 */

import type { Spec } from "../../../spec/spec.ts";
import { readTexts } from "../../../spec/testing/read-texts.ts";

export interface SmallChip {
  /** Words of the buffer. */
  readonly bufferWords?: number;
  /** Attributes as a flow map without braces. */
  readonly buffer?: string;
  readonly dram?: string;
  /** Constraints and the like, as YAML. */
  readonly more?: string;
}

function chipText({ bufferWords = 512, buffer = "read_bandwidth: 4", dram = "read_bandwidth: 2" }: SmallChip): string {
  const table = (path: string, pj: number): string =>
    `  - {name: ${path}, actions: [{name: read, energy: ${pj}}, {name: write, energy: ${pj}}, {name: update, energy: ${pj}}, {name: leak, energy: 0}]}\n`;
  return `architecture:
  version: 0.3
  subtree:
  - name: chip
    attributes: {global_cycle_seconds: 0.000001}
    local:
    - {name: Dram, class: DRAM, attributes: {word_bits: 8, block_size: 1, width: 8, ${dram}}}
    - {name: Buffer, class: SRAM, attributes: {word_bits: 8, block_size: 1, width: 8, depth: ${bufferWords}, ${buffer}}}
    subtree:
    - name: cell[0..3]
      local:
      - {name: Registers, class: regfile, attributes: {word_bits: 8, block_size: 1, depth: 16, width: 8, meshX: 4}}
      - {name: Mac, class: intmac, attributes: {datawidth: 8, meshX: 4}}
ERT:
  version: 0.4
  tables:
${table("chip.Dram", 100)}${table("chip.Buffer", 10)}${table("chip.cell.Registers", 1)}  - {name: chip.cell.Mac, actions: [{name: compute, energy: 0.5}, {name: leak, energy: 0}]}
`;
}

/** The chip as commands have it: all that its files say, without a problem. */
export function readSmallChip(given: SmallChip = {}): Spec {
  const texts = { "chip.yaml": chipText(given), ...(given.more !== undefined && { "more.yaml": given.more }) };
  const { spec, diagnostics } = readTexts(texts, { require: { problem: false } });
  if (!spec) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return spec;
}
