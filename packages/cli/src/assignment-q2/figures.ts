/** The sweeps that question 2 of the assignment asks for: which component, over which attribute, at which others. */

export interface FigureDefinition {
  /** Names its files: `sram-width.svg`. */
  readonly id: string;
  /** The part of the question, `a` to `d`. */
  readonly part: "a" | "b" | "c" | "d";
  readonly componentClass: string;
  /** How a reader calls the component. */
  readonly component: string;
  /** As on a command line. */
  readonly attributes: readonly string[];
  /** Lines to draw and to explain. */
  readonly actions: readonly string[];
}

/** The process and the clock of the assignment's architecture. */
const COMMON = ["technology=45nm", "global_cycle_seconds=1e-9"];
const WIDTHS = "width=16..2048x2";
const DEPTHS = "depth=512..8192x2";
const ACCESSES = ["read", "write"];

export const FIGURES: readonly FigureDefinition[] = [
  {
    id: "sram-width",
    part: "a",
    componentClass: "SRAM",
    component: "SRAM",
    attributes: ["depth=8192", WIDTHS, ...COMMON],
    actions: ACCESSES,
  },
  {
    id: "sram-depth",
    part: "a",
    componentClass: "SRAM",
    component: "SRAM",
    attributes: ["width=128", DEPTHS, ...COMMON],
    actions: ACCESSES,
  },
  {
    id: "regfile-width",
    part: "b",
    componentClass: "regfile",
    component: "register file",
    attributes: ["depth=8192", WIDTHS, ...COMMON],
    actions: ACCESSES,
  },
  {
    id: "regfile-depth",
    part: "b",
    componentClass: "regfile",
    component: "register file",
    attributes: ["width=128", DEPTHS, ...COMMON],
    actions: ACCESSES,
  },
  {
    id: "dram-width",
    part: "c",
    componentClass: "DRAM",
    component: "DRAM",
    attributes: [WIDTHS, "type=LPDDR4", ...COMMON],
    actions: ACCESSES,
  },
  {
    id: "intmac-width",
    part: "d",
    componentClass: "intmac",
    component: "integer MAC",
    attributes: ["width=2..64x2", ...COMMON],
    actions: ["compute"],
  },
];
