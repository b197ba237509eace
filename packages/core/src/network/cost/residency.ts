/**
 * Which tensors stay on the chip between the layer that makes them and the layers that use them, so that the whole
 * network costs least. A tensor stays from its producer to the last of its consumers or goes out; nothing else is
 * chosen.
 *
 * Layers run one after another. Going through them, all that a layer's cost can depend on is which tensors are there:
 *
 *     state    the tensors that stay, of those alive between two layers
 *     step     state S, layer i makes the tensors O(i); some P of them stay:
 *                  possible  if words(S + P) <= capacity                     S + P are there together while i runs
 *                  costs     c(i, what i uses of S, P, words(S + P))         what is left of the capacity decides on the mapping
 *                  leads to  S + P without those whose last consumer is i
 *     least    L(i + 1, S') = min over steps into S' of L(i, S) + c(i, ...)
 *
 * This is the principle of optimality in its plainest form: exact, as long as a layer's cost depends on nothing but its
 * step. Costs are lists compared figure by figure (delay, then energy); sums of lists keep that order, so lists need no
 * other treatment than numbers. "Nothing stays" is always a way to go if it is possible, so the result is never worse.
 *
 * States are subsets of the tensors alive at one place: 2 to the power of their number at most, fewer where they do not
 * fit.
 */

/** A tensor that could stay. Its number is its place in the list. */
export interface StayCandidate {
  /** Position of the layer that makes it. */
  readonly producer: number;
  /** Positions of the layers that use it, in order, all after the producer; at least one. */
  readonly consumers: readonly number[];
  /** Room that it takes. */
  readonly words: number;
}

export interface ResidencyProblem {
  readonly layers: number;
  readonly candidates: readonly StayCandidate[];
  readonly capacity: number;
}

/** What is on the chip while a layer runs. Lists of candidates are in ascending order. */
export interface Situation {
  readonly layer: number;
  /** Candidates that stay and are used by the layer. */
  readonly used: readonly number[];
  /** Candidates that the layer makes and that stay. */
  readonly made: readonly number[];
  /** Room that everything takes that stays, used or not. */
  readonly words: number;
}

export interface Residency {
  /** Candidates that stay. */
  readonly stay: readonly number[];
  /** Sum of the layers' costs. */
  readonly costs: readonly number[];
  /** Of every layer, in order. */
  readonly situations: readonly Situation[];
}

interface Step {
  readonly situation: Situation;
  readonly from: string;
  readonly to: string;
}

/** Steps out of every reachable state, layer by layer; undefined if more than `limit` states are alive somewhere. */
function reachableSteps(problem: ResidencyProblem, limit: number): Step[][] | undefined {
  const { candidates, layers, capacity } = problem;
  const made: number[][] = Array.from({ length: layers }, () => []);
  for (const [c, { producer }] of candidates.entries()) made[producer]?.push(c);
  const wordsOf = (set: readonly number[]): number =>
    set.reduce((sum, c) => sum + (candidates[c] as StayCandidate).words, 0);
  let states = new Map<string, readonly number[]>([["", []]]);
  const all: Step[][] = [];
  for (let layer = 0; layer < layers; layer++) {
    const steps: Step[] = [];
    const next = new Map<string, readonly number[]>();
    for (const [from, state] of states) {
      const used = state.filter((c) => (candidates[c] as StayCandidate).consumers.includes(layer));
      const held = wordsOf(state);
      for (const chosen of subsets(made[layer] as number[])) {
        const words = held + wordsOf(chosen);
        if (words > capacity) continue;
        const after = [...state, ...chosen]
          .filter((c) => ((candidates[c] as StayCandidate).consumers.at(-1) ?? layer) > layer)
          .sort((a, b) => a - b);
        const to = after.join();
        if (!next.has(to)) next.set(to, after);
        steps.push({ situation: { layer, used, made: chosen, words }, from, to });
      }
    }
    if (next.size > limit) return undefined;
    all.push(steps);
    states = next;
  }
  return all;
}

function subsets(items: readonly number[]): readonly (readonly number[])[] {
  const all: (readonly number[])[] = [[]];
  for (const item of items) all.push(...all.map((set) => [...set, item]));
  return all;
}

/** Equal for situations that a layer cannot tell apart. */
export function situationKey({ layer, used, made, words }: Situation): string {
  return `${layer}|${used.join()}|${made.join()}|${words}`;
}

/** Every situation that some choice leads to, once; undefined if more than `limit` states are alive at one place. */
export function situationsOf(problem: ResidencyProblem, limit: number): readonly Situation[] | undefined {
  const steps = reachableSteps(problem, limit);
  if (steps === undefined) return undefined;
  return [...new Map(steps.flat().map(({ situation }) => [situationKey(situation), situation])).values()];
}

interface Reached {
  readonly costs: readonly number[];
  readonly before: Reached | undefined;
  readonly situation: Situation | undefined;
}

/**
 * The best choice; undefined if there is none.
 * @param costOf costs of a layer in a situation, the most important first; undefined where it cannot run
 */
export function chooseResidents(
  problem: ResidencyProblem,
  limit: number,
  costOf: (situation: Situation) => readonly number[] | undefined,
): Residency | undefined {
  const steps = reachableSteps(problem, limit);
  if (steps === undefined) return undefined;
  let best = new Map<string, Reached>([["", { costs: [], before: undefined, situation: undefined }]]);
  for (const layer of steps) {
    const next = new Map<string, Reached>();
    for (const { situation, from, to } of layer) {
      const before = best.get(from);
      const own = before && costOf(situation);
      if (!before || !own) continue;
      const costs = own.map((cost, i) => cost + (before.costs[i] ?? 0));
      const known = next.get(to);
      if (!known || isLess(costs, known.costs)) next.set(to, { costs, before, situation });
    }
    best = next;
  }
  const end = best.get("");
  if (!end) return undefined;
  const situations: Situation[] = [];
  for (let at: Reached | undefined = end; at?.situation; at = at.before) situations.push(at.situation);
  situations.reverse();
  return { stay: situations.flatMap(({ made }) => made).sort((a, b) => a - b), costs: end.costs, situations };
}

function isLess(a: readonly number[], b: readonly number[]): boolean {
  for (const [i, cost] of a.entries()) if (cost !== b[i]) return cost < (b[i] as number);
  return false;
}
