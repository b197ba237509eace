/**
 * A register file of D words of W bits as a circuit: D x W registers, a read gate at each bit of each port onto bit lines
 * that run past all words, a decoder with one gate a word. (The public table plug-in counts one register and D comparators,
 * whatever the width: `compat`.)
 *
 *          bit lines, W of them                     s     pitch of a bit: the root of its area
 *            |    |    |                            c     wire, farad per um
 *     D  --[r]--[r]--[r]-- word line                cg    input of a gate
 *     e  --[r]--[r]--[r]--                          cd    drain of a read or write gate on a bit line
 *     c  --[r]--[r]--[r]--                          n     address bits, log2 D
 *            |    |    |
 *           output drivers                          All at 45 nm and 1 V; other nodes by the scaling equations.
 *
 *   decoder      n/3 groups of 3 bits are predecoded; in each, with probability 7/8, one of 8 lines rises, which runs past
 *                D words and drives D/8 gates            n/3 x 7/8 x (D s c + D/8 cg) V^2
 *   word line    drives W gates over W bits              W (cg + s c) V^2
 *   bit lines    half of them switch                     W x 1/2 x D (cd + s c) V^2
 *   drivers      half of them switch, fan-out of four    W x 1/2 x 4 cg V^2           (reading)
 *   registers    the W of the written word are clocked   W x register row             (writing)
 *   leakage      all registers, and the decoder's gates as comparator bits
 *   area         W D (register + ports x read gate) + D x ports x decoder gate
 *
 * So energy grows with the width in proportion (but for the decoder) and with the depth a little faster than in proportion:
 * the form that V. Zyuban and P. Kogge give, "The energy complexity of register files", ISLPED 1998, for files without
 * banks. cd and cg are those of a minimal gate, areas those of AOI22 and NAND cells in the NanGate 45 nm open cell library;
 * c is the wire of R. Ho, K. Mai, M. Horowitz, "The future of wires", Proc. IEEE 89(4), 2001; registers and idle energies
 * are Aladdin's rows. Check: X. Yang et al., "Interstellar", ASPLOS 2020, gives 0.03 pJ for a 16-bit access of 16 B and
 * 0.96 pJ for 512 B at 28 nm, linear in between, as here.
 */
import { type ActionKind, actionKind } from "../actions.ts";
import {
  Decline,
  declining,
  type Estimate,
  type EstimateQuery,
  type Estimator,
  OutOfScope,
  type ProvenanceTerm,
} from "../estimator.ts";
import { scaleFrom45 } from "../node-scaling.ts";
import { PRIMITIVE_CLASSES, primitiveClass } from "../primitive-classes.ts";
import { figure, QueryReader } from "../query-reader.ts";
import { circuitRow } from "../tables/circuit-rows.ts";
import { compatCircuit } from "./circuit-tables.ts";

const NAME = "register file circuit";
const ACCURACY = 70;
/** A small SRAM passes for a register file only where no memory model answers. */
const SMALL_SRAM_ACCURACY = 60;
const CITATION =
  'V. Zyuban, P. Kogge, "The energy complexity of register files", ISLPED 1998; registers: Aladdin, ISCA 2014; cells: NanGate 45 nm';

const WIRE_FF_PER_UM = 0.2;
const GATE_FF = 1.6;
const DRAIN_FF = 0.3;
const READ_GATE_UM2 = 1.33;
const FF_VOLT2_IN_PJ = 1e-3;

interface Shape {
  readonly width: number;
  readonly depth: number;
  readonly ports: number;
}

export function registerFile(): Estimator {
  return {
    name: NAME,
    knownClasses: PRIMITIVE_CLASSES.filter(({ name }) => name === "regfile" || name === "FIFO").map((known) => ({
      name: known.name,
      actions: known.actions,
      attributes: [...known.required, ...known.optional],
    })),
    estimate: (query) => declining(NAME, () => estimateRegisterFile(query)),
  };
}

