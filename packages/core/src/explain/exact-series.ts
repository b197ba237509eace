/**
 * What the children of one holder fetch under `exact` semantics, step by step, for perfect factors: the derivation of
 * nest/exact-closed-form.ts with account of which loop advanced.
 *
 * Children are the instances of the next inner holder (or the compute units), all spatial loops between taken together.
 * When loop k advances, those inside fall back from their *last* iteration: the tile moves by
 *
 *     s(k) = v(k) - sum over i inside of (bound(i) - 1) * v(i)
 *
 * and each word in the moved tiles of m1 children, m2 of which held it before, is sent once for m1 - m2 children.
 */
import { isSpatial } from "../nest/loop-nest.ts";
import { type RankGroup, rankGroups, reach, reachAll } from "../nest/rank-groups.ts";
import type { FetchSeries, Step } from "./explanation.ts";
import { describeMovement, labelLoop, loopAt, type NestSubject, ownMovement, temporalLoops } from "./nest-question.ts";
import { during, type Occasions, ONCE, timesFactor } from "./occasions.ts";
import { describeTile } from "./tile.ts";

type Sends = Map<number, number>;

/**
 * @param child storage level of the askers; -1 for the compute units
 * @param parent storage level that serves; equal to `child` for what one instance acquires by itself
 */
export function exactSeries(subject: NestSubject, child: number, parent: number): FetchSeries {
  const { nest, mapping, names, dataSpace } = subject;
  const childBoundary = child < 0 ? -1 : (nest.boundaries[child] as number);
  const parentBoundary = nest.boundaries[parent] as number;
  const forgets = child < 0 || (mapping.levels[child]?.reuse.noTemporalReuse[dataSpace] ?? false);
  const isChildLoop = (l: number): boolean => l > childBoundary && l <= parentBoundary && isSpatial(loopAt(nest, l));
  const groups = rankGroups(subject.workload, nest, dataSpace);
  const tiles = groups.map((group) => reach(nest, group, (l) => l <= childBoundary));
  const offsets = groups.map((group) => reachAll(nest, group, isChildLoop));
  let copies = 1;
  let askers = 1;
  nest.loops.forEach((loop, l) => {
    if (!isChildLoop(l)) return;
    askers *= loop.bound;
    if (groups.every((group) => group.steps[l] === 0)) copies *= loop.bound;
  });
  const tile = describeTile(subject, childBoundary, true);
  const send = (shifts: readonly number[] | undefined): Sends => sendsAfter(groups, tiles, offsets, copies, shifts);
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
    asker: child < 0 ? names.compute : (names.levels[child] ?? "?"),
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

/** Words sent in one step by how many children each reaches; without `shifts` no child holds anything yet. */
function sendsAfter(
  groups: readonly RankGroup[],
  tiles: readonly (readonly number[])[],
  offsets: readonly (readonly number[])[],
  copies: number,
  shifts: readonly number[] | undefined,
): Sends {
  let pairs = new Map<string, { m1: number; m2: number; words: number }>([
    ["", { m1: 1, m2: shifts === undefined ? 0 : 1, words: 1 }],
  ]);
  groups.forEach((_, g) => {
    const next: typeof pairs = new Map();
    for (const a of pairs.values()) {
      for (const b of coverage(tiles[g] as number[], offsets[g] as number[], shifts?.[g])) {
        const m1 = a.m1 * b.m1;
        const m2 = a.m2 * b.m2;
        const known = next.get(`${m1}/${m2}`);
        if (known === undefined) next.set(`${m1}/${m2}`, { m1, m2, words: a.words * b.words });
        else known.words += a.words * b.words;
      }
    }
    pairs = next;
  });
  const sends: Sends = new Map();
  for (const { m1, m2, words } of pairs.values()) {
    const multicast = copies * (m1 - m2);
    if (multicast > 0) sends.set(multicast, (sends.get(multicast) ?? 0) + words);
  }
  return sends;
}

/** Words of one group by how many children need them now (m1) and how many of these held them before (m2). */
function coverage(
  tile: readonly number[],
  offsets: readonly number[],
  shift: number | undefined,
): { m1: number; m2: number; words: number }[] {
  const inTile = new Set(tile);
  const now = new Map<number, { m1: number; m2: number }>();
  for (const offset of offsets) {
    for (const word of tile) {
      const entry = now.get(word + offset) ?? { m1: 0, m2: 0 };
      entry.m1++;
      if (shift !== undefined && inTile.has(word + shift)) entry.m2++;
      now.set(word + offset, entry);
    }
  }
  const counts = new Map<string, { m1: number; m2: number; words: number }>();
  for (const { m1, m2 } of now.values()) {
    const known = counts.get(`${m1}/${m2}`);
    if (known === undefined) counts.set(`${m1}/${m2}`, { m1, m2, words: 1 });
    else known.words++;
  }
  return [...counts.values()];
}

function listed(sends: Sends): { multicast: number; words: number }[] {
  return [...sends].map(([multicast, words]) => ({ multicast, words })).sort((a, b) => a.multicast - b.multicast);
}
