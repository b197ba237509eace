/**
 * Which activations stay on the chip: every situation that a layer can be in (core's residency.ts) gets its cost, and
 * the dynamic programme chooses.
 *
 * Searches are shared between situations. A mapping that was found best with the room `r` taken, and whose tiles need
 * `t` words besides, is best for every larger `r'` with r' + t <= capacity: it is still valid, and less room allows
 * nothing new. So of the situations of a distinct layer in which the same data spaces stay, the one with the most room
 * left is searched first, and the next only where the answer does not fit any more. Where nothing fits, nothing will
 * with less room.
 */
import {
  type ActivationLives,
  type ActivationProblem,
  activationLives,
  type CostedLayer,
  chooseResidents,
  costedProduct,
  type Diagnostic,
  INPUTS,
  type LayerCost,
  type MappedLayer,
  macsOf,
  mayKeep,
  type Network,
  type NetworkCost,
  networkCost,
  OUTPUTS,
  objectiveCosts,
  planLayer,
  type Residency,
  residencyProblem,
  residencyReduced,
  type Situation,
  type StayObstacle,
  type StorageLevel,
  situationsOf,
  stayingDataSpaces,
  type TrafficPath,
  trafficCost,
  WEIGHTS,
  withResidents,
} from "@tilewright/core";
import type { LayerSolver } from "./layer-solver.ts";
import { mappedLayer, type NetworkTask, pathOf, type ReadyLayer } from "./network-layers.ts";

/** An activation between layers that goes out, and why. */
export interface Leaving {
  readonly tensor: string;
  readonly words: number;
  readonly why: StayObstacle | "room" | "cost" | "not-considered";
}

/** An activation that stays. */
export interface Stay {
  readonly tensor: string;
  readonly words: number;
  /** Names of layers. */
  readonly from: string;
  readonly until: string;
}

export interface Stays {
  readonly cost: NetworkCost;
  readonly level: string;
  readonly capacityWords: number;
  /** Most words that stay at once. */
  readonly mostWords: number;
  readonly stays: readonly Stay[];
  readonly leaves: readonly Leaving[];
  readonly diagnostics: readonly Diagnostic[];
}

/** States that the dynamic programme may have at one place. */
const MAX_STATES = 4096;

/** Everything about the choice that stays the same from situation to situation. */
interface Choice {
  readonly task: NetworkTask;
  readonly buffer: number;
  readonly level: StorageLevel;
  readonly lives: ActivationLives;
  readonly problem: ActivationProblem;
  /** Activations that were too many to be considered. */
  readonly leftOut: ReadonlySet<number>;
  readonly path: TrafficPath | undefined;
  /** By position; of the products that have a mapping. */
  readonly readyAt: ReadonlyMap<number, ReadyLayer>;
}

/** @param buffer number of the level @param before the cost if nothing stays */
export async function chooseStays(
  task: NetworkTask,
  buffer: number,
  ready: readonly ReadyLayer[],
  before: NetworkCost,
  solver: LayerSolver,
): Promise<Stays> {
  const { choice, situations, diagnostics } = prepareChoice(task, buffer, ready, before);
  const mapped = await mapSituations(choice, situations, solver);
  const levels = task.chip.architecture.storage.map(({ name }) => name);
  const objective = before.mapped[0]?.plan.search.objective ?? [];
  const costed = (situation: Situation): CostedLayer | undefined => costSituation(choice, situation, mapped);
  const best = chooseResidents(choice.problem.problem, MAX_STATES, (situation) => {
    const layer = costed(situation);
    return layer && objectiveCosts(objective, layer.cost ?? NOTHING, levels);
  });
  const level = choice.level.name;
  const capacityWords = choice.problem.problem.capacity;
  // Only where the searches were stopped: that nothing stays has its mappings already.
  if (!best) return { cost: before, level, capacityWords, mostWords: 0, stays: [], leaves: [], diagnostics };
  const used: MappedLayer[] = [];
  const layers = best.situations.map((situation): CostedLayer => {
    const layer = costed(situation) as CostedLayer;
    const own = mapped.get(mappedKey(choice, situation));
    if (!own || layer.mapped === undefined) return layer;
    if (!used.includes(own)) used.push(own);
    return { ...layer, mapped: used.indexOf(own) };
  });
  const { candidates } = choice.problem.problem;
  return {
    cost: networkCost(task.network, task.chip, used, layers),
    level,
    capacityWords,
    mostWords: Math.max(0, ...best.situations.map(({ words }) => words)),
    stays: best.stay.map((candidate): Stay => {
      const { producer, consumers, words } = candidates[candidate] as (typeof candidates)[number];
      const activation = choice.lives.activations[choice.problem.activations[candidate] as number];
      const nameAt = (position: number | undefined): string => task.network.layers[position ?? -1]?.name ?? "";
      return { tensor: activation?.tensor ?? "", words, from: nameAt(producer), until: nameAt(consumers.at(-1)) };
    }),
    leaves: leavingOf(choice, best),
    diagnostics,
  };
}

