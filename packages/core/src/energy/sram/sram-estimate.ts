/**
 * Energy, leakage, area and times of an on-chip SRAM or cache of any size in any technology.
 *
 * The array model knows five nodes and sizes from 32 bits × 64 words for each bank on; the rest is scaled, as
 * Accelergy's CACTI plug-in does it, with w = asked width / modelled width and d = asked depth / modelled depth:
 *
 *   energies × (0.7 w + 0.3) d^0.78      leakage, area × w d      times as they are
 *
 * Between nodes results are interpolated linearly; below 22 nm energies × sqrt(t/22), leakage × 0.79 sqrt(t/22), area
 * × t/22; above 90 nm all × (t/90)². Leakage counts the banks that were asked for, all else those that are built.
 * Source: Accelergy's CACTI plug-in (Wu, Emer, Sze, ICCAD 2019; scaling after IEDM 2022 and Parvais et al., VLSI-TSA 2009).
 */
import { invalidNumber, noOrganisation, type SramRefusal, tooFewSets } from "./errors.ts";
import type { NodeNm } from "./itrs-figures.ts";
import { type SramAtNode, type SramOrganisation, type SramShape, sramAtNode } from "./sram-at-node.ts";
import type { AreaTerm, EnergyTerm } from "./sram-terms.ts";

export interface SramRequest {
  readonly technologyNm: number;
  readonly widthBits: number;
  /** Words in all banks together. */
  readonly depth: number;
  readonly banks: number;
  readonly readWritePorts: number;
  /** Exclusive read ports, single-ended ones among them; none without. */
  readonly readPorts?: number;
  readonly singleEndedReadPorts?: number;
  readonly writePorts?: number;
  readonly kind: "ram" | "cache";
  /** Ways of a cache, a power of two; a RAM has one. */
  readonly associativity?: number;
  /** Bits of a tag, needed for a cache. */
  readonly tagBits?: number;
}

export interface NodeOrganisation {
  readonly nodeNm: NodeNm;
  readonly organisation: SramOrganisation;
  /** Of a cache. */
  readonly tagOrganisation?: SramOrganisation;
}

export interface SramEstimate {
  readonly kind: "estimate";
  /** At full activity: every address and data bit may change. */
  readonly readPj: number;
  readonly writePj: number;
  /** Of all banks. */
  readonly leakageWatts: number;
  readonly areaUm2: number;
  readonly accessTimeNs: number;
  readonly randomCycleTimeNs: number;
  /** At each node that was computed: one, or the two between which the technology lies. */
  readonly nodes: readonly NodeOrganisation[];
  /** Each sums up to the figure above; an interpolated technology has the terms of both nodes, by name. */
  readonly readTerms: readonly EnergyTerm[];
  readonly writeTerms: readonly EnergyTerm[];
  readonly areaTerms: readonly AreaTerm[];
}

export type SramResult = SramEstimate | SramRefusal;

const NODES: readonly NodeNm[] = [22, 32, 45, 65, 90];
/** The array model is asked for no less than this (depth: of each bank); the rest is scaled. */
export const LEAST_WIDTH_BITS = 32;
export const LEAST_DEPTH = 64;

export function estimateSram(request: SramRequest): SramResult {
  const problem = problemOf(request);
  if (problem) return problem;

  const ways = request.kind === "ram" ? 1 : (request.associativity ?? 1);
  const banks = 2 ** Math.ceil(Math.log2(request.banks));
  const widthBits = Math.max(Math.ceil(request.widthBits / 8) * 8, LEAST_WIDTH_BITS * ways);
  const depth = Math.max(request.depth, LEAST_DEPTH * request.banks);
  const bytes = Math.floor((widthBits * depth) / 8);
  const blockBytes = widthBits / 8;
  if (bytes / banks / (blockBytes * ways) < 2) return tooFewSets();
  const shape: SramShape = {
    kind: request.kind,
    bytes,
    blockBytes,
    banks,
    ways,
    tagBits: request.tagBits ?? 0,
    ports: {
      readWrite: request.readWritePorts,
      read: request.readPorts ?? 0,
      singleEndedRead: request.singleEndedReadPorts ?? 0,
      write: request.writePorts ?? 0,
    },
  };

  const { parts, scale } = sharesOfNodes(request.technologyNm);
  const models: WeightedNode[] = [];
  for (const { nodeNm, weight } of parts) {
    const model = sramAtNode(nodeNm, shape);
    if (model === undefined) return noOrganisation(shape.kind, nodeNm);
    models.push({ nodeNm, weight, model });
  }
  return combine(models, scaleForSize(scale, request.widthBits / widthBits, request.depth / depth, request.banks));
}

interface NodeShare {
  readonly nodeNm: NodeNm;
  readonly weight: number;
}

/** Factors on results. */
interface Scale {
  readonly energy: number;
  readonly leakage: number;
  readonly area: number;
  readonly time: number;
}

