/**
 * How an array is cut: `ndwl` pieces along the word line, `ndbl` along the bit line, `nspd` blocks on one row. Four
 * subarrays make a mat, around its predecoder; the mats of a row that answer together are the active ones.
 *
 *        ndwl/2 mats                     rows    = bytes / (banks × block × ways × ndbl × nspd)
 *   ┌──┬──┐ ┌──┬──┐                      columns = bits of block × ways × nspd / ndwl
 *   ├──┼──┤ ├──┼──┤  ndbl/2 mats         bits out of a mat = 4 columns / (bit-line mux × two sense-amplifier muxes)
 *   └──┴──┘ └──┴──┘
 *
 * Source: Wilton & Jouppi 1996, section 2; Shivakumar & Jouppi, "CACTI 3.0", 2001; CACTI 5.1, sections 2 and 6.
 */
export interface Ports {
  readonly readWrite: number;
  /** Exclusive read ports, of which some may be single-ended. */
  readonly read: number;
  readonly singleEndedRead: number;
  readonly write: number;
}

/** One array to lay out: a RAM, a cache's data or a cache's tags. */
export interface ArraySpec {
  readonly kind: "data" | "tag";
  /** Data bytes, of all banks; also what counts the rows of tags. */
  readonly bytes: number;
  readonly blockBytes: number;
  readonly banks: number;
  readonly ways: number;
  readonly tagBits: number;
  readonly ports: Ports;
}

/** Subarrays, and how many columns share a wire out of the mat: all but how the multiplexing is spread over levels. */
export interface Partition {
  readonly nspd: number;
  readonly ndwl: number;
  readonly ndbl: number;
  /** Of one subarray. */
  readonly rows: number;
  readonly columns: number;
  readonly columnsPerWire: number;
  readonly matsAcross: number;
  readonly matsDown: number;
  readonly activeMats: number;
  readonly bitsOutOfMat: number;
  readonly bitsIntoMat: number;
  readonly addressBitsOfMat: number;
  /** Address bits that choose the row of mats. */
  readonly subbankBits: number;
}

export interface Muxes {
  /** Bit lines for each sense amplifier. */
  readonly bitLineMux: number;
  /** Sense amplifiers for each wire out of the mat, in two levels. */
  readonly senseAmpMux1: number;
  readonly senseAmpMux2: number;
}

const MAX_PARTS = 512;
const MAX_MUX = 256;
const MAX_SPREAD = 256;
const MIN_ROWS = 16;
const MIN_COLUMNS = 2;
const MAX_ROWS_OR_COLUMNS = 262144;
export const SUBARRAYS_PER_MAT = 4;

/** All partitions with subarrays that decoders can serve and whose mats of one row give a word, in CACTI's order. */
export function partitionsOf(spec: ArraySpec): Partition[] {
  const partitions: Partition[] = [];
  const rowBits = spec.kind === "tag" ? spec.tagBits : 8 * spec.blockBytes;
  for (let nspd = spec.kind === "tag" ? 0.125 : 1; nspd <= MAX_SPREAD; nspd *= 2) {
    for (let ndwl = 2; ndwl <= MAX_PARTS; ndwl *= 2) {
      const columns = Math.ceil((rowBits * spec.ways * nspd) / ndwl);
      if (columns < MIN_COLUMNS || columns > MAX_ROWS_OR_COLUMNS) continue;
      for (let ndbl = 2; ndbl <= MAX_PARTS; ndbl *= 2) {
        const rows = Math.ceil(spec.bytes / (spec.banks * spec.blockBytes * spec.ways * ndbl * nspd));
        if (rows < MIN_ROWS) break;
        if (rows <= MAX_ROWS_OR_COLUMNS) addPartitions(spec, { nspd, ndwl, ndbl, rows, columns }, partitions);
      }
    }
  }
  return partitions;
}

type Cut = Pick<Partition, "nspd" | "ndwl" | "ndbl" | "rows" | "columns">;

function addPartitions(spec: ArraySpec, cut: Cut, partitions: Partition[]): void {
  const matsAcross = cut.ndwl / 2;
  const matsDown = cut.ndbl / 2;
  const isTag = spec.kind === "tag";
  const rowBits = floorLog2(cut.rows);
  for (let columnsPerWire = 1, wayBits = 0; columnsPerWire <= MAX_MUX ** 3; columnsPerWire *= 2, wayBits++) {
    const bitsOut = Math.floor((SUBARRAYS_PER_MAT * cut.columns) / columnsPerWire);
    if (bitsOut < SUBARRAYS_PER_MAT) break;
    const activeMats = activeMatsOf(spec, bitsOut);
    if (activeMats > matsAcross) break;
    if (activeMats === 0) continue;
    partitions.push({
      nspd: cut.nspd,
      ndwl: cut.ndwl,
      ndbl: cut.ndbl,
      rows: cut.rows,
      columns: cut.columns,
      columnsPerWire,
      matsAcross,
      matsDown,
      activeMats,
      bitsOutOfMat: isTag ? Math.floor(spec.ways / activeMats) : bitsOut,
      bitsIntoMat: isTag ? spec.tagBits : Math.floor(bitsOut / spec.ways),
      addressBitsOfMat: rowBits + wayBits,
      subbankBits: floorLog2(Math.floor((matsAcross * matsDown) / activeMats)),
    });
  }
}

/** All ways to spread a multiplexer over three levels, in CACTI's order. */
export function muxesOf(columnsPerWire: number): Muxes[] {
  const muxes: Muxes[] = [];
  for (let bitLineMux = 1; bitLineMux <= MAX_MUX; bitLineMux *= 2) {
    for (let senseAmpMux1 = 1; senseAmpMux1 <= MAX_MUX; senseAmpMux1 *= 2) {
      const senseAmpMux2 = columnsPerWire / (bitLineMux * senseAmpMux1);
      if (senseAmpMux2 >= 1 && senseAmpMux2 <= MAX_MUX) muxes.push({ bitLineMux, senseAmpMux1, senseAmpMux2 });
    }
  }
  return muxes;
}

/** 0 where a mat would give more than is asked for, or less than one tag. */
function activeMatsOf(spec: ArraySpec, bitsOut: number): number {
  if (spec.kind === "data") return Math.floor((8 * spec.blockBytes * spec.ways) / bitsOut);
  return bitsOut < spec.tagBits ? 0 : Math.floor((spec.tagBits * spec.ways) / bitsOut);
}

export function floorLog2(value: number): number {
  return 31 - Math.clz32(value);
}

export function readPortsOf(ports: Ports): number {
  return ports.readWrite + ports.read;
}

export function portsOf(ports: Ports): number {
  return ports.readWrite + ports.read + ports.write;
}
