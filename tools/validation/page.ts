/** docs/validation.md: tables of our figures beside published ones, with the error of each row and what explains it. */

import type { LayerName } from "./alexnet.ts";
import type { EnergyRow } from "./isca16.ts";
import { type ActivityRow, PUBLISHED_ACCESSES_PER_MAC } from "./jssc17.ts";

export function renderPage(energies: readonly EnergyRow[], activity: readonly ActivityRow[]): string {
  return `${[
    "# Validation: our figures beside published ones",
    "",
    "Made by `npm run validation`; do not edit. How closely the counts follow Timeloop, the estimates Accelergy and the SRAM",
    "model CACTI is another matter: `npm run oracle` compares thousands of recorded answers, figure by figure.",
    "",
    ...isca16Section(energies),
    ...jssc17Section(activity),
  ].join("\n")}\n`;
}

function isca16Section(rows: readonly EnergyRow[]): string[] {
  return [
    "## Eyeriss, ISCA 2016, figure 10: energy of AlexNet by level",
    "",
    "Chen, Emer, Sze, *Eyeriss: A Spatial Architecture for Energy-Efficient Dataflow for Convolutional Neural Networks*. 256",
    "elements with register files of 512 bytes, a buffer of 128 kB, batch 16; an access of DRAM, buffer and register file costs",
    "200, 6 and 1 multiply-accumulates. Figures in 10^9 multiply-accumulates, the published ones with the digits of",
    "nn_dataflow's test `test_eyeriss_isca16`.",
    "",
    "The inputs are [examples/eyeriss-isca16](../examples/eyeriss-isca16). Its constraints fix what row stationary means and",
    "leave the rest free, and the buffer keeps all three tensors; each row is the mapping of least energy in that space.",
    "",
    ...table(
      [
        "layer",
        "ALU",
        "published",
        "error",
        "register file",
        "published",
        "error",
        "DRAM",
        "published",
        "error",
        "optimum",
      ],
      rows.map(({ layer, ours, published, gap }) => [
        layer,
        ...beside(ours.alu, published.alu),
        ...beside(ours.registerFile, published.registerFile),
        ...beside(ours.dram, published.dram),
        gap === 0 ? "proven" : `within ${percent(gap)}`,
      ]),
    ),
    "",
    "- **ALU**: operations; what differs is the rounding of the published digits.",
    "- **Register file**: by the paper's formulas each operation reads a weight and an input there and reads and writes a",
    "  partial sum: 4 accesses. Ours adds the words that are filled in, and leaves out the read of a partial sum's first",
    "  visit; hence 0 to 8 % above 4 accesses an operation.",
    "- **DRAM**: words against those of all tensors, each once (padding of inputs included):",
    "",
    ...table(
      ["layer", "ours", "published", "what explains it"],
      rows.map(({ layer, dramRatio, publishedDramRatio }) => [
        layer,
        `${dramRatio.toFixed(2)} x`,
        `${publishedDramRatio.toFixed(2)} x`,
        DRAM_REASONS[layer],
      ]),
    ),
    "",
    "The paper's buffer and array parts are not in the fixture. Ours has no part for words that pass from element to element",
    "(cost 2 there), so totals are not compared.",
    "",
  ];
}

const SAME = "the same within the rounding of the published digits";
const STAYS = "weights pass through the buffer here; that costs their words a little room there";

const DRAM_REASONS: Readonly<Record<LayerName, string>> = {
  conv1:
    "ours moves every word once. The published figure is what it takes to read the inputs three times: the paper folds 55 " +
    "rows onto the array in strips, ours takes any factors that divide",
  conv2:
    "the same freedom: 27 rows as 3 x 9 in space and time, so that more partial sums stay in the buffer and inputs are read " +
    "less often",
  conv3: SAME,
  conv4: SAME,
  conv5: SAME,
  fc1: "within 2 %: in ours fewer words are read again",
  fc2: STAYS,
  fc3: STAYS,
};

function jssc17Section(rows: readonly ActivityRow[]): string[] {
  const macs = rows.reduce((sum, row) => sum + row.macs, 0);
  const words = rows.reduce((sum, row) => sum + row.dramWords, 0);
  return [
    "## Eyeriss, JSSC 2017, table V: elements at work",
    "",
    "Chen, Krishna, Emer, Sze, *Eyeriss: An Energy-Efficient Reconfigurable Accelerator for Deep Convolutional Neural",
    "Networks*. The chip has 168 elements; AlexNet, batch 4, in the mappings that the paper gives, run through the model on",
    "[examples/eyeriss-jssc17](../examples/eyeriss-jssc17). All of them fit the scratchpads (12, 224 and 24 words) and the",
    "buffer's 100 kB.",
    "",
    ...table(
      ["layer", "elements mapped", "published", "average over all cycles", "operations", "published"],
      rows.map(({ layer, mapped, published, average, macs: own }) => [
        layer,
        String(mapped),
        String(published),
        average.toFixed(1),
        `${(own / 1e6).toFixed(2)} M`,
        `${PUBLISHED_MMACS[layer] ?? ""} M`,
      ]),
    ),
    "",
    "conv1 has 55 rows of outputs in strips of 7: the last strip has 6, so 151.25 elements work on average. The model says",
    "151, in whole elements as Timeloop does; nn_dataflow's test has 151 as well. conv2's 27 rows lie on the array in two",
    "pieces, which the model does not see: its elements have no shape here.",
    "",
    `DRAM accesses for each operation: ${(words / macs).toFixed(4)}, published ${PUBLISHED_ACCESSES_PER_MAC} (abstract). The chip compresses activations on their way`,
    "to and from DRAM, by run lengths of zeros; the model moves every word. What is left is that compression, a factor of",
    `${(words / macs / PUBLISHED_ACCESSES_PER_MAC).toFixed(2)} over weights, inputs and outputs together.`,
  ];
}

/** Multiply-accumulates of table V, in millions. */
const PUBLISHED_MMACS: Readonly<Partial<Record<LayerName, string>>> = {
  conv1: "421.66",
  conv2: "895.79",
  conv3: "598.1",
  conv4: "448.6",
  conv5: "299.0",
};

function beside(ours: number, published: number): string[] {
  const error = percent(ours / published - 1);
  return [ours.toFixed(2), published.toFixed(2), ours >= published ? `+${error}` : error];
}

function percent(part: number): string {
  return `${(100 * part).toFixed(1)} %`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    line(head),
    line(head.map((word, i) => (i === 0 || word.startsWith("what") ? "---" : "---:"))),
    ...rows.map(line),
  ];
}