function estimateRegisterFile(query: EstimateQuery): Estimate {
  const known = primitiveClass(query.componentClass);
  if (known === undefined || !["regfile", "FIFO", "SRAM"].includes(known.name)) {
    throw new OutOfScope(`it knows regfile and FIFO, not class "${query.componentClass}"`);
  }
  const reader = new QueryReader(query);
  const shape = readShape(reader);
  if (known.name === "SRAM" && (shape.depth > 128 || shape.width > 32)) {
    throw new Decline(`an SRAM of ${shape.depth} x ${shape.width} is no register file (up to 128 x 32)`);
  }
  const technologyNm = reader.technologyNm();
  const kind = query.action === undefined ? undefined : actionKind(query.action, known.actions);
  const scaling = scaleFrom45(technologyNm, kind === undefined ? "area" : "energy");
  if (scaling.note !== undefined) reader.notes.push(scaling.note);
  const isFifo = known.name === "FIFO";
  const raw = kind === undefined ? areaTerms(reader, shape, isFifo) : energyTerms(reader, shape, kind, isFifo);
  const terms = raw.map(({ name, value, how }) => ({
    name,
    value: value * scaling.factor,
    how: scaling.factor === 1 ? how : `${how} x ${figure(scaling.factor)}`,
  }));
  if (known.name === "regfile") reader.notes.push(compatNote(query));
  return {
    kind: "estimate",
    value: terms.reduce((sum, { value }) => sum + value, 0),
    accuracy: known.name === "SRAM" ? SMALL_SRAM_ACCURACY : ACCURACY,
    provenance: {
      estimator: NAME,
      inputs: reader.inputs,
      equation: terms.map(({ name }) => name).join(" + ") || "0",
      terms,
      notes: reader.notes,
      citation: CITATION,
    },
  };
}

function compatNote(query: EstimateQuery): string {
  const other = compatCircuit({ ...query, componentClass: "regfile" });
  const unit = query.action === undefined ? "um^2" : "pJ";
  if (other.kind === "refusal") return `the public table plug-in (--compat) would decline: ${other.reason}`;
  return `the public table plug-in (--compat) would say ${figure(other.value)} ${unit}, whatever the width`;
}

/** What this model says, for the notes of the compatible one. */
export function physicalRegisterFile(query: EstimateQuery): number | undefined {
  const answer = declining(NAME, () => estimateRegisterFile(query));
  return answer.kind === "estimate" ? answer.value : undefined;
}

function readShape(reader: QueryReader): Shape {
  const width = reader.count(["width", "datawidth"]);
  const depth = reader.count(["depth", "entries"]);
  const portNames = ["n_rw_ports", "n_rdwr_ports", "n_rd_ports", "n_wr_ports"] as const;
  const given = portNames.filter((name) => reader.find([name]) !== undefined);
  const ports = given.reduce((sum, name) => sum + reader.number([name], { whole: true, min: 0 }), 0);
  if (given.length > 0 && ports < 1) throw new Decline("it has no port at all");
  return { width, depth, ports: Math.max(1, ports) };
}

function addressBits(depth: number): number {
  return Math.ceil(Math.log2(depth));
}

/** Pitch of one bit in um. */
function bitPitch(reader: QueryReader, ports: number): number {
  const [, , , registerUm2] = circuitRow("reg", reader.cycleSeconds());
  return Math.sqrt(registerUm2 + ports * READ_GATE_UM2);
}

