/** Levels of random chips: what makes the figures of an evaluation differ, drawn by dice. Test support. */
import type { Architecture, ComputeLevel, StorageLevel } from "../architecture.ts";
import type { Fanout } from "../mesh.ts";

/** What each test draws in its own way. */
export type LevelDraw = Pick<StorageLevel, "blockSize" | "sizeWords" | "effectiveSizeWords" | "networkDrainLatency"> &
  Partial<Pick<StorageLevel, "multipleBuffering">>;

/**
 * Storage levels `L0` (innermost) to main memory, and the compute level.
 * @param meshes of the compute level, then of each storage level, innermost first
 * @param roll a whole number from 0 to 9
 */
export function randomArchitecture(
  meshes: readonly Fanout[],
  roll: () => number,
  draw: (isOutermost: boolean) => LevelDraw,
): Architecture {
  const [ofCompute = { x: 1, y: 1 }, ...ofStorage] = meshes;
  const storage = ofStorage.map((mesh, level): StorageLevel => {
    const isOutermost = level === ofStorage.length - 1;
    return {
      kind: "storage",
      virtual: false,
      name: `L${level}`,
      path: `system.L${level}`,
      componentClass: isOutermost ? "DRAM" : "SRAM",
      technologyKind: isOutermost ? "DRAM" : "SRAM",
      ...placeIn(mesh),
      attributes: roll() === 0 ? { addr_gen_energy: { value: 0.125, origin: "given" } } : {},
      wordBits: 8,
      clusterSize: 1,
      multipleBuffering: 1,
      ...draw(isOutermost),
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
      networks: {},
      dataSpaceWordBits: roll() === 0 ? { O: 12, Z: 24 } : {},
      ...(roll() === 0 && !isOutermost ? { powerGatedAt: `L${ofStorage.length - 1}` } : {}),
    };
  });
  const compute: ComputeLevel = {
    kind: "compute",
    name: "MAC",
    path: "system.MAC",
    componentClass: "intmac",
    ...placeIn(ofCompute),
    attributes: {},
    wordBits: 8,
    cyclesPerOperation: roll() === 0 ? 2 : 1,
  };
  return { version: "0.4", compute, storage, networks: [], systemAttributes: {} };
}

function placeIn({ x, y }: Fanout): Pick<StorageLevel, "instances" | "meshX" | "meshY"> {
  return { instances: x * y, meshX: x, meshY: y };
}
