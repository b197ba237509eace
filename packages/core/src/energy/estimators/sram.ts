/**
 * SRAM and caches by a memory model (`SramModel`: the CACTI model of `../sram/`), asked as the public CACTI plug-in asks
 * CACTI:
 *
 *     energy    read or write energy of the model x (0.7 data_delta + 0.3 address_delta); an update is a write
 *     leakage   power of all banks x global_cycle_seconds
 *
 * Answers are kept by their request: an architecture asks for four actions and an area of one memory.
 */
import { actionKind } from "../actions.ts";
import {
  Decline,
  declining,
  type Estimate,
  type EstimateQuery,
  type Estimator,
  OutOfScope,
  type ProvenanceTerm,
} from "../estimator.ts";
import { primitiveClass } from "../primitive-classes.ts";
import { figure, QueryReader } from "../query-reader.ts";
import {
  LEAST_DEPTH,
  LEAST_WIDTH_BITS,
  type NodeOrganisation,
  type SramEstimate,
  type SramRequest,
  type SramResult,
} from "../sram/sram-estimate.ts";

const NAME = "CACTI model";
const ACCURACY = 80;
const STORAGE_ACTIONS = ["read", "write", "update", "leak"];
const WRITES = [
  "write",
  "update",
  "random_write",
  "random_update",
  "write_access",
  "update_access",
  "fill",
  "random_fill",
];

/** A memory model: an estimate or the reason for none. */
export type SramModel = (request: SramRequest) => SramResult;

const CITATION =
  'S. J. E. Wilton, N. P. Jouppi, "CACTI", IEEE JSSC 31(5), 1996; CACTI 5.1, 6.0 and CACTI-P technical reports, HP Labs';

export function sramByModel(model: SramModel, { compat }: { readonly compat: boolean }): Estimator {
  const known = new Map<string, SramResult>();
  const ask = (request: SramRequest): SramEstimate => {
    const key = JSON.stringify(request);
    const answer = known.get(key) ?? model(request);
    known.set(key, answer);
    if (answer.kind === "refusal") throw new Decline(answer.reason);
    return answer;
  };
  return {
    name: NAME,
    knownClasses: ["SRAM", "cache"].map((name) => ({
      name,
      actions: STORAGE_ACTIONS,
      attributes: ["technology", "width", "depth", "n_banks", "n_rw_ports", "n_rd_ports", "n_wr_ports"],
    })),
    estimate: (query) => declining(NAME, () => estimateMemory(query, ask, compat)),
  };
}

function estimateMemory(query: EstimateQuery, ask: (request: SramRequest) => SramEstimate, compat: boolean): Estimate {
  const name = primitiveClass(query.componentClass, compat)?.name;
  if (name !== "SRAM" && name !== "cache")
    throw new OutOfScope(`it knows SRAM and cache, not class "${query.componentClass}"`);
  const reader = new QueryReader(query);
  const kind = query.action === undefined ? undefined : actionKind(query.action, STORAGE_ACTIONS);
  if (kind === "gated" || kind === "reused") throw new Decline(`"${query.action}" is no action of a memory`);
  const request = readRequest(reader, name, compat);
  const answer = ask(request);
  reader.notes.push(...answer.nodes.map(describeOrganisation), ...scalings(request, answer));
  const { terms, equation } = describe(reader, answer, kind);
  return {
    kind: "estimate",
    value: terms.reduce((sum, { value }) => sum + value, 0),
    accuracy: ACCURACY,
    provenance: { estimator: NAME, inputs: reader.inputs, equation, terms, notes: reader.notes, citation: CITATION },
  };
}

function readRequest(reader: QueryReader, name: "SRAM" | "cache", compat: boolean): SramRequest {
  const optional = (names: readonly [string, ...string[]]): number | undefined =>
    reader.find(names) === undefined ? undefined : reader.number(names, { whole: true, min: 0 });
  const readPorts = compat ? undefined : optional(["n_rd_ports"]);
  const writePorts = compat ? undefined : optional(["n_wr_ports"]);
  const shared = optional(compat ? ["n_rw_ports"] : ["n_rw_ports", "n_rdwr_ports"]);
  const associativity = name === "cache" ? optional(["associativity"]) : undefined;
  const tagBits = name === "cache" ? optional(["tag_size"]) : undefined;
  return {
    technologyNm: reader.technologyNm(),
    widthBits: reader.count(["width"]),
    depth: reader.count(["depth"]),
    banks: optional(["n_banks"]) ?? 1,
    readWritePorts: shared ?? (readPorts === undefined && writePorts === undefined ? 1 : 0),
    ...(readPorts === undefined ? {} : { readPorts }),
    ...(writePorts === undefined ? {} : { writePorts }),
    kind: name === "cache" ? "cache" : "ram",
    ...(associativity === undefined ? {} : { associativity }),
    ...(tagBits === undefined ? {} : { tagBits }),
  };
}

