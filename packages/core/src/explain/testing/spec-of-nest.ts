/** For tests: an architecture without limits around a random nest, so that it can be evaluated. */
import type { StorageLevel } from "../../architecture/architecture.ts";
import type { NestCase } from "../../nest/testing/nest-arbitrary.ts";
import type { Spec } from "../../spec/spec.ts";

/** @param noReduction levels that cannot add up partial sums in place */
export function specOfNest(nestCase: NestCase, noReduction: readonly number[] = []): Spec {
  const { workload, mapping, fanouts } = nestCase;
  let meshX = 1;
  let meshY = 1;
  const storage: StorageLevel[] = [];
  for (let level = mapping.levels.length - 1; level >= 0; level--) {
    storage.unshift({
      kind: "storage",
      virtual: false,
      name: `L${level}`,
      path: `system.L${level}`,
      componentClass: "SRAM",
      instances: meshX * meshY,
      meshX,
      meshY,
      attributes: {},
      technologyKind: "SRAM",
      wordBits: 8,
      blockSize: level === 0 ? 1 : 4,
      clusterSize: 1,
      multipleBuffering: 1,
      minUtilization: 0,
      bandwidthConsumptionScale: {},
      banks: 2,
      ports: 2,
      reductionSupported: !noReduction.includes(level),
      allowOverbooking: false,
      networkFillLatency: 0,
      networkDrainLatency: 0,
      networks: {},
      dataSpaceWordBits: {},
    });
    meshX *= fanouts[level]?.x ?? 1;
    meshY *= fanouts[level]?.y ?? 1;
  }
  return {
    architecture: {
      version: "0.4",
      compute: {
        kind: "compute",
        name: "MAC",
        path: "system.MAC",
        componentClass: "intmac",
        instances: meshX * meshY,
        meshX,
        meshY,
        attributes: {},
        wordBits: 8,
        cyclesPerOperation: 1,
      },
      storage,
      networks: [],
      systemAttributes: {},
    },
    workload,
    mapping,
    ert: {
      source: "test",
      components: storage.map(({ name }, level) => ({
        component: name,
        actionsPj: { read: level + 1.5, write: level + 1.25, update: level + 1.75 },
      })),
    },
  };
}
