/**
 * The comparator of a tag: four quarters, each a chain of three inverters that times a virtual ground below the pull-down
 * of all bits. Its delay does not count in CACTI 7; its energy and leakage do.
 * Source: Wilton & Jouppi 1996, section 4.6.
 */
import { addLeakage, inverterLeakage, type LeakageW, scaleLeakage } from "./leakage.ts";
import type { Technology } from "./technology.ts";
import { gateCapacitanceF, gateDrainF } from "./transistor.ts";

export interface Comparator {
  /** Of all ways. */
  readonly energyJ: number;
  readonly leakage: LeakageW;
}

const QUARTERS = 4;

/** Widths of the timing inverters and of the last one, in feature sizes. */
const inverters = [
  { n: 7.5, p: 12.5 },
  { n: 15, p: 25 },
  { n: 30, p: 50 },
  { n: 50, p: 100 },
] as const;
const BIT_NMOS = 12.5;
const PRECHARGE_PMOS = 37.5;

export function buildComparator(tech: Technology, tagBits: number, ways: number): Comparator {
  const f = tech.featureUm;
  const bits = Math.floor(tagBits / QUARTERS);
  const height = tech.gateHeightUm;
  const drain = (channel: "n" | "p", widths: number, stack = 1): number =>
    gateDrainF(tech, channel, widths * f, height, stack);
  const bitsF = bits * (drain("n", BIT_NMOS) + drain("n", BIT_NMOS, 2));

  let halfF = 0;
  let leakage = inverterLeakage(tech, BIT_NMOS * f, BIT_NMOS * f);
  for (const [stage, { n, p }] of inverters.entries()) {
    const next = inverters[stage + 1];
    halfF += drain("p", p) + drain("n", n) + (next ? gateCapacitanceF(tech, (next.n + next.p) * f) : bitsF);
    leakage = addLeakage(leakage, inverterLeakage(tech, n * f, p * f));
  }
  const missF = bitsF + drain("p", PRECHARGE_PMOS);
  const v2 = tech.supplyV * tech.supplyV;
  return {
    energyJ: 0.5 * halfF * v2 * QUARTERS * ways + missF * v2 * (ways - 1),
    leakage: scaleLeakage(leakage, QUARTERS * ways),
  };
}
