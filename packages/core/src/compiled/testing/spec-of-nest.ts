/** A whole spec around a random nest: levels that fit it (or nearly), energies, bandwidths, leakage. Test support. */
import type { Attributes, ComputeLevel, StorageLevel } from "../../architecture/architecture.ts";
import type { NestCase } from "../../nest/testing/nest-arbitrary.ts";
import type { Spec } from "../../spec/spec.ts";

/** @param dice whole numbers from 0 to 9 that decide what the levels say */
export function specOfNest({ workload, mapping, fanouts }: NestCase, dice: readonly number[]): Spec {
  let at = 0;
  const roll = (): number => dice[at++ % dice.length] as number;
  const levels = fanouts.length;
  // Meshes grow from the outside inwards by the physical fan-outs.
  const meshes: { x: number; y: number }[] = [];
  let x = 1;
  let y = 1;
  for (let level = levels - 1; level >= 0; level--) {
    meshes[level + 1] = { x, y };
    x *= fanouts[level]?.x ?? 1;
    y *= fanouts[level]?.y ?? 1;
  }
  meshes[0] = { x, y };
  const attributes = (values: Record<string, number>): Attributes =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value, origin: "given" as const }]));
  const storage = fanouts.map((_, level): StorageLevel => {
    const mesh = meshes[level + 1] as { x: number; y: number };
    const isDram = level === levels - 1;
    const sizeWords = roll() < 3 && !isDram ? 1 + roll() * 8 + roll() : undefined;
    const multipleBuffering = roll() === 0 ? 2 : 1;
    return {
      kind: "storage",
      virtual: false,
      name: `L${level}`,
      path: `system.L${level}`,
      componentClass: isDram ? "DRAM" : "SRAM",
      technologyKind: isDram ? "DRAM" : "SRAM",
      instances: mesh.x * mesh.y,
      meshX: mesh.x,
      meshY: mesh.y,
      attributes: attributes(roll() === 0 ? { addr_gen_energy: 0.125 } : {}),
      wordBits: 8,
      blockSize: 1 + (roll() % 4),
      clusterSize: 1,
      ...(sizeWords === undefined ? {} : { sizeWords, effectiveSizeWords: Math.floor(sizeWords / multipleBuffering) }),
      multipleBuffering,
      minUtilization: 0,
      ...(roll() < 3 ? { readBandwidth: 0.25 + roll() / 4 } : {}),
      ...(roll() < 3 ? { writeBandwidth: 0.25 + roll() / 4 } : {}),
      ...(roll() < 2 ? { sharedBandwidth: 0.5 + roll() / 4 } : {}),
      bandwidthConsumptionScale: roll() === 0 ? { I: 0.5 } : {},
      banks: 2,
      ports: 2,
      reductionSupported: !isDram,
      allowOverbooking: false,
      networkFillLatency: roll() === 0 ? 3 : 0,
      networkDrainLatency: roll() === 0 ? 2 : 0,
      networks: {},
      dataSpaceWordBits: roll() === 0 ? { O: 12, Z: 24 } : {},
      ...(roll() === 0 && !isDram ? { powerGatedAt: `L${levels - 1}` } : {}),
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
    ...storage.map(({ name }) => ({
      component: name,
      actionsPj: { read: 1 + roll(), write: 2 + roll(), update: 1.5 + roll(), leak: roll() < 3 ? 0.01 : 0 },
    })),
  ];
  return {
    architecture: { version: "0.4", compute, storage, networks: [], systemAttributes: {} },
    workload,
    mapping,
    ert: { source: "random", components },
  } as Spec;
}
