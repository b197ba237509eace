/**
 * What crosses one stage (stages.ts) under exact counting, for perfect factors.
 *
 * All tiles of a child are one set T of words, moved. A step in which a temporal loop outside the child advances moves
 * it by one vector s. Word w is new to child c, with offset o(c), if
 *
 *     w in T + s + o(c)   and not   w in T + o(c)
 *
 * A receiver a of the stage stands for the children a + b inside it. It takes w if some b makes the first true and not
 * the second: if it *needs* w (some b in T + s), unless every b that needs it *had* it. Over ranks that share no
 * dimension the children that need w, and those that need and had it, are products of sets; so
 *
 *     receivers of w = product over rank groups of needs(w)  -  product over rank groups of had(w)
 *
 * with had(w) the receivers in which all that need the group's part of w had it. Receivers that differ in no word
 * (loops over other dimensions) take everything together.
 */
import { placeHops } from "./hops.ts";
import { isSpatial, type LoopNest, type NestLoop } from "./loop-nest.ts";
import { type RankGroup, reach, reachAll } from "./rank-groups.ts";
import type { Stage } from "./stages.ts";
import { AccessStats } from "./tile-accesses.ts";

/** Words of one rank group that the same receivers need and had: receivers by number. */
interface Part {
  readonly needs: readonly number[];
  readonly had: readonly number[];
  words: number;
}

/** Times a step occurs, and where the tile lies before and after it, by rank group. `before` absent: nothing is kept. */
export interface TileStep {
  readonly times: number;
  readonly before: readonly number[] | undefined;
  readonly after: readonly number[];
}

/** Steps of the tile of all loops up to `childBoundary`. @param forgets the child keeps nothing from step to step */
export function tileSteps(
  nest: LoopNest,
  groups: readonly RankGroup[],
  childBoundary: number,
  forgets: boolean,
): TileStep[] {
  const origins = groups.map(({ origin }) => origin);
  const steps: TileStep[] = [{ times: 1, before: undefined, after: origins }];
  const loops = nest.loops
    .map((loop, l) => ({ bound: loop.bound, l, moves: !isSpatial(loop) && loop.bound > 1 && l > childBoundary }))
    .filter(({ moves }) => moves);
  // Innermost first; `last` is where those inside have come to.
  let times = loops.reduce((n, { bound }) => n * bound, 1);
  const last = [...origins];
  for (const { bound, l } of loops) {
    times /= bound;
    const after = origins.map((origin, g) => origin + ((groups[g] as RankGroup).steps[l] as number));
    steps.push({ times: times * (bound - 1), before: forgets ? undefined : [...last], after });
    groups.forEach((group, g) => {
      last[g] = (last[g] as number) + (bound - 1) * (group.steps[l] as number);
    });
  }
  return steps;
}

/** The loops to which transfers go: outside `receiverBoundary`, up to `senderBoundary`. */
export interface Span {
  readonly senderBoundary: number;
  readonly receiverBoundary: number;
}

/**
 * What one sender sends over the whole run.
 * @param childBoundary of the level that keeps the words (-1: the compute units)
 * @param mesh where the receivers stand, if it is asked how far the words go
 */
export function transfers(
  nest: LoopNest,
  groups: readonly RankGroup[],
  childBoundary: number,
  span: Span,
  forgets: boolean,
  mesh?: Pick<Stage, "places" | "mesh">,
): AccessStats {
  const sendsOf = sender(nest, groups, childBoundary, span, mesh);
  const stats = new AccessStats();
  const known = new Map<string, readonly Sends[]>();
  for (const { times, before, after } of tileSteps(nest, groups, childBoundary, forgets)) {
    const shifts = before === undefined ? undefined : after.map((to, g) => to - (before[g] as number));
    const key = shifts === undefined ? "anew" : shifts.join();
    const sends = known.get(key) ?? sendsOf(shifts);
    known.set(key, sends);
    for (const { multicast, words, hops, unicastHops } of sends) {
      stats.add(multicast, 1, times * words, times * hops, times * unicastHops);
    }
  }
  return stats;
}

/** Words that one sender sends in one step, by how many receivers each reaches. */
export interface Sends {
  readonly multicast: number;
  readonly words: number;
  /** Sums over the words. */
  readonly hops: number;
  readonly unicastHops: number;
}

/**
 * A function from the tile's movement in a step, by rank group, to what one sender sends then. Without a movement nothing
 * is there yet.
 */
