/**
 * H-trees: the wires that bring addresses and data to all mats of a bank (with a gate at each branch), or to all banks
 * (without). While there are more mats across than down only horizontal links follow; then one of each by turns.
 *
 *   ┌─┴─┐ ┌─┴─┐      in:  a NAND at each branch lets through what belongs below it
 *   └─┬─┴─┴─┬─┘      out: a tristate buffer at each branch joins two sides
 *     └──┬──┘
 *
 * Source: Muralimanohar, Balasubramonian, Jouppi, "CACTI 6.0", HPL-2009-85, section 2; CACTI 5.1, section 6.
 */
import { addLeakage, type LeakageW, noLeakage, scaleLeakage } from "./leakage.ts";
import { floorLog2 } from "./organisation.ts";
import type { RepeatedWire } from "./repeated-wire.ts";
import type { Technology } from "./technology.ts";
import type { Branch, TreePath } from "./tree-branch.ts";

export interface TreeShape {
  /** Leaves: powers of two. */
  readonly across: number;
  readonly down: number;
  readonly leafWidthUm: number;
  readonly leafHeightUm: number;
  readonly addressBits: number;
  readonly dataBitsIn: number;
  readonly dataBitsOut: number;
}

export interface TreeSize {
  readonly widthUm: number;
  readonly heightUm: number;
}

/** Outline of a bank: mats and the tracks between them. */
export function bankSize(tech: Technology, shape: TreeShape): TreeSize {
  const { across, down, addressBits } = shape;
  const dataBits = shape.dataBitsIn + shape.dataBitsOut;
  const pitch = tech.semiGlobalWire.pitchUm;
  const h = floorLog2(across);
  const v = floorLog2(down);
  const addressDown = Math.min(across, down) - 1 + Math.abs(h - v);
  const addressAcross = across > down ? across - 1 : addressDown;
  const dataDown = h > v ? 2 * (1 - 0.5 ** (h - v)) + 0.5 ** (v - h) * v : h;
  const dataAcross = v > h ? h + 2 * (1 - 0.5 ** (v - h)) : v;
  return {
    widthUm: shape.leafWidthUm * across + addressBits * addressAcross * pitch + dataBits * pitch * dataAcross,
    heightUm: shape.leafHeightUm * down + addressBits * addressDown * pitch + dataBits * pitch * dataDown,
  };
}

/** Outline of all banks, whose tracks do not branch. */
export function banksSize(tech: Technology, shape: TreeShape): TreeSize {
  const tracksUm = (shape.addressBits + shape.dataBitsIn + shape.dataBitsOut) * tech.semiGlobalWire.pitchUm * 2;
  return {
    widthUm: shape.leafWidthUm * shape.across + tracksUm * (1 - 1 / shape.down),
    heightUm: shape.leafHeightUm * shape.down + tracksUm * (1 - 1 / shape.across),
  };
}

/** The wires between banks: delay and energy of a bit, leakage of a bit that goes everywhere. */
export function banksPath(wire: RepeatedWire, size: TreeSize, shape: TreeShape): TreePath & { leakage: LeakageW } {
  let lengthUm = 0;
  let leakingUm = 0;
  walk(size, shape, (link) => {
    lengthUm += link.firstUm + (link.secondUm ?? 0);
    leakingUm += link.firstUm + 2 * (link.secondUm ?? 0);
  });
  return {
    delayS: lengthUm * wire.delaySPerUm,
    energyJ: lengthUm * wire.energyJPerUm,
    leakage: leakingUm === 0 ? noLeakage : addLeakage(scaleLeakage(wire.leakagePerUm, leakingUm)),
  };
}

/** Length from the root to a leaf: halves of what is left, across from the whole width, down from half the height. */
export function treeLengthUm(size: TreeSize, shape: TreeShape): number {
  return size.widthUm * (1 - 1 / shape.across) + (size.heightUm / 2) * (1 - 1 / shape.down);
}

/** Gates on the way from the root to a leaf. */
export function branchCount(shape: TreeShape): number {
  return floorLog2(shape.across) + floorLog2(shape.down);
}

/** One step of the walk: a single link, or a horizontal and a vertical one. */
interface Link {
  readonly firstUm: number;
  readonly secondUm: number | undefined;
  /** Lengths by which CACTI judges whether the repeaters of the links before and behind have their full size. */
  readonly horizontalUm: number;
  readonly verticalUm: number;
}

function walk(size: TreeSize, shape: TreeShape, step: (link: Link) => void): void {
  let h = floorLog2(shape.across);
  let v = floorLog2(shape.down);
  let nextAcrossUm = size.widthUm / 2;
  let nextDownUm = size.heightUm / 4;
  let horizontalUm = size.widthUm / 2;
  let verticalUm = size.heightUm / 2;
  while (h > 0 || v > 0) {
    if (h > v) {
      horizontalUm = nextAcrossUm;
      nextAcrossUm /= 2;
      h -= 1;
      step({ firstUm: horizontalUm, secondUm: undefined, horizontalUm, verticalUm });
    } else if (h > 0) {
      horizontalUm = nextAcrossUm;
      verticalUm = nextDownUm;
      nextAcrossUm /= 2;
      nextDownUm /= 2;
      h -= 1;
      v -= 1;
      step({ firstUm: horizontalUm, secondUm: verticalUm, horizontalUm, verticalUm });
    } else {
      verticalUm = nextDownUm;
      nextDownUm /= 2;
      v -= 1;
      step({ firstUm: verticalUm, secondUm: undefined, horizontalUm, verticalUm });
    }
  }
}

/** One bit's way through a bank, with the gates at the branches. */
export function bankPath(
  tech: Technology,
  wire: RepeatedWire,
  size: TreeSize,
  shape: TreeShape,
  branch: Branch,
): TreePath {
  const spacingUm = wire.repeaterSpacingUm;
  let delayS = 0;
  let energyJ = 0;
  const pass = (lengthUm: number, before: number, behind: number, effectiveUm: number): void => {
    const gate = branch(tech, wire, before, behind, effectiveUm);
    delayS += lengthUm * wire.delaySPerUm + gate.delayS;
    energyJ += lengthUm * wire.energyJPerUm + gate.energyJ;
  };
  walk(size, shape, ({ firstUm, secondUm, horizontalUm, verticalUm }) => {
    // A link shorter than the repeaters' distance has a smaller repeater.
    const short = (horizontalUm / spacingUm) * wire.repeaterSize;
    const full = wire.repeaterSize;
    const before = horizontalUm > spacingUm ? full : short;
    const behind = verticalUm > spacingUm ? full : short;
    pass(firstUm, before, behind, horizontalUm > spacingUm ? spacingUm : horizontalUm);
    if (secondUm === undefined) return;
    const isLong = verticalUm > spacingUm;
    pass(secondUm, behind, isLong ? full : short, isLong ? spacingUm : verticalUm);
  });
  return { delayS, energyJ };
}
