/** A whole spec around a random nest: levels that fit it (or nearly), energies, bandwidths, leakage. Test support. */
import type { Fanout } from "../../architecture/mesh.ts";
import { randomArchitecture } from "../../architecture/testing/random-levels.ts";
import type { NestCase } from "../../nest/testing/nest-arbitrary.ts";
import type { Spec } from "../../spec/spec.ts";

/** @param dice whole numbers from 0 to 9 that decide what the levels say */
export function specOfNest({ workload, mapping, fanouts }: NestCase, dice: readonly number[]): Spec {
  let at = 0;
  const roll = (): number => dice[at++ % dice.length] as number;
  const levels = fanouts.length;
  // Meshes grow from the outside inwards by the physical fan-outs.
  const meshes: Fanout[] = [];
  let x = 1;
  let y = 1;
  for (let level = levels - 1; level >= 0; level--) {
    meshes[level + 1] = { x, y };
    x *= fanouts[level]?.x ?? 1;
    y *= fanouts[level]?.y ?? 1;
  }
  meshes[0] = { x, y };
  const architecture = randomArchitecture(meshes, roll, (isOutermost) => {
    const sizeWords = roll() < 3 && !isOutermost ? 1 + roll() * 8 + roll() : undefined;
    const multipleBuffering = roll() === 0 ? 2 : 1;
    return {
      blockSize: 1 + (roll() % 4),
      ...(sizeWords === undefined ? {} : { sizeWords, effectiveSizeWords: Math.floor(sizeWords / multipleBuffering) }),
      multipleBuffering,
      networkDrainLatency: roll() === 0 ? 2 : 0,
    };
  });
  const components = [
    { component: "MAC", actionsPj: { compute: 0.5 } },
    ...architecture.storage.map(({ name }) => ({
      component: name,
      actionsPj: { read: 1 + roll(), write: 2 + roll(), update: 1.5 + roll(), leak: roll() < 3 ? 0.01 : 0 },
    })),
  ];
  return {
    architecture,
    workload,
    mapping,
    ert: { source: "random", components },
  } as Spec;
}
