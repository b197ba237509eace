/**
 * A RAM or cache at one of the nodes with figures: its arrays, what they cost together, and where that goes.
 * A cache ("fast" access) reads its tags and all ways of its data at the same time and lays the two side by side.
 * Source: CACTI 6.0 (HPL-2009-85), section 3.
 */
import { cycleTimeS, readEnergies, totalJ, writeEnergies } from "./access.ts";
import { ArrayModel } from "./array-model.ts";
import type { NodeNm } from "./itrs-figures.ts";
import { totalLeakageW } from "./leakage.ts";
import type { ArraySpec, Ports } from "./organisation.ts";
import { type Choice, chooseOrganisation } from "./search.ts";
import { type AreaTerm, areaOf, areaTerms, type EnergyTerm, energyTerms } from "./sram-terms.ts";
import { chooseTags } from "./tag-search.ts";
import { technologyOf } from "./technology.ts";

export interface SramOrganisation {
  readonly ndwl: number;
  readonly ndbl: number;
  readonly nspd: number;
  readonly bitLineMux: number;
  readonly senseAmpMux1: number;
  readonly senseAmpMux2: number;
  /** Of one subarray. */
  readonly rows: number;
  readonly columns: number;
  readonly mats: number;
  readonly activeMats: number;
}

export interface SramAtNode {
  readonly readPj: number;
  readonly writePj: number;
  readonly leakageWattsPerBank: number;
  readonly areaUm2: number;
  readonly accessTimeNs: number;
  readonly randomCycleTimeNs: number;
  readonly organisation: SramOrganisation;
  readonly tagOrganisation?: SramOrganisation;
  readonly readTerms: readonly EnergyTerm[];
  readonly writeTerms: readonly EnergyTerm[];
  readonly areaTerms: readonly AreaTerm[];
}

export interface SramShape {
  readonly kind: "ram" | "cache";
  readonly bytes: number;
  readonly blockBytes: number;
  /** A power of two. */
  readonly banks: number;
  readonly ways: number;
  readonly tagBits: number;
  readonly ports: Ports;
}

/** Undefined where no organisation is possible. */
export function sramAtNode(nodeNm: NodeNm, shape: SramShape): SramAtNode | undefined {
  const tech = technologyOf(nodeNm);
  const { kind: _, ...sizes } = shape;
  const model = (kind: ArraySpec["kind"]): ArrayModel => new ArrayModel(tech, { ...sizes, kind });
  const dataModel = model("data");
  if (shape.kind === "ram") {
    const data = chooseOrganisation(dataModel);
    return data && describe(dataModel, data, "");
  }
  const tagModel = model("tag");
  const tags = chooseTags(tagModel);
  const data = tags && chooseOrganisation(dataModel, tags.measure);
  return data && sideBySide(dataModel, data, tagModel, tags);
}

function describe(model: ArrayModel, { parts, measure }: Choice, of: string): SramAtNode {
  const write = writeEnergies(model, parts);
  const { partition, muxes } = parts;
  return {
    readPj: measure.readJ * 1e12,
    writePj: totalJ(write) * 1e12,
    leakageWattsPerBank: totalLeakageW(model.leakage(parts)),
    areaUm2: areaOf(parts),
    accessTimeNs: measure.accessTimeS * 1e9,
    randomCycleTimeNs: cycleTimeS(model.tech, parts) * 1e9,
    organisation: {
      ndwl: partition.ndwl,
      ndbl: partition.ndbl,
      nspd: partition.nspd,
      ...muxes,
      rows: partition.rows,
      columns: partition.columns,
      mats: partition.matsAcross * partition.matsDown,
      activeMats: partition.activeMats,
    },
    readTerms: energyTerms(readEnergies(model, parts), of),
    writeTerms: energyTerms(write, of),
    areaTerms: areaTerms(model, parts, of),
  };
}

function sideBySide(dataModel: ArrayModel, data: Choice, tagModel: ArrayModel, tags: Choice): SramAtNode {
  const dataPart = describe(dataModel, data, "");
  const tagPart = describe(tagModel, tags, "tag ");
  const dataSize = data.parts.routing.size;
  const tagSize = tags.parts.routing.size;
  const areaUm2 = Math.max(dataSize.heightUm, tagSize.heightUm) * (dataSize.widthUm + tagSize.widthUm);
  const besideUm2 = areaUm2 - dataPart.areaUm2 - tagPart.areaUm2;
  return {
    readPj: dataPart.readPj + tagPart.readPj,
    writePj: dataPart.writePj + tagPart.writePj,
    leakageWattsPerBank: dataPart.leakageWattsPerBank + tagPart.leakageWattsPerBank,
    areaUm2,
    accessTimeNs: Math.max(dataPart.accessTimeNs, tagPart.accessTimeNs),
    randomCycleTimeNs: Math.max(dataPart.randomCycleTimeNs, tagPart.randomCycleTimeNs),
    organisation: dataPart.organisation,
    tagOrganisation: tagPart.organisation,
    readTerms: [...dataPart.readTerms, ...tagPart.readTerms],
    writeTerms: [...dataPart.writeTerms, ...tagPart.writeTerms],
    areaTerms: [...dataPart.areaTerms, ...tagPart.areaTerms, { name: "beside the smaller array", areaUm2: besideUm2 }],
  };
}
