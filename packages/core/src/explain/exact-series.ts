/**
 * What the children of one holder fetch under `exact` semantics, step by step, for perfect factors: the derivation of
 * nest/exact-closed-form.ts with account of which loop advanced.
 *
 * Children are the instances of the next inner holder (or the compute units). When loop k advances, those inside fall
 * back from their *last* iteration: the tile moves by
 *
 *     s(k) = v(k) - sum over i inside of (bound(i) - 1) * v(i)
 *
 * and each word of the moved tiles is sent once to all receivers that lack it (nest/exact-transfers.ts).
 */
import { type Sends, sender } from "../nest/exact-transfers.ts";
import { isSpatial } from "../nest/loop-nest.ts";
import { rankGroups, reach } from "../nest/rank-groups.ts";
import type { FetchSeries, Step } from "./explanation.ts";
import { describeMovement, labelLoop, loopAt, type NestSubject, ownMovement, temporalLoops } from "./nest-question.ts";
import { during, type Occasions, ONCE, timesFactor } from "./occasions.ts";
import { describeTile } from "./tile.ts";

/**
 * @param child storage level of the askers; -1 for the compute units
 * @param parent storage level that serves or passes on; equal to `child` for what one instance acquires by itself
 * @param receiver storage level (-1: compute units) whose instances count as receivers of what the parent sends
 */
export function exactSeries(
  subject: NestSubject,
  child: number,
  parent: number,
  receiver: number = child,
): FetchSeries {
  const { nest, mapping, names, dataSpace } = subject;
  const childBoundary = child < 0 ? -1 : (nest.boundaries[child] as number);
  const parentBoundary = nest.boundaries[parent] as number;
  const forgets = child < 0 || (mapping.levels[child]?.reuse.noTemporalReuse[dataSpace] ?? false);
  const groups = rankGroups(subject.workload, nest, dataSpace);
  const tiles = groups.map((group) => reach(nest, group, (l) => l <= childBoundary));
  const receiverBoundary = receiver < 0 ? -1 : (nest.boundaries[receiver] as number);
  let askers = 1;
  nest.loops.forEach((loop, l) => {
    if (l > receiverBoundary && l <= parentBoundary && isSpatial(loop)) askers *= loop.bound;
  });
  const tile = describeTile(subject, childBoundary, true);
  const send = sender(nest, groups, childBoundary, { senderBoundary: parentBoundary, receiverBoundary });
  const plain: Omit<Step, "times" | "effect"> = {
    movement: [],
    startingOver: [],
    newWords: tile.words,
    keptWords: 0,
    sends: listed(send(undefined)),
    fromNeighbours: 0,
  };
  const loops = temporalLoops(nest, childBoundary + 1);
  const steps: Step[] = [];
  if (forgets) {
    const every = loops.reduce((occasions, l) => during(subject, occasions, l, "all"), ONCE);
    steps.push({ ...plain, effect: "anew", times: timesFactor(subject, every, "iterations") });
  } else {
    steps.push({ ...plain, effect: "first", times: { value: 1, kind: "times", text: "once" } });
    loops.forEach((l, k) => {
      const inside = loops.slice(0, k);
      const outside = loops.slice(k + 1);
      const shifts = groups.map(
        (group) =>
          (group.steps[l] as number) -
          inside.reduce((sum, i) => sum + (loopAt(nest, i).bound - 1) * (group.steps[i] as number), 0),
      );
      const kept = groups.reduce((n, _, g) => n * overlap(tiles[g] as number[], shifts[g] as number), 1);
      const occasions = outside.reduce<Occasions>(
        (sum, o) => during(subject, sum, o, "all"),
        during(subject, ONCE, l, "later"),
      );
      const own = ownMovement(subject, l);
      const vector = inside.reduce(
        (sum, i) => ownMovement(subject, i).map((value, r) => (sum[r] as number) - (loopAt(nest, i).bound - 1) * value),
        own,
      );
      const startingOver = inside.filter((i) => ownMovement(subject, i).some((value) => value !== 0));
      steps.push({
        loop: labelLoop(subject, l),
        effect: kept === tile.words ? "stays" : kept > 0 ? "slides" : "replaces",
        movement: describeMovement(subject, vector),
        startingOver: startingOver.map((i) => labelLoop(subject, i)),
        times: timesFactor(subject, occasions, `${labelLoop(subject, l).dimension} advances`),
        newWords: tile.words - kept,
        keptWords: kept,
        sends: listed(send(shifts)),
        fromNeighbours: 0,
      });
    });
  }
  return {
    asker: receiver < 0 ? names.compute : (names.levels[receiver] ?? "?"),
    server: names.levels[parent] ?? "?",
    askers,
    tile,
    steps,
    method: "closed-form",
    words: steps.reduce((sum, step) => sum + step.times.value * step.newWords, 0),
  };
}

/** Words that two tiles of a group have in common, one `shift` after the other. */
function overlap(tile: readonly number[], shift: number): number {
  if (shift === 0) return tile.length;
  const words = new Set(tile);
  return tile.reduce((n, word) => n + (words.has(word + shift) ? 1 : 0), 0);
}

/** Words by multicast factor, smallest first. */
function listed(sends: readonly Sends[]): { multicast: number; words: number }[] {
  const byMulticast = new Map<number, number>();
  for (const { multicast, words } of sends) byMulticast.set(multicast, (byMulticast.get(multicast) ?? 0) + words);
  return [...byMulticast].map(([multicast, words]) => ({ multicast, words })).sort((a, b) => a.multicast - b.multicast);
}
