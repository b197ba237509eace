/** Random architectures, problems and limits, small enough to enumerate. Test support. */
import fc from "fast-check";
import type { ComputeLevel, StorageLevel } from "../../../architecture/architecture.ts";
import { allReuse } from "../../../mapping/reuse-options.ts";
import type { LevelLimits, LoopLimits, MapspaceLimits } from "../../../mapspace/constraints.ts";
import type { Spec } from "../../../spec/spec.ts";
import type { DataSpace } from "../../../workload/workload.ts";

export interface SmallMapspace {
  readonly spec: Spec;
  readonly limits: MapspaceLimits;
}

// Matrix product; windows in one and two dimensions, strided, dilated, depthwise; a diagonal; a reversed index; a scalar.
const SHAPES: readonly (readonly string[])[] = [
  ["X: A C", "Y: C B", "Z!: A B"],
  ["W: A B", "I: B+C", "O!: A C"],
  ["W: A B", "I: B+2C", "O!: A C"],
  ["W: A B", "I: 2B+C A", "O!: A C"],
  ["W: B D", "I: A+B C+D", "O!: A C"],
  ["W: B D", "I: A+B D", "O!: A"],
  ["D: A A+B", "R: C-B", "S!:"],
  ["X: A", "Y: A 2B", "Z!: B"],
  ["X: A B", "O!: A+B C"],
];

function dataSpacesOf(shape: readonly string[]): DataSpace[] {
  return shape.map((text) => {
    const [name = "", ranks = ""] = text.split(":");
    return {
      name: name.replace("!", ""),
      readWrite: name.endsWith("!"),
      ranks: ranks
        .split(" ")
        .filter((rank) => rank !== "")
        .map((rank) =>
          [...rank.matchAll(/([+-]?)(\d*)([A-D])/g)].map(([, sign, factor, dimension]) => ({
            dimension: (dimension as string).charCodeAt(0) - 65,
            coefficient: (sign === "-" ? -1 : 1) * Number(factor === "" ? 1 : factor),
          })),
        ),
    };
  });
}

