/**
 * Arithmetic, registers and small logic from the published rows of synthesized circuits (`tables/circuit-rows.ts`).
 *
 *     value = sum over the parts of the class of   row(latency)[dynamic | idle | area] x factor(width)
 *
 * Adders, comparators and counters grow with the width, multipliers with its square, crossbars with inputs x outputs. Idle
 * energy is that of one latency, so that leakage of a cycle is idle x cycle / latency of the row.
 *
 * `compat` computes as the public table plug-in of Accelergy does: 40 or 45 nm only, any word but `leak` is an operation,
 * and a register file is *one* register row and a comparator for each word, so that its energy does not depend on its width
 * (a fault). Without it, other nodes are scaled, unknown actions are refused, and register files have their own model.
 */
import type { ActionKind } from "../actions.ts";
import { actionKind, plugInActionKind } from "../actions.ts";
import {
  Decline,
  declining,
  type Estimate,
  type EstimateQuery,
  type Estimator,
  OutOfScope,
  type ProvenanceTerm,
  type Refusal,
} from "../estimator.ts";
import { scaleFrom45 } from "../node-scaling.ts";
import { PRIMITIVE_CLASSES, type PrimitiveClass, primitiveClass } from "../primitive-classes.ts";
import { figure, QueryReader } from "../query-reader.ts";
import { ALADDIN, type CircuitName, circuitRow } from "../tables/circuit-rows.ts";

const NAME = "Aladdin tables";
const ACCURACY = 70;

/** Classes by what they are made of. */
const COMPAT_CLASSES = [
  "regfile SRAM counter comparator crossbar FIFO bitwise",
  "intadder intmultiplier intmac fpadder fpmultiplier fpmac reg",
].flatMap((line) => line.split(" "));
const OWN_CLASSES = [...COMPAT_CLASSES.filter((name) => !["regfile", "SRAM", "FIFO"].includes(name)), "shifter"];

/** One published circuit, so many times over. */
interface CircuitPart {
  readonly circuit: CircuitName;
  readonly factor: number;
  readonly how: string;
  /** Where its area does not follow the clock. */
  readonly areaLatencySeconds?: number;
}

interface Request {
  readonly reader: QueryReader;
  readonly compat: boolean;
  /** Absent for area. */
  readonly kind: ActionKind | undefined;
}

export interface CircuitTableOptions {
  /** As the public plug-in, faults included. */
  readonly compat: boolean;
}

export function circuitTables({ compat }: CircuitTableOptions): Estimator {
  const classes = compat ? COMPAT_CLASSES : OWN_CLASSES;
  return {
    name: NAME,
    knownClasses: PRIMITIVE_CLASSES.filter(({ name }) => classes.includes(name)).map(
      ({ name, actions, required, optional }) => ({ name, actions, attributes: [...required, ...optional] }),
    ),
    estimate: (query) => declining(NAME, () => estimateCircuit(query, classes, compat)),
  };
}

/** What the public plug-in would say, for comparison in notes. */
export function compatCircuit(query: EstimateQuery): Estimate | Refusal {
  return declining(NAME, () => estimateCircuit(query, COMPAT_CLASSES, true));
}

function estimateCircuit(query: EstimateQuery, classes: readonly string[], compat: boolean): Estimate {
  const known = primitiveClass(query.componentClass, compat);
  if (known === undefined || !classes.includes(known.name)) {
    throw new OutOfScope(`it has no table for class "${query.componentClass}" (it has ${classes.join(", ")})`);
  }
  const reader = new QueryReader(query);
  const technologyNm = reader.technologyNm();
  if (compat && technologyNm !== 40 && technologyNm !== 45) {
    throw new Decline(`technology ${technologyNm} nm is not in its tables, which are for 40 and 45 nm`);
  }
  const { action } = query;
  const target = action === undefined ? "area" : "energy";
  const kind = kindOf(action, known, compat);
  const scaling = compat ? { factor: 1 } : scaleFrom45(technologyNm, target);
  if (scaling.note !== undefined) reader.notes.push(scaling.note);
  const terms = termsOf(known, { reader, compat, kind }, scaling.factor);
  return {
    kind: "estimate",
    value: terms.reduce((sum, { value }) => sum + value, 0),
    accuracy: ACCURACY,
    provenance: {
      estimator: NAME,
      inputs: reader.inputs,
      equation: EQUATIONS[known.name] ?? "row x factor",
      terms,
      notes: reader.notes,
      citation: ALADDIN,
    },
  };
}

