/**
 * Predecoder: two blocks share the address bits; each turns up to nine bits into one of 2^bits lines, in groups of two
 * bits (NAND2) and three (NAND3) on a first level and a NAND of the groups on a second; a driver for each bit.
 *
 *   bit ─▷▷─┬─ NAND2 ─▷─┐
 *   bit ─▷▷─┤           ├─ NAND of groups ─▷─── line to the decoders of all subarrays of the mat
 *   bit ─▷▷─┴─ NAND3 ─▷─┘
 *
 * Source: CACTI 5.1 (HPL-2008-20), section 4.1, figures 7 to 9.
 */
import type { Decoder } from "./decoder.ts";
import { chainAreaUm2, firstGateF, type GateChain, sizeChain, stageLeakages, switchChain } from "./gate-chain.ts";
import { addLeakage, type LeakageW, nandLeakage, noLeakage, scaleLeakage } from "./leakage.ts";
import type { Technology } from "./technology.ts";

export interface Predecoder {
  readonly delayS: number;
  readonly rampS: number;
  readonly energyJ: number;
  readonly leakage: () => LeakageW;
  readonly areaUm2: number;
  /** Lines out of both blocks. */
  readonly lines: number;
}

/** The wire along the decoders of one column of subarrays. */
export interface PredecodedWire {
  readonly loadF: number;
  readonly ohm: number;
  /** Decoders on each predecoded line for each combination of the other block. */
  readonly decodersPerLine: number;
}

export const noWire: PredecodedWire = { loadF: 0, ohm: 0, decodersPerLine: 1 };

export function buildPredecoder(tech: Technology, decoder: Decoder, wire: PredecodedWire): Predecoder {
  const bits = decoder.addressBits;
  if (bits < 4) {
    const block = bits === 0 ? undefined : buildBlock(tech, bits, decoder.loadF, decoder.ohm);
    return assemble(block, undefined);
  }
  const firstBits = (bits + 1) >> 1;
  const secondBits = bits - firstBits;
  const gateF = wire.decodersPerLine * firstGateF(tech, 2);
  return assemble(
    buildBlock(tech, firstBits, 2 ** secondBits * gateF + wire.loadF, wire.ohm),
    buildBlock(tech, secondBits, 2 ** firstBits * gateF + wire.loadF, wire.ohm),
  );
}

/** Delay of the path that begins with the groups of two or of three bits, and the ramp at its end. */
interface PathDelay {
  readonly delayS: number;
  readonly rampS: number;
}

interface Block {
  readonly bits: number;
  readonly shape: BlockShape;
  readonly paths: readonly PathDelay[];
  readonly driverJ: number;
  /** One group's first level, of two and of three bits. */
  readonly pairJ: number;
  readonly tripleJ: number;
  readonly secondLevelJ: number;
  readonly leakage: () => LeakageW;
  readonly areaUm2: number;
}

interface BlockShape {
  readonly pairs: number;
  readonly triples: number;
  /** Inputs of the second level, 0 without one. */
  readonly secondInputs: number;
  /** Groups of two bits whose energy CACTI counts; for eight bits one more than there are. */
  readonly activePairs: number;
}

const shapes: readonly BlockShape[] = [
  { pairs: 0, triples: 0, secondInputs: 0, activePairs: 0 },
  { pairs: 1, triples: 0, secondInputs: 0, activePairs: 1 },
  { pairs: 1, triples: 0, secondInputs: 0, activePairs: 1 },
  { pairs: 0, triples: 1, secondInputs: 0, activePairs: 0 },
  { pairs: 2, triples: 0, secondInputs: 2, activePairs: 2 },
  { pairs: 1, triples: 1, secondInputs: 2, activePairs: 1 },
  { pairs: 0, triples: 2, secondInputs: 2, activePairs: 0 },
  { pairs: 2, triples: 1, secondInputs: 3, activePairs: 2 },
  { pairs: 1, triples: 2, secondInputs: 3, activePairs: 2 },
  { pairs: 0, triples: 3, secondInputs: 3, activePairs: 0 },
];