/** What layers make and does not stay: it must not, it has no room, or going out costs less. */
function leavingOf({ lives, problem, leftOut }: Choice, { stay }: Residency): readonly Leaving[] {
  const candidateOf = new Map(problem.activations.map((id, candidate) => [id, candidate]));
  return lives.activations.flatMap(({ tensor, words, producer, consumers, obstacle }, id): Leaving[] => {
    if (producer < 0 || (consumers.length === 0 && obstacle !== "result")) return [];
    const candidate = candidateOf.get(id);
    if (candidate !== undefined && stay.includes(candidate)) return [];
    const reason = leftOut.has(id) ? "not-considered" : candidate === undefined ? "room" : "cost";
    return [{ tensor, words, why: obstacle ?? reason }];
  });
}

const NOTHING: LayerCost = {
  energyPj: 0,
  cycles: 0,
  levelsPj: new Map(),
  boundBy: { name: "nothing" },
  accesses: new Map(),
  edge: new Map(),
};

/** Lives of activations, and the situations that choices among them lead to. */
function prepareChoice(
  task: NetworkTask,
  buffer: number,
  ready: readonly ReadyLayer[],
  before: NetworkCost,
): { readonly choice: Choice; readonly situations: readonly Situation[]; readonly diagnostics: readonly Diagnostic[] } {
  const first = ready[0] as ReadyLayer;
  const readyAt = new Map(
    ready.flatMap((layer) =>
      layer.distinct.layers
        .filter((position) => before.layers[position]?.cost !== undefined)
        .map((position) => [position, layer] as const),
    ),
  );
  const lives = activationLives(
    onlyMapped(task.network, before),
    mayKeep(first.read.spec, first.read.limits, buffer, WEIGHTS),
  );
  const level = task.chip.architecture.storage[buffer] as StorageLevel;
  const specOf = (position: number) => readyAt.get(position)?.read.spec;
  const leftOut = new Set<number>();
  for (;;) {
    const problem = residencyProblem(task.network, lives, level, specOf, leftOut);
    const situations = situationsOf(problem.problem, MAX_STATES);
    if (situations !== undefined) {
      const choice = { task, buffer, level, lives, problem, leftOut, path: pathOf(task, ready), readyAt };
      return { choice, situations, diagnostics: leftOut.size > 0 ? [residencyReduced(leftOut.size, MAX_STATES)] : [] };
    }
    leftOut.add(longestLived(problem));
  }
}

/** What cannot be mapped says nothing of its room either: as if it were not modelled. */
function onlyMapped(network: Network, { layers }: NetworkCost): Network {
  return {
    ...network,
    layers: layers.map(({ layer, cost, macs }) =>
      layer.work.kind === "product" && !cost
        ? { ...layer, work: { kind: "unmodelled", why: "it has no mapping", operations: macs } }
        : layer,
    ),
  };
}

function longestLived({ problem, activations }: ActivationProblem): number {
  const span = (c: number): number => {
    const candidate = problem.candidates[c];
    return candidate ? (candidate.consumers.at(-1) ?? 0) - candidate.producer : 0;
  };
  const longest = activations.map((_, c) => c).reduce((a, b) => (span(b) > span(a) ? b : a), 0);
  return activations[longest] as number;
}

/** Which layer, what stays of its own, and how much room is taken: what a mapping depends on. */
function mappedKey({ lives, problem, readyAt }: Choice, situation: Situation): string {
  const distinct = readyAt.get(situation.layer)?.distinct.name;
  return JSON.stringify([distinct, stayingDataSpaces(lives, problem, situation), situation.words]);
}