function kindOf(action: string | undefined, known: PrimitiveClass, compat: boolean): ActionKind | undefined {
  if (action === undefined) return undefined;
  if (!compat) return actionKind(action, known.actions);
  const kind = plugInActionKind(action);
  // The public plug-in forgets the gating of its floating-point MAC.
  return known.name === "fpmac" && kind !== "idle" ? "dynamic" : kind;
}

const EQUATIONS: Readonly<Record<string, string>> = {
  intadder: "adder row x width / 32",
  intmultiplier: "multiplier row x (width / 32)^2",
  intmac: "adder row x width / 32 + multiplier row x (width / 32)^2",
  fpadder: "floating-point adder row x (exponent + mantissa) / row's bits",
  fpmultiplier: "floating-point multiplier row x ((exponent + mantissa) / row's bits)^2",
  fpmac: "floating-point adder + floating-point multiplier",
  reg: "register row x width",
  comparator: "comparator row x width / 32",
  counter: "counter row x width / 32",
  bitwise: "gate row x width",
  shifter: "shifter row x width x log2(width) / (32 x 5)",
  crossbar: "crossbar row x inputs x outputs / 4 x width / 32",
  regfile: "register row + depth x comparator row x ceil(log2 depth) / 32",
  SRAM: "register row + depth x comparator row x ceil(log2 depth) / 32",
};

function termsOf(known: PrimitiveClass, request: Request, scale: number): readonly ProvenanceTerm[] {
  const { reader, kind } = request;
  // The area of a circuit follows the clock, its energy the latency of the action.
  const latency = kind === undefined ? reader.cycleSeconds() : reader.latencySeconds();
  return partsOf(known.name, request).map(({ circuit, factor, how, areaLatencySeconds }) => {
    const rowLatency = kind === undefined ? (areaLatencySeconds ?? latency) : latency;
    const [latencyNs, dynamicPj, idlePj, areaUm2] = circuitRow(circuit, rowLatency);
    const row = `${circuit} row of ${latencyNs} ns`;
    const scaled = (value: number, text: string): ProvenanceTerm => {
      const shownScale = scale === 1 ? "" : ` x ${figure(scale)}`;
      return { name: circuit, value: value * factor * scale, how: `${text} x ${how}${shownScale} (${row})` };
    };
    if (kind === undefined) return scaled(areaUm2, `${figure(areaUm2)} um^2`);
    const isMultiplier = circuit.endsWith("multiplier");
    if (kind === "idle" || (kind === "gated" && isMultiplier)) {
      const cycles = (reader.cycleSeconds() * 1e9) / latencyNs;
      return scaled(idlePj * cycles, `${figure(idlePj)} pJ x ${figure(cycles)} latencies a cycle`);
    }
    if (kind === "reused" && isMultiplier) return scaled(0.85 * dynamicPj, `0.85 x ${figure(dynamicPj)} pJ`);
    return scaled(dynamicPj, `${figure(dynamicPj)} pJ`);
  });
}

function linear(circuit: CircuitName, bits: number, reference: number): CircuitPart {
  return { circuit, factor: bits / reference, how: `${figure(bits)}/${reference}` };
}

function quadratic(circuit: CircuitName, a: number, b: number, reference: number): CircuitPart {
  const how = a === b ? `(${figure(a)}/${reference})^2` : `${figure(a)}/${reference} x ${figure(b)}/${reference}`;
  return { circuit, factor: (a / reference) * (b / reference), how };
}

