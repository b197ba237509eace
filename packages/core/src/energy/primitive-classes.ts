/**
 * The primitive component classes that tilewright estimates itself: their spellings, their actions, what they need.
 *
 * Names are compared without case, hyphens and underscores; the first name is the one that the public plug-ins take.
 */
import { nearestWord } from "../text/nearest-word.ts";

/** One class. */
export interface PrimitiveClass {
  readonly name: string;
  readonly aliases: readonly string[];
  /** Actions that a table lists for it. */
  readonly actions: readonly string[];
  /** Attributes that shape the estimate; those in `required` must be there. */
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

function define(
  name: string,
  aliases: string,
  actions: string,
  required: string,
  optional: string = "",
): PrimitiveClass {
  const words = (text: string): readonly string[] => text.split(" ").filter((word) => word !== "");
  return {
    name,
    aliases: words(aliases),
    actions: words(actions),
    required: words(required),
    optional: [...words(optional), "technology", "global_cycle_seconds", "action_latency_cycles", "n_instances"],
  };
}

const STORAGE = "read write update leak";

export const PRIMITIVE_CLASSES: readonly PrimitiveClass[] = [
  define("intadder", "adder int_adder", "add leak", "width", "datawidth"),
  define("intmultiplier", "multiplier int_multiplier", "multiply leak", "width", "width_a width_b datawidth"),
  define("intmac", "mac int_mac", "compute leak", "width", "multiplier_width adder_width datawidth"),
  define("fpadder", "fp_adder", "add leak", "exponent mantissa"),
  define("fpmultiplier", "fp_multiplier", "multiply leak", "exponent mantissa"),
  define("fpmac", "fp_mac", "compute leak", "exponent mantissa"),
  define("reg", "register", "read write leak", "width", "datawidth"),
  define("regfile", "register_file", STORAGE, "width depth", "n_rw_ports n_rdwr_ports n_rd_ports n_wr_ports"),
  define("FIFO", "fifo_buffer", STORAGE, "width depth"),
  define("counter", "", "count leak", "width"),
  define("comparator", "", "compare leak", "width"),
  define("shifter", "", "shift leak", "width"),
  define("bitwise", "bitwise_gate", "process leak", "width"),
  define("crossbar", "xbar", "transfer leak", "width n_inputs n_outputs"),
  define("wire", "", "transfer leak", "width length", "voltage"),
  define("SRAM", "", STORAGE, "width depth", "n_banks n_rw_ports n_rdwr_ports n_rd_ports n_wr_ports"),
  define("cache", "", STORAGE, "width depth", "associativity tag_size n_banks n_rw_ports n_rdwr_ports"),
  define("DRAM", "", STORAGE, "width", "type pj_per_bit"),
];

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[-_]/g, "");
}

const BY_NAME: ReadonlyMap<string, PrimitiveClass> = new Map(
  PRIMITIVE_CLASSES.flatMap((entry) => [entry.name, ...entry.aliases].map((name) => [fold(name), entry] as const)),
);

/** Spellings that the public plug-ins take for something else than their first name. */
const PLUG_IN_SPELLINGS: Readonly<Record<string, string>> = { sram: "SRAM", dram: "DRAM" };

/** The class of this name, however it is spelled; with `exactly` only as the public plug-ins take it. */
export function primitiveClass(name: string, exactly: boolean = false): PrimitiveClass | undefined {
  if (!exactly) return BY_NAME.get(fold(name));
  const spelled = PLUG_IN_SPELLINGS[name] ?? name;
  return PRIMITIVE_CLASSES.find((entry) => entry.name === spelled);
}

/** The class name nearest to `name`. */
export function nearestClass(name: string, others: readonly string[] = []): string | undefined {
  return nearestWord(name, [...others, ...PRIMITIVE_CLASSES.flatMap((entry) => [entry.name, ...entry.aliases])]);
}