/** How the array is built: what the terms are of. */
function describeOrganisation({ nodeNm, organisation }: NodeOrganisation): string {
  const { ndwl, ndbl, nspd, mats, activeMats, rows, columns, bitLineMux, senseAmpMux1, senseAmpMux2 } = organisation;
  const several = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
  return (
    `at ${nodeNm} nm each bank has ${several(mats, "mat")}, ${activeMats} of them at work in an access, with subarrays ` +
    `of ${rows} rows x ${columns} columns (Ndwl ${ndwl}, Ndbl ${ndbl}, Nspd ${figure(nspd)}; multiplexers: bit lines ` +
    `${bitLineMux}, amplifiers ${senseAmpMux1} and ${senseAmpMux2})`
  );
}

/** What the array model does not reach by itself. */
function scalings({ technologyNm, widthBits, depth, banks }: SramRequest, { nodes }: SramEstimate): readonly string[] {
  const notes: string[] = [];
  const [first, second] = nodes.map(({ nodeNm }) => nodeNm);
  if (second !== undefined) notes.push(`${figure(technologyNm)} nm: between the results at ${first} and ${second} nm`);
  else if (first !== technologyNm) notes.push(`${figure(technologyNm)} nm: scaled from ${first} nm`);
  if (widthBits < LEAST_WIDTH_BITS || widthBits % 8 !== 0) {
    const built = Math.max(LEAST_WIDTH_BITS, Math.ceil(widthBits / 8) * 8);
    notes.push(`built ${built} bits wide; energies x (0.7 x ${widthBits}/${built} + 0.3) by the public plug-in's rule`);
  }
  const least = LEAST_DEPTH * banks;
  if (depth < least) notes.push(`built ${least} words deep; energies x (${depth}/${least})^0.78 by the same rule`);
  return notes;
}

function describe(
  reader: QueryReader,
  answer: SramEstimate,
  kind: "dynamic" | "idle" | undefined,
): { readonly terms: readonly ProvenanceTerm[]; readonly equation: string } {
  if (kind === undefined) {
    const terms = answer.areaTerms.map(({ name, areaUm2 }) => ({
      name,
      value: areaUm2,
      how: `${figure(areaUm2)} um^2`,
    }));
    return { terms: complete(terms, answer.areaUm2), equation: "area of all banks" };
  }
  if (kind === "idle") {
    const cycle = reader.cycleSeconds();
    if (cycle * 1e9 < answer.randomCycleTimeNs) {
      reader.notes.push(
        `a cycle of ${figure(cycle * 1e9)} ns is shorter than the memory's own of ${figure(answer.randomCycleTimeNs)} ns`,
      );
    }
    const how = `${figure(answer.leakageWatts)} W x ${figure(cycle)} s`;
    return {
      terms: [{ name: "leakage", value: answer.leakageWatts * cycle * 1e12, how }],
      equation: "leakage power of all banks x global_cycle_seconds",
    };
  }
  const writing = WRITES.includes(reader.query.action ?? "");
  const share = 0.7 * reader.delta("data_delta") + 0.3 * reader.delta("address_delta");
  const total = writing ? answer.writePj : answer.readPj;
  const parts = writing ? answer.writeTerms : answer.readTerms;
  const terms = complete(
    parts.map(({ name, energyPj }) => ({ name, value: energyPj, how: `${figure(energyPj)} pJ` })),
    total,
  );
  return {
    terms:
      share === 1
        ? terms
        : terms.map((term) => ({ ...term, value: term.value * share, how: `${term.how} x ${figure(share)}` })),
    equation: `${writing ? "write" : "read"} energy x (0.7 data_delta + 0.3 address_delta)`,
  };
}

/** Terms add up to the total: what the model does not name is told as the rest. */
function complete(terms: readonly ProvenanceTerm[], total: number): readonly ProvenanceTerm[] {
  const rest = total - terms.reduce((sum, { value }) => sum + value, 0);
  if (Math.abs(rest) <= 1e-9 * Math.abs(total)) return terms;
  return [...terms, { name: terms.length === 0 ? "memory" : "the rest", value: rest, how: figure(rest) }];
}