const UNSCALED: Scale = { energy: 1, leakage: 1, area: 1, time: 1 };

function sharesOfNodes(technologyNm: number): { readonly parts: readonly NodeShare[]; readonly scale: Scale } {
  const below = NODES.filter((node) => node <= technologyNm).at(-1);
  const above = NODES.find((node) => node >= technologyNm);
  if (below === undefined) {
    const ratio = technologyNm / 22;
    const root = Math.sqrt(ratio);
    return { parts: [{ nodeNm: 22, weight: 1 }], scale: { energy: root, leakage: root * 0.79, area: ratio, time: 1 } };
  }
  if (above === undefined) {
    const square = (technologyNm / 90) ** 2;
    const scale = { energy: square, leakage: square, area: square, time: square };
    return { parts: [{ nodeNm: 90, weight: 1 }], scale };
  }
  if (below === above) return { parts: [{ nodeNm: below, weight: 1 }], scale: UNSCALED };
  const weight = (technologyNm - below) / (above - below);
  return {
    parts: [
      { nodeNm: below, weight: 1 - weight },
      { nodeNm: above, weight },
    ],
    scale: UNSCALED,
  };
}

function scaleForSize(scale: Scale, width: number, depth: number, banks: number): Scale {
  return {
    energy: scale.energy * (0.7 * width + 0.3) * depth ** 0.78,
    leakage: scale.leakage * width * depth * banks,
    area: scale.area * width * depth,
    time: scale.time,
  };
}

interface WeightedNode extends NodeShare {
  readonly model: SramAtNode;
}

function combine(nodes: readonly WeightedNode[], scale: Scale): SramEstimate {
  const total = (of: (model: SramAtNode) => number): number =>
    nodes.reduce((sum, { weight, model }) => sum + weight * of(model), 0);
  const energies = (of: (model: SramAtNode) => readonly EnergyTerm[]): EnergyTerm[] =>
    of(nodes[0]?.model as SramAtNode).map(({ name }, index) => ({
      name,
      energyPj: scale.energy * total((model) => of(model)[index]?.energyPj ?? 0),
    }));
  return {
    kind: "estimate",
    readPj: scale.energy * total((model) => model.readPj),
    writePj: scale.energy * total((model) => model.writePj),
    leakageWatts: scale.leakage * total((model) => model.leakageWattsPerBank),
    areaUm2: scale.area * total((model) => model.areaUm2),
    accessTimeNs: scale.time * total((model) => model.accessTimeNs),
    randomCycleTimeNs: scale.time * total((model) => model.randomCycleTimeNs),
    nodes: nodes.map(({ nodeNm, model: { organisation, tagOrganisation } }) => ({
      nodeNm,
      organisation,
      ...(tagOrganisation ? { tagOrganisation } : {}),
    })),
    readTerms: energies((model) => model.readTerms),
    writeTerms: energies((model) => model.writeTerms),
    areaTerms: (nodes[0]?.model.areaTerms ?? []).map(({ name }, index) => ({
      name,
      areaUm2: scale.area * total((model) => model.areaTerms[index]?.areaUm2 ?? 0),
    })),
  };
}

function problemOf(request: SramRequest): SramRefusal | undefined {
  const { readPorts = 0, singleEndedReadPorts = 0, writePorts = 0, associativity = 1, tagBits = 0 } = request;
  const isCount = (value: number, least: number): boolean => Number.isInteger(value) && value >= least;
  if (!(request.technologyNm > 0 && request.technologyNm < Number.POSITIVE_INFINITY))
    return invalidNumber("the technology", "a positive number of nm", request.technologyNm);
  for (const [what, value] of [
    ["the width", request.widthBits],
    ["the depth", request.depth],
    ["the number of banks", request.banks],
  ] as const) {
    if (!isCount(value, 1)) return invalidNumber(what, "a whole number of 1 or more", value);
  }
  for (const [what, value] of [
    ["the number of read-write ports", request.readWritePorts],
    ["the number of read ports", readPorts],
    ["the number of single-ended read ports", singleEndedReadPorts],
    ["the number of write ports", writePorts],
  ] as const) {
    if (!isCount(value, 0)) return invalidNumber(what, "a whole number", value);
  }
  if (request.readWritePorts + readPorts === 0) return invalidNumber("the number of ports to read", "at least 1", 0);
  if (singleEndedReadPorts > readPorts)
    return invalidNumber(
      "the number of single-ended read ports",
      `at most ${readPorts}, the read ports`,
      singleEndedReadPorts,
    );
  if (request.kind === "ram") return undefined;
  if (!isCount(associativity, 1) || !Number.isInteger(Math.log2(associativity)))
    return invalidNumber("the associativity", "a power of two", associativity);
  if (!isCount(tagBits, 1)) return invalidNumber("the tag of a cache", "1 bit or more", tagBits);
  return undefined;
}