export function sender(
  nest: LoopNest,
  groups: readonly RankGroup[],
  childBoundary: number,
  { senderBoundary, receiverBoundary }: Span,
  mesh?: Pick<Stage, "places" | "mesh">,
): (shifts: readonly number[] | undefined) => Sends[] {
  const between = (l: number, from: number, to: number): boolean =>
    l > from && l <= to && isSpatial(nest.loops[l] as NestLoop);
  const isReceiverLoop = (l: number): boolean => between(l, receiverBoundary, senderBoundary);
  const moves = (l: number): boolean => groups.some((group) => group.steps[l] !== 0);
  const copies = receiverNumbers(nest, isReceiverLoop, (l) => !moves(l));
  const views = groups.map((group) => ({
    tile: reach(nest, group, (l) => l <= childBoundary),
    inside: reachAll(nest, group, (l) => between(l, childBoundary, receiverBoundary)),
    offsets: reachAll(nest, group, isReceiverLoop),
    receivers: receiverNumbers(nest, isReceiverLoop, (l) => group.steps[l] !== 0),
  }));
  return (shifts) => {
    const parts = views.map((view, g) => partsOf(view, shifts?.[g]));
    return sendsOf(parts, shifts !== undefined, copies, mesh);
  };
}

/** Numbers (innermost loop fastest) of the receivers that some of the receiver loops reach, the others at 0. */
function receiverNumbers(
  nest: LoopNest,
  isReceiverLoop: (l: number) => boolean,
  runs: (l: number) => boolean,
): number[] {
  let numbers = [0];
  let step = 1;
  nest.loops.forEach((loop, l) => {
    if (!isReceiverLoop(l)) return;
    if (runs(l)) {
      const inner = numbers;
      const by = step;
      numbers = Array.from({ length: loop.bound }, (_, i) => inner.map((number) => number + i * by)).flat();
    }
    step *= loop.bound;
  });
  return numbers;
}

interface View {
  readonly tile: readonly number[];
  /** Offsets of the children inside a receiver, and of the receivers, whose numbers go with them. */
  readonly inside: readonly number[];
  readonly offsets: readonly number[];
  readonly receivers: readonly number[];
}

/** The words of one rank group by which receivers need and had them. @param shift of the tile; absent at a fresh start */
function partsOf({ tile, inside, offsets, receivers }: View, shift: number | undefined): Part[] {
  if (offsets.length === 1 && (shift === undefined || shift === 0) && inside.length === 1) {
    return [{ needs: receivers, had: shift === undefined ? [] : receivers, words: tile.length }];
  }
  const before = new Set(tile);
  const needs = new Map<number, number[]>();
  const had = new Map<number, number[]>();
  offsets.forEach((offset, a) => {
    const lacking = new Map<number, boolean>();
    for (const own of inside) {
      for (const word of tile) {
        const key = word + own + offset;
        const lacks = shift === undefined || !before.has(word + shift);
        lacking.set(key, lacks || (lacking.get(key) ?? false));
      }
    }
    for (const [word, lacks] of lacking) {
      push(needs, word, receivers[a] as number);
      if (!lacks) push(had, word, receivers[a] as number);
    }
  });
  const parts = new Map<string, Part>();
  for (const [word, list] of needs) {
    const hadIt = had.get(word) ?? [];
    const key = `${list.join()}/${hadIt.join()}`;
    const part = parts.get(key);
    if (part === undefined) parts.set(key, { needs: list, had: hadIt, words: 1 });
    else part.words++;
  }
  return [...parts.values()];
}

/** Every combination of the groups' words, with its receivers. */
function sendsOf(
  parts: readonly (readonly Part[])[],
  keeps: boolean,
  copies: readonly number[],
  mesh: Pick<Stage, "places" | "mesh"> | undefined,
): Sends[] {
  let combinations: Part[] = [{ needs: copies, had: keeps ? copies : [], words: 1 }];
  for (const own of parts) {
    combinations = combinations.flatMap((a) =>
      own.map((b) => ({ needs: sums(a.needs, b.needs), had: sums(a.had, b.had), words: a.words * b.words })),
    );
  }
  return combinations.flatMap(({ needs, had, words }): Sends[] => {
    if (needs.length === had.length) return [];
    const without = new Set(had);
    const takers = had.length === 0 ? needs : needs.filter((receiver) => !without.has(receiver));
    if (mesh === undefined) return [{ multicast: takers.length, words, hops: 0, unicastHops: 0 }];
    const places = takers.map((receiver) => mesh.places[receiver] as number);
    const { hops, unicastHops } = placeHops(places, mesh.mesh);
    return [{ multicast: takers.length, words, hops: hops * words, unicastHops: unicastHops * words }];
  });
}

function sums(a: readonly number[], b: readonly number[]): readonly number[] {
  if (a.length === 1 && a[0] === 0) return b;
  if (b.length === 1 && b[0] === 0) return a;
  return a.flatMap((x) => b.map((y) => x + y));
}

function push(map: Map<number, number[]>, key: number, value: number): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
