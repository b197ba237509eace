/** Two short searches over a small chip, with what is told of them at their end. Test support. */

import { Mapspace } from "../../../mapspace/mapspace.ts";
import { readConstraints } from "../../../mapspace/read-constraints.ts";
import { CHIP, PROBLEM } from "../../../mapspace/testing/small-chip.ts";
import { readTexts } from "../../../spec/testing/read-texts.ts";
import { finishSearch, planSearch } from "../../mapping-search.ts";
import { OptimalSearch } from "../../optimal/optimal-search.ts";
import { DividedLanes } from "../divided-lanes.ts";
import { DividedProof } from "../divided-proof.ts";

const ENERGIES = `
ERT:
  version: 0.4
  tables:
    - {name: system.Main, actions: [{name: read, energy: 200}, {name: write, energy: 200}, {name: update, energy: 200}]}
    - {name: system.Buffer, actions: [{name: read, energy: 6}, {name: write, energy: 6}, {name: update, energy: 6}]}
    - {name: "system.PE[0..7].Register", actions: [{name: read, energy: 1}, {name: write, energy: 1}, {name: update, energy: 1}]}
    - {name: "system.PE[0..7].MAC", actions: [{name: compute, energy: 1}]}
`;

function mapspace(): Mapspace {
  const { spec, diagnostics } = readTexts({ "chip.yaml": CHIP, "problem.yaml": PROBLEM, "ert.yaml": ENERGIES });
  if (spec === undefined) throw new Error(JSON.stringify(diagnostics));
  const { limits } = readConstraints(spec);
  if (limits === undefined) throw new Error("no limits");
  return new Mapspace(spec, limits);
}

/** A search and what can be told of it, whoever has done it. */
export interface Told<Search> {
  readonly search: Search;
  readonly told: () => object;
}

/** The optimal search, in rounds almost from the beginning. */
export function proof(gap = 0): Told<DividedProof> {
  const { spec, limits } = mapspace();
  const { architecture, workload, ert } = spec;
  const plain = { architecture, workload, ...(ert && { ert }) };
  const schedule = { alone: 100, tasks: 6, firstTask: 20, mostTask: 80 };
  const optimal = new OptimalSearch(plain, limits, { objective: ["edp"], schedule });
  const told = (): object => {
    const { status, nodes, evaluated, pruned, lowerBound, gap: distance, best, rounds } = optimal;
    return {
      status,
      nodes,
      evaluated,
      pruned: { ...pruned },
      lowerBound,
      gap: distance,
      mapping: best?.mapping,
      rounds,
    };
  };
  return { search: new DividedProof(optimal, gap), told };
}

/** Lanes of a random search that end by the victory condition. */
export function lanes(): Told<DividedLanes> {
  const space = mapspace();
  const mapper = { threads: 6, victoryCondition: 40, timeout: 1000 };
  const plan = planSearch(space, mapper, { algorithm: "random", seed: 3 });
  const search = new DividedLanes(space, plan);
  return { search, told: () => finishSearch(plan, search.results()) };
}