function partsOf(className: string, { reader, compat, kind }: Request): readonly CircuitPart[] {
  const width = (): number => reader.number(compat ? ["width"] : ["width", "datawidth"], { min: 0 });
  switch (className) {
    case "intadder":
      return [linear("adder", width(), 32)];
    case "intmultiplier": {
      const [a, b] = operandWidths(reader, compat, width);
      return [quadratic("multiplier", a, b, 32)];
    }
    case "intmac":
      return integerMac(reader, compat, width);
    case "fpadder":
      return [floating("adder", floatBits(reader))];
    case "fpmultiplier":
      return [floating("multiplier", floatBits(reader))];
    case "fpmac": {
      const bits = floatBits(reader);
      return [floating("adder", bits), floating("multiplier", bits)];
    }
    case "reg": {
      const bits = width();
      return [{ circuit: "reg", factor: bits, how: figure(bits) }];
    }
    case "comparator":
    case "counter":
      return [linear(className, width(), 32)];
    case "bitwise": {
      const bits = width();
      return [{ circuit: "bitwise", factor: bits, how: figure(bits) }];
    }
    case "shifter": {
      const bits = width();
      const stages = bits <= 1 ? 0 : Math.ceil(Math.log2(bits));
      return [
        { circuit: "shifter", factor: (bits * stages) / 160, how: `${figure(bits)} x ${stages} stages/(32 x 5)` },
      ];
    }
    case "crossbar": {
      const inputs = reader.number(["n_inputs"]);
      const outputs = reader.number(["n_outputs"]);
      const bits = width();
      const how = `${figure(inputs)} x ${figure(outputs)}/4 x ${figure(bits)}/32`;
      return [{ circuit: "crossbar", factor: inputs * (outputs / 4) * (bits / 32), how }];
    }
    case "FIFO":
      throw new Decline(
        "it breaks on every FIFO (the public plug-in asks its comparator for a clock that is not there)",
      );
    default:
      return registerRows(className, reader, width(), kind);
  }
}

function operandWidths(reader: QueryReader, compat: boolean, width: () => number): readonly [number, number] {
  const a = compat ? undefined : reader.find(["width_a", "datawidth_a"]);
  const b = compat ? undefined : reader.find(["width_b", "datawidth_b"]);
  if (a === undefined && b === undefined) {
    const both = width();
    return [both, both];
  }
  return [reader.number(["width_a", "datawidth_a"]), reader.number(["width_b", "datawidth_b"])];
}

function integerMac(reader: QueryReader, compat: boolean, width: () => number): readonly CircuitPart[] {
  const own = compat ? undefined : reader.find(["multiplier_width", "adder_width"]);
  if (own === undefined) {
    const bits = width();
    return [linear("adder", bits, 32), quadratic("multiplier", bits, bits, 32)];
  }
  const multiplier = reader.number(["multiplier_width", "width", "datawidth"]);
  const adder = reader.number(["adder_width", "width", "datawidth"]);
  return [linear("adder", adder, 32), quadratic("multiplier", multiplier, multiplier, 32)];
}

function floatBits(reader: QueryReader): number {
  return reader.number(["exponent"]) + reader.number(["mantissa"]);
}

function floating(what: "adder" | "multiplier", bits: number): CircuitPart {
  const isSingle = bits <= 32;
  const reference = isSingle ? 32 : 64;
  if (what === "adder") return linear(isSingle ? "fp_sp_adder" : "fp_dp_adder", bits, reference);
  return quadratic(isSingle ? "fp_sp_multiplier" : "fp_dp_multiplier", bits, bits, reference);
}

/** The plug-in's register file, and its SRAM where that is small: one register row whatever the width. */
function registerRows(
  className: string,
  reader: QueryReader,
  width: number,
  kind: ActionKind | undefined,
): readonly CircuitPart[] {
  const depth = reader.number(["depth"], { min: 0 });
  if (className === "SRAM" && (depth > 128 || width > 32)) {
    throw new Decline(
      `only SRAMs of depth <= 128 and width <= 32 pass for register files; this one is ${depth} x ${width}`,
    );
  }
  if (depth === 0) return [];
  const bits = Math.ceil(Math.log2(depth));
  const register: CircuitPart = { circuit: "reg", factor: 1, how: "1 (not the width)" };
  const comparators: CircuitPart = {
    circuit: "comparator",
    factor: (depth * bits) / 32,
    how: `${depth} x ${bits}/32`,
    // The public plug-in forgets the clock here and falls back to its 5 ns.
    areaLatencySeconds: 5e-9,
  };
  if (kind === undefined || kind === "idle") return [register, comparators];
  return [
    ...(reader.delta("data_delta") === 0 ? [] : [register]),
    ...(reader.delta("address_delta") === 0 ? [] : [comparators]),
  ];
}