/** @param kind what the space is to have besides factors and orders in time */
export function smallMapspace(kind: {
  readonly spatial: boolean;
  readonly bypass: boolean;
}): fc.Arbitrary<SmallMapspace> {
  const dice = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 150, maxLength: 150 });
  return fc.tuple(fc.constantFrom(...SHAPES), fc.integer({ min: 1, max: 3 }), dice).map(([shape, levels, rolls]) => {
    let at = 0;
    const roll = (): number => rolls[at++ % rolls.length] as number;
    const dataSpaces = dataSpacesOf(shape);
    const count = Math.max(...dataSpaces.flatMap(({ ranks }) => ranks.flat().map((term) => term.dimension))) + 1;
    const sizes = Array.from({ length: count }, () => [1, 2, 2, 3, 3, 4, 4, 2, 5, 6][roll()] as number);
    const dimensions = sizes.map((size, k) => ({ name: String.fromCharCode(65 + k), size }));
    const workload = {
      name: "small",
      dimensions,
      loopDimensions: dimensions.map(({ name, size }, k) => ({ name, size, parts: [k] })),
      usesFlattening: false,
      coefficients: {},
      dataSpaces,
    };
    // Meshes grow from the outside inwards.
    const meshes: { x: number; y: number }[] = [];
    let x = 1;
    let y = 1;
    for (let level = levels; level >= 0; level--) {
      meshes[level] = { x, y };
      if (kind.spatial && roll() < 5) x *= 1 + (roll() % 4);
      if (kind.spatial && roll() < 3) y *= 1 + (roll() % 3);
    }
    const storage = Array.from({ length: levels }, (_, level): StorageLevel => {
      const mesh = meshes[level + 1] as { x: number; y: number };
      const isOutermost = level === levels - 1;
      const sizeWords = roll() < 4 && !isOutermost ? 2 + roll() * 3 : undefined;
      return {
        kind: "storage",
        virtual: false,
        name: `L${level}`,
        path: `system.L${level}`,
        componentClass: isOutermost ? "DRAM" : "SRAM",
        technologyKind: isOutermost ? "DRAM" : "SRAM",
        instances: mesh.x * mesh.y,
        meshX: mesh.x,
        meshY: mesh.y,
        attributes: roll() === 0 ? { addr_gen_energy: { value: 0.125, origin: "given" } } : {},
        wordBits: 8,
        blockSize: roll() < 7 ? 1 : 2,
        clusterSize: 1,
        ...(sizeWords === undefined ? {} : { sizeWords, effectiveSizeWords: sizeWords }),
        multipleBuffering: 1,
        minUtilization: 0,
        ...(roll() < 3 ? { readBandwidth: 0.25 + roll() / 4 } : {}),
        ...(roll() < 3 ? { writeBandwidth: 0.25 + roll() / 4 } : {}),
        ...(roll() < 2 ? { sharedBandwidth: 0.5 + roll() / 4 } : {}),
        bandwidthConsumptionScale: roll() === 0 ? { I: 0.5 } : {},
        banks: 2,
        ports: 2,
        reductionSupported: !isOutermost,
        allowOverbooking: false,
        networkFillLatency: roll() === 0 ? 3 : 0,
        networkDrainLatency: 0,
        networks: {},
        dataSpaceWordBits: roll() === 0 ? { O: 12, Z: 24 } : {},
        ...(roll() === 0 && !isOutermost ? { powerGatedAt: `L${levels - 1}` } : {}),
      };
    });
    const mesh = meshes[0] as { x: number; y: number };
    const compute: ComputeLevel = {
      kind: "compute",
      name: "MAC",
      path: "system.MAC",
      componentClass: "intmac",
      instances: mesh.x * mesh.y,
      meshX: mesh.x,
      meshY: mesh.y,
      attributes: {},
      wordBits: 8,
      cyclesPerOperation: roll() === 0 ? 2 : 1,
    };
    const components = [
      { component: "MAC", actionsPj: { compute: 0.5 } },
      ...storage.map(({ name }, level) => ({
        component: name,
        actionsPj: {
          read: (1 + roll()) * 2 ** level,
          write: (1 + roll()) * 2 ** level,
          update: (1 + roll()) * 2 ** level,
          leak: roll() < 3 ? 0.1 * roll() : 0,
        },
      })),
    ];
    const spec: Spec = {
      architecture: { version: "0.4", compute, storage, networks: [], systemAttributes: {} },
      workload,
      ert: { source: "random", components },
    } as unknown as Spec;
    const factorsOf = (): LoopLimits["factors"] =>
      sizes.map((size) => {
        if (roll() !== 0) return { min: 1, max: Number.POSITIVE_INFINITY };
        const what = roll();
        if (what < 5) return { min: 1, max: 1 };
        return what < 8 ? { min: 1, max: 2 } : { min: size % 2 === 0 ? 2 : 1, max: size };
      });
    const order = (): Pick<LoopLimits, "innermost" | "outermost"> => {
      const shuffled = sizes.map((_, k) => k).sort((a, b) => ((a * 7 + roll()) % 5) - ((b * 7 + roll()) % 5) || a - b);
      const inner = roll() === 0 ? 1 + (roll() % count) : 0;
      const outer = roll() === 0 ? roll() % (count - Math.min(inner, count) + 1) : 0;
      const kept = Math.min(inner, count);
      return { innermost: shuffled.slice(0, kept), outermost: shuffled.slice(count - Math.min(outer, count - kept)) };
    };
    const limits: MapspaceLimits = {
      minParallelism: roll() === 0 ? 0.4 : 0,
      levels: storage.map((_, level): LevelLimits => {
        const canSpread =
          (meshes[level] as { x: number; y: number }).x * (meshes[level] as { x: number; y: number }).y > 1;
        const one = sizes.map(() => ({ min: 1, max: 1 }));
        return {
          level,
          temporal: { factors: factorsOf(), ...order(), maxRemainder: 0 },
          spatial: {
            factors: kind.spatial && canSpread ? factorsOf() : one,
            ...order(),
            maxRemainder: 0,
            split: roll() < 3 ? roll() % (count + 1) : undefined,
          },
          keep: dataSpaces.map(() => {
            if (level === levels - 1 && roll() < 8) return true;
            if (kind.bypass && roll() < 6) return undefined;
            return roll() < 6;
          }),
          reuse: allReuse(dataSpaces.length),
          maxOverbookedProportion: 0,
        };
      }),
    };
    return { spec, limits };
  });
}
