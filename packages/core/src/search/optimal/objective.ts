/**
 * What "least" means: one figure, or a list compared figure by figure. Every figure grows with energy and with cycles, so
 * bounds on those two bound each of them.
 *
 * Energies are sums of floating-point numbers: figures that differ by less than 1e-10 of their size are equal here.
 */
export type ObjectiveKey = "energy" | "delay" | "edp" | "ed2p";

/** First figure first: `["delay", "energy"]` is the least energy among the fastest. */
export type Objective = readonly ObjectiveKey[];

const TOLERANCE = 1e-10;

export function objectiveValue(key: ObjectiveKey, energyPj: number, cycles: number): number {
  if (key === "energy") return energyPj;
  if (key === "delay") return cycles;
  return key === "edp" ? energyPj * cycles : energyPj * cycles * cycles;
}

/** Negative if (energy, cycles) is better than the other, positive if worse, 0 if they are equal. */
export function compareObjective(
  objective: Objective,
  energyPj: number,
  cycles: number,
  otherEnergyPj: number,
  otherCycles: number,
): number {
  for (let i = 0; i < objective.length; i++) {
    const key = objective[i] as ObjectiveKey;
    const own = objectiveValue(key, energyPj, cycles);
    const other = objectiveValue(key, otherEnergyPj, otherCycles);
    const margin = TOLERANCE * Math.abs(other);
    if (own < other - margin) return -1;
    if (own > other + margin) return 1;
  }
  return 0;
}
