/**
 * What enters equals what is used or leaves, on random nests: the words that a level's network delivers are the words
 * that its children fill, sums over parts are the totals, and nothing is negative (`checkConservation`, which every
 * evaluation passes through).
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Architecture, StorageLevel } from "../architecture/architecture.ts";
import type { EnergyReferenceTable } from "../energy/reference-table.ts";
import { type NestCase, nestCase } from "../nest/testing/nest-arbitrary.ts";
import type { Spec } from "../spec/spec.ts";
import { evaluate } from "./evaluate.ts";
import type { Semantics, StorageResult, ValidEvaluation } from "./evaluation.ts";
import { spatialExpansion } from "./spatial-expansion.ts";

/** A chip that just has the instances that the nest needs, with unlimited levels. */
function specOf({ workload, mapping, nest, fanouts }: NestCase): Spec {
  const meshOf = (level: number): { instances: number; meshX: number; meshY: number } => {
    let meshX = 1;
    let meshY = 1;
    for (let outer = fanouts.length - 1; outer > level; outer--) {
      meshX *= fanouts[outer]?.x ?? 1;
      meshY *= fanouts[outer]?.y ?? 1;
    }
    return { instances: meshX * meshY, meshX, meshY };
  };
  const base = { path: "", componentClass: "SRAM", attributes: {} };
  const storage = mapping.levels.map(({ level }): StorageLevel => {
    return {
      ...base,
      ...meshOf(level),
      kind: "storage",
      name: `L${level}`,
      virtual: false,
      technologyKind: level === mapping.levels.length - 1 ? "DRAM" : "SRAM",
      wordBits: 8,
      blockSize: 1 + (level % 2) * 3,
      clusterSize: 1,
      multipleBuffering: 1,
      minUtilization: 0,
      bandwidthConsumptionScale: {},
      banks: 2,
      ports: 2,
      reductionSupported: true,
      allowOverbooking: false,
      networkFillLatency: 0,
      networkDrainLatency: 0,
      networks: {},
      dataSpaceWordBits: level === 0 ? { W: 4 } : {},
    };
  });
  const architecture: Architecture = {
    version: "0.4",
    compute: { ...base, ...meshOf(-1), kind: "compute", name: "Mac", wordBits: 8, cyclesPerOperation: 1 },
    storage,
    networks: [],
    systemAttributes: {},
  };
  const components = storage.map(({ name }, i) => ({
    component: name,
    actionsPj: { read: 1 + i, write: 2 + i, update: 3 + i, leak: 0.5 },
  }));
  const ert: EnergyReferenceTable = {
    source: "random",
    components: [...components, { component: "Mac", actionsPj: { compute: 1, leak: 1 } }],
  };
  expect(spatialExpansion(nest, -1).x).toBeLessThanOrEqual(architecture.compute.meshX);
  return { architecture, workload, mapping, ert };
}

function evaluated(spec: Spec, semantics: Semantics): ValidEvaluation {
  const evaluation = evaluate(spec, { semantics });
  if (!evaluation.valid) throw new Error(evaluation.diagnostics.map(({ message }) => message).join("\n"));
  return evaluation;
}

/** Energies of all parts, with leakage. */
function sumOfParts(evaluation: ValidEvaluation): number {
  let sum = 0;
  for (const level of evaluation.levels) {
    if (level.kind === "compute") {
      sum += level.computes * level.computeEnergyPj + level.leakagePj;
      continue;
    }
    sum += level.leakagePj;
    for (const d of Object.values(level.dataSpaces)) {
      sum += d.energyPj + d.temporalReductionEnergyPj + d.addressGenerationEnergyPj;
    }
  }
  for (const network of evaluation.networks) {
    for (const d of Object.values(network.dataSpaces)) {
      sum += d.energyPj + d.linkTransferEnergyPj + d.spatialReductionEnergyPj;
    }
  }
  return sum;
}

/**
 * Words delivered to each holder against the words that it fills: they come through the network just above, whose level
 * may be bypassed and still multicasts. Words that neighbours pass on are filled too without coming through the network;
 * Timeloop spreads those of one instance over all.
 */
function deliveries(
  evaluation: ValidEvaluation,
  spec: Spec,
  semantics: Semantics,
): { delivered: number; filled: number; slack: number }[] {
  const storage = evaluation.levels.filter((level): level is StorageResult => level.kind === "storage");
  return spec.workload.dataSpaces.flatMap(({ name, readWrite }) => {
    const holders = storage.map((level) => level.dataSpaces[name]);
    return holders.flatMap((holder, i) => {
      const parent = holders.findIndex((outer, o) => o > i && outer !== undefined);
      const network = evaluation.networks[i + 1]?.dataSpaces[name];
      if (readWrite || parent < 0 || holder === undefined || network === undefined) return [];
      const perInstance = network.bySignature.reduce((sum, s) => sum + s.ingresses * s.multicast, 0);
      const passedOn = network.linkTransfers * (semantics === "exact" ? network.utilizedInstances : 1);
      const delivered = perInstance * network.utilizedInstances + passedOn;
      return [{ delivered, filled: holder.fills * holder.utilizedInstances, slack: holder.utilizedInstances }];
    });
  });
}

const OPTIONS = { levels: { min: 1, max: 4 }, spatial: true, imperfect: false, reuseOptions: false, operations: 600 };

describe.each(["timeloop", "exact"] as const)("%s semantics", (semantics) => {
  it("energies of the parts are the total, and every count is a count", () => {
    fc.assert(
      fc.property(nestCase({ ...OPTIONS, imperfect: true }), (random) => {
        const evaluation = evaluated(specOf(random), semantics);
        expect(evaluation.energyPj).toBeCloseTo(sumOfParts(evaluation), 4);
        const operations = random.workload.dimensions.reduce((product, { size }) => product * size, 1);
        // With shorter last iterations Timeloop's whole instances lose or gain operations.
        if (!random.nest.imperfect || semantics === "exact") expect(evaluation.computes).toBe(operations);
        const { derived } = evaluation;
        const reached = derived?.cycleWaterfall.reduce(
          (sum, step) => sum + step.addedCycles,
          evaluation.levels[0]?.kind === "compute" ? evaluation.levels[0].cycles : 0,
        );
        expect(reached).toBe(evaluation.cycles);
      }),
    );
  });

  it("what a level sends is what its children fill", () => {
    fc.assert(
      fc.property(nestCase(OPTIONS), (random) => {
        const spec = specOf(random);
        for (const { delivered, filled, slack } of deliveries(evaluated(spec, semantics), spec, semantics)) {
          expect(Math.abs(delivered - filled)).toBeLessThanOrEqual(slack);
        }
      }),
    );
  });
});