function energyTerms(reader: QueryReader, shape: Shape, kind: ActionKind, isFifo: boolean): readonly ProvenanceTerm[] {
  const { width, depth, ports } = shape;
  if (kind === "idle") return leakTerms(reader, shape);
  if (kind !== "dynamic")
    throw new Decline(`"${reader.query.action}" is no action of it (usual: read, write, update, leak)`);
  const wirePerBit = bitPitch(reader, ports) * WIRE_FF_PER_UM;
  const bits = addressBits(depth);
  const pj = (femtofarad: number): number => femtofarad * FF_VOLT2_IN_PJ;
  const ff = (value: number): string => `${figure(value)} fF`;
  const terms: ProvenanceTerm[] = [];
  if (reader.delta("address_delta") === 1) {
    if (isFifo) terms.push(pointerTerm(reader, bits));
    else {
      const line = depth * wirePerBit + (depth / 8) * GATE_FF;
      terms.push({
        name: "decoder",
        value: pj((bits / 3) * (7 / 8) * line),
        how: `${bits} address bits/3 x 7/8 x ${ff(line)} x (1 V)^2`,
      });
    }
    const gate = GATE_FF + wirePerBit;
    terms.push({ name: "word line", value: pj(width * gate), how: `${width} x ${ff(gate)} x (1 V)^2` });
  }
  if (reader.delta("data_delta") === 1) {
    const perWord = DRAIN_FF + wirePerBit;
    const how = `${width} x 1/2 x ${depth} x ${ff(perWord)} x (1 V)^2`;
    terms.push({ name: "bit lines", value: pj((width * depth * perWord) / 2), how });
    if (isReading(reader.query.action ?? "")) {
      const driver = 4 * GATE_FF;
      const text = `${width} x 1/2 x ${ff(driver)} x (1 V)^2`;
      terms.push({ name: "output drivers", value: pj((width * driver) / 2), how: text });
    } else {
      const [latencyNs, registerPj] = circuitRow("reg", reader.latencySeconds());
      const text = `${width} x ${figure(registerPj)} pJ (reg row of ${latencyNs} ns)`;
      terms.push({ name: "registers", value: width * registerPj, how: text });
    }
  }
  return terms;
}

function isReading(action: string): boolean {
  return ["read", "random_read", "read_access", "pop", "dequeue", "access", "drain"].includes(action);
}

/** A FIFO finds its place by counting on. */
function pointerTerm(reader: QueryReader, bits: number): ProvenanceTerm {
  const [latencyNs, counterPj] = circuitRow("counter", reader.latencySeconds());
  const how = `${bits}/32 x ${figure(counterPj)} pJ (counter row of ${latencyNs} ns)`;
  return { name: "pointer", value: (bits / 32) * counterPj, how };
}

function leakTerms(reader: QueryReader, { width, depth }: Shape): readonly ProvenanceTerm[] {
  const cycleNs = reader.cycleSeconds() * 1e9;
  const latency = reader.latencySeconds();
  const [registerNs, , registerPj] = circuitRow("reg", latency);
  const [comparatorNs, , comparatorPj] = circuitRow("comparator", latency);
  const bits = addressBits(depth);
  return [
    {
      name: "registers",
      value: (width * depth * registerPj * cycleNs) / registerNs,
      how: `${width} x ${depth} x ${figure(registerPj)} pJ x ${figure(cycleNs / registerNs)} latencies a cycle`,
    },
    {
      name: "decoder",
      value: ((depth * bits) / 32) * comparatorPj * (cycleNs / comparatorNs),
      how: `${depth} x ${bits}/32 x ${figure(comparatorPj)} pJ x ${figure(cycleNs / comparatorNs)} latencies a cycle`,
    },
  ];
}

function areaTerms(reader: QueryReader, { width, depth, ports }: Shape, isFifo: boolean): readonly ProvenanceTerm[] {
  const [, , , registerUm2] = circuitRow("reg", reader.cycleSeconds());
  const [, , , counterUm2] = circuitRow("counter", reader.cycleSeconds());
  const bits = addressBits(depth);
  // A NAND of so many inputs, and the inverter that drives the word line.
  const wordGate = 0.266 * (Math.ceil(bits / 3) + 1) + 0.532;
  const registers = {
    name: "registers",
    value: width * depth * registerUm2,
    how: `${width} x ${depth} x ${registerUm2} um^2`,
  };
  const gates = {
    name: "read gates",
    value: width * depth * ports * READ_GATE_UM2,
    how: `${width} x ${depth} x ${ports} x ${READ_GATE_UM2} um^2`,
  };
  const decoder = isFifo
    ? { name: "pointers", value: (2 * bits * counterUm2) / 32, how: `2 x ${bits}/32 x ${counterUm2} um^2` }
    : { name: "decoder", value: depth * ports * wordGate, how: `${depth} x ${ports} x ${figure(wordGate)} um^2` };
  return [registers, gates, decoder];
}