function buildBlock(tech: Technology, bits: number, loadF: number, ohm: number): Block {
  const shape = shapes[bits] as BlockShape;
  const height = tech.gateHeightUm;
  const wireDelayS = (ohm * loadF) / 2;
  const { secondInputs, pairs, triples } = shape;
  const second = secondInputs > 0 ? sizeChain(tech, secondInputs, loadF) : undefined;

  const first = (groupBits: 2 | 3, groups: number): FirstLevel => {
    if (groups === 0) return noFirstLevel;
    const loadOfGroupF = second ? 2 ** (bits - groupBits) * firstGateF(tech, secondInputs) : loadF;
    const gates = 2 ** Math.min(groupBits, bits);
    return buildFirstLevel(tech, groupBits, groups, gates, loadOfGroupF, second ? 0 : wireDelayS, {
      firstGateCounts: groupBits === 2 || pairs === 0,
      bitsPerGroup: Math.min(groupBits, bits),
    });
  };
  const pair = first(2, pairs);
  const triple = first(3, triples);

  let paths: PathDelay[] = [pair, triple];
  let secondLevelJ = 0;
  const firstLeakage = (): LeakageW => addLeakage(pair.leakage(), triple.leakage());
  let leakage = firstLeakage;
  let areaUm2 = pair.areaUm2 + triple.areaUm2;
  if (second) {
    // The first gate of the second level delays the path of its own kind only.
    const whole = secondInputs === 2 ? 0 : 1;
    paths = paths.map((path, kind) => {
      const switched = switchChain(tech, second, path.rampS, loadF, wireDelayS, height, kind === whole ? 0 : 1);
      if (kind === whole) secondLevelJ = switched.energyJ;
      return { delayS: path.delayS + switched.delayS, rampS: switched.rampS };
    });
    leakage = () => addLeakage(firstLeakage(), scaleLeakage(addLeakage(...stageLeakages(tech, second)), 2 ** bits));
    areaUm2 += chainAreaUm2(tech, second, height) * 2 ** bits;
  }
  const { energyJ: pairJ } = pair;
  const { energyJ: tripleJ } = triple;
  return { bits, shape, paths, driverJ: pair.driverJ + triple.driverJ, pairJ, tripleJ, secondLevelJ, leakage, areaUm2 };
}

interface FirstLevel extends PathDelay {
  readonly energyJ: number;
  readonly driverJ: number;
  readonly leakage: () => LeakageW;
  readonly areaUm2: number;
}

const noFirstLevel: FirstLevel = { delayS: 0, rampS: 0, energyJ: 0, driverJ: 0, leakage: () => noLeakage, areaUm2: 0 };

/** NANDs of all groups of one size and the drivers of their bits. */
function buildFirstLevel(
  tech: Technology,
  inputs: 2 | 3,
  groups: number,
  gatesPerGroup: number,
  loadF: number,
  wireDelayS: number,
  counting: { readonly firstGateCounts: boolean; readonly bitsPerGroup: number },
): FirstLevel {
  const height = tech.gateHeightUm;
  const nand = sizeChain(tech, inputs, loadF);
  const driverLoadF = gatesPerGroup * firstGateF(tech, inputs);
  const driver = sizeChain(tech, 1, driverLoadF);
  const drive = switchChain(tech, driver, 0, driverLoadF, 0, height);
  const decode = switchChain(tech, nand, drive.rampS, loadF, wireDelayS, height);
  const drivers = groups * counting.bitsPerGroup;
  const gates = groups * gatesPerGroup;
  return {
    delayS: drive.delayS + decode.delayS,
    rampS: decode.rampS,
    energyJ: decode.energyJ,
    // A bit switches every second time.
    driverJ: drivers * 0.5 * drive.energyJ,
    leakage: () =>
      addLeakage(
        scaleLeakage(addLeakage(...stageLeakages(tech, driver)), drivers),
        scaleLeakage(firstLevelLeakage(tech, nand, counting.firstGateCounts), gates),
      ),
    areaUm2:
      chainAreaUm2(tech, driver, height) * drivers + firstLevelAreaUm2(tech, nand, counting.firstGateCounts) * gates,
  };
}

/** CACTI lets the inverters leak like NANDs, and forgets the NAND3s where there are NAND2s beside them. */
function firstLevelLeakage(tech: Technology, chain: GateChain, firstGateCounts: boolean): LeakageW {
  const stages = chain.nmosUm.map((n, stage) => nandLeakage(tech, chain.inputs, n, chain.pmosUm[stage] ?? 0));
  return addLeakage(...(firstGateCounts ? stages : stages.slice(1)));
}

function firstLevelAreaUm2(tech: Technology, chain: GateChain, firstGateCounts: boolean): number {
  const inverters = { inputs: 1, nmosUm: chain.nmosUm.slice(1), pmosUm: chain.pmosUm.slice(1) };
  return chainAreaUm2(tech, firstGateCounts ? chain : inverters, tech.gateHeightUm);
}

function assemble(first: Block | undefined, second: Block | undefined): Predecoder {
  let delayS = 0;
  let rampS = 0;
  let energyJ = 0;
  let areaUm2 = 0;
  // The energy of the second block is counted with the groups of the first.
  const active = first?.shape ?? (shapes[0] as BlockShape);
  for (const [index, block] of [first, second].entries()) {
    for (const [kind, path] of (block?.paths ?? []).entries()) {
      if ((index === 0 && kind === 0) || delayS < path.delayS) ({ delayS, rampS } = path);
    }
    if (block === undefined) continue;
    energyJ += block.driverJ + block.pairJ * active.activePairs + block.tripleJ * active.triples + block.secondLevelJ;
    areaUm2 += block.areaUm2;
  }
  const leakage = (): LeakageW => addLeakage(first?.leakage() ?? noLeakage, second?.leakage() ?? noLeakage);
  return { delayS, rampS, energyJ, leakage, areaUm2, lines: 2 ** (first?.bits ?? 0) + 2 ** (second?.bits ?? 0) };
}