/** Best mappings of all products in all situations; what has none is absent. */
async function mapSituations(
  choice: Choice,
  situations: readonly Situation[],
  solver: LayerSolver,
): Promise<ReadonlyMap<string, MappedLayer>> {
  const chains = new Map<string, Map<string, Situation>>();
  for (const situation of situations) {
    const ready = choice.readyAt.get(situation.layer);
    if (!ready) continue;
    const chain = JSON.stringify([ready.distinct.name, stayingDataSpaces(choice.lives, choice.problem, situation)]);
    const own = chains.get(chain) ?? new Map<string, Situation>();
    own.set(mappedKey(choice, situation), situation);
    chains.set(chain, own);
  }
  const mapped = new Map<string, MappedLayer>();
  await Promise.all([...chains.values()].map((chain) => mapChain(choice, chain, solver, mapped)));
  return mapped;
}

async function mapChain(
  choice: Choice,
  chain: ReadonlyMap<string, Situation>,
  solver: LayerSolver,
  mapped: Map<string, MappedLayer>,
): Promise<void> {
  const { task, buffer, lives, problem, readyAt } = choice;
  /** The last answer, and the words that its tiles need besides what stays. */
  let last: { readonly found: MappedLayer; readonly tileWords: number } | undefined;
  for (const [key, situation] of [...chain].sort(([, a], [, b]) => a.words - b.words)) {
    const { distinct, read } = readyAt.get(situation.layer) as ReadyLayer;
    const staying = stayingDataSpaces(lives, problem, situation);
    const changed = withResidents(read, buffer, staying, situation.words);
    const plan = planLayer(changed.spec, changed.limits, task.mapper, task.request);
    if (last && situation.words + last.tileWords <= problem.problem.capacity) {
      const again = mappedLayer(distinct, read.problem, plan, { ...last.found, stoppedBy: "end" });
      if (again) mapped.set(key, again);
      continue;
    }
    const solved = await solver.solve(plan);
    const found = mappedLayer(distinct, read.problem, plan, solved);
    if (!found?.evaluation) return;
    mapped.set(key, found);
    const held = found.evaluation.levels.find(({ name }) => name === choice.level.name);
    const used = held?.kind === "storage" ? held.utilizedCapacity : 0;
    last = { found, tileWords: used - situation.words };
  }
}

/**
 * A layer's cost in a situation; undefined where it cannot run in it. Of what a layer moves, tensors that stay have the
 * share that they have in its words.
 */
function costSituation(
  choice: Choice,
  situation: Situation,
  mapped: ReadonlyMap<string, MappedLayer>,
): CostedLayer | undefined {
  const { task, lives, problem, path, readyAt } = choice;
  const layer = task.network.layers[situation.layer] as Network["layers"][number];
  const { work } = layer;
  if (readyAt.has(situation.layer) && work.kind === "product") {
    const found = mapped.get(mappedKey(choice, situation));
    return (
      found?.evaluation && { ...costedProduct(layer, 0, found), staying: stayingDataSpaces(lives, problem, situation) }
    );
  }
  if (work.kind === "product") return { layer, macs: macsOf(work.shape) };
  if (work.kind !== "traffic" || !task.countsTraffic || !path) return { layer, macs: 0 };
  const used = new Set(situation.used.map((candidate) => problem.activations[candidate]));
  const made = new Set(situation.made.map((candidate) => problem.activations[candidate]));
  const { inputs, outputs } = lives.layers[situation.layer] ?? { inputs: [], outputs: [] };
  const share = (ids: readonly number[], inside: ReadonlySet<number | undefined>, words: number): number => {
    const sum = (of: readonly number[]): number => of.reduce((all, id) => all + (lives.activations[id]?.words ?? 0), 0);
    const all = sum(ids);
    return all === 0 ? 0 : Math.round((words * sum(ids.filter((id) => inside.has(id)))) / all);
  };
  const readInside = share(
    inputs.map(({ activation }) => activation),
    used,
    work.readWords,
  );
  const writtenInside = share(outputs, made, work.writtenWords);
  const moved = {
    read: work.readWords - readInside,
    readFromBuffer: readInside,
    written: work.writtenWords - writtenInside,
    writtenToBuffer: writtenInside,
  };
  const staying = [...(readInside > 0 ? [INPUTS] : []), ...(writtenInside > 0 ? [OUTPUTS] : [])];
  return { layer, macs: 0, cost: trafficCost(path, task.chip.ert, moved), staying };
}
