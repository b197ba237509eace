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

export interface Organisation {
  readonly ndwl: number;
  readonly ndbl: number;
  readonly nspd: number;
  /** Bit lines for each sense amplifier. */
  readonly bitLineMux: number;
  /** Sense amplifiers for each wire out of the mat, in two levels. */
  readonly senseAmpMux1: number;
  readonly senseAmpMux2: number;
  /** Of one subarray. */
  readonly rows: number;
  readonly columns: number;
}

/** An organisation with what follows from it. */
export interface Layout extends Organisation {
  readonly matsAcross: number;
  readonly matsDown: number;
  readonly activeMats: number;
  readonly bitsOutOfMat: number;
  readonly bitsIntoMat: number;
  readonly addressBitsOfMat: number;
  /** Address bits that choose the row of mats. */
  readonly subbankBits: number;
}

const MAX_PARTS = 512;
const MAX_MUX = 256;
const MAX_SPREAD = 256;
const MIN_ROWS = 16;
const MIN_COLUMNS = 2;
const MAX_ROWS_OR_COLUMNS = 262144;
export const SUBARRAYS_PER_MAT = 4;

/** Subarrays that can be, before their multiplexers. */
export interface Cut {
  readonly nspd: number;
  readonly ndwl: number;
  readonly ndbl: number;
  readonly rows: number;
  readonly columns: number;
}

/** All cuts with a size of subarray that decoders can serve, in CACTI's order. */
export function cutsOf(spec: ArraySpec): Cut[] {
  const cuts: Cut[] = [];
  const rowBits = spec.kind === "tag" ? spec.tagBits : 8 * spec.blockBytes;
  for (let nspd = spec.kind === "tag" ? 0.125 : 1; nspd <= MAX_SPREAD; nspd *= 2) {
    for (let ndwl = 2; ndwl <= MAX_PARTS; ndwl *= 2) {
      const columns = Math.ceil((rowBits * spec.ways * nspd) / ndwl);
      if (columns < MIN_COLUMNS || columns > MAX_ROWS_OR_COLUMNS) continue;
      for (let ndbl = 2; ndbl <= MAX_PARTS; ndbl *= 2) {
        const rows = Math.ceil(spec.bytes / (spec.banks * spec.blockBytes * spec.ways * ndbl * nspd));
        if (rows >= MIN_ROWS && rows <= MAX_ROWS_OR_COLUMNS) cuts.push({ nspd, ndwl, ndbl, rows, columns });
      }
    }
  }
  return cuts;
}

/** All multiplexers for a cut with which the mats of one row give a word, in CACTI's order. */
export function layoutsOf(spec: ArraySpec, cut: Cut): Layout[] {
  const layouts: Layout[] = [];
  const matsAcross = cut.ndwl / 2;
  const matsDown = cut.ndbl / 2;
  const cells = SUBARRAYS_PER_MAT * cut.columns;
  for (let bitLineMux = 1; bitLineMux <= MAX_MUX; bitLineMux *= 2) {
    for (let senseAmpMux1 = 1; senseAmpMux1 <= MAX_MUX; senseAmpMux1 *= 2) {
      for (let senseAmpMux2 = 1; senseAmpMux2 <= MAX_MUX; senseAmpMux2 *= 2) {
        const bitsOut = Math.floor(cells / (bitLineMux * senseAmpMux1 * senseAmpMux2));
        if (bitsOut < SUBARRAYS_PER_MAT) break;
        const activeMats = activeMatsOf(spec, bitsOut);
        if (activeMats > matsAcross) break;
        if (activeMats === 0) continue;
        const isTag = spec.kind === "tag";
        layouts.push({
          ...cut,
          bitLineMux,
          senseAmpMux1,
          senseAmpMux2,
          matsAcross,
          matsDown,
          activeMats,
          bitsOutOfMat: isTag ? Math.floor(spec.ways / activeMats) : bitsOut,
          bitsIntoMat: isTag ? spec.tagBits : Math.floor(bitsOut / spec.ways),
          addressBitsOfMat: floorLog2(cut.rows) + Math.log2(bitLineMux * senseAmpMux1 * senseAmpMux2),
          subbankBits: floorLog2(Math.floor((matsAcross * matsDown) / activeMats)),
        });
      }
    }
  }
  return layouts;
}

/** 0 where a mat would give more than is asked for, or less than one tag. */
function activeMatsOf(spec: ArraySpec, bitsOut: number): number {
  if (spec.kind === "data") return Math.floor((8 * spec.blockBytes * spec.ways) / bitsOut);
  return bitsOut < spec.tagBits ? 0 : Math.floor((spec.tagBits * spec.ways) / bitsOut);
}

export function floorLog2(value: number): number {
  return Math.floor(Math.log2(value));
}

export function readPortsOf(ports: Ports): number {
  return ports.readWrite + ports.read;
}

export function portsOf(ports: Ports): number {
  return ports.readWrite + ports.read + ports.write;
}
