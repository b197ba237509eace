/**
 * What the children of one level fetch under `timeloop` semantics, step by step: the rules of nest/sampled-walk.ts
 * applied to movements as in nest/closed-form.ts, but keeping account of which loop advanced, which rule it met and
 * how often. For perfect factors.
 *
 *   1 movements   t(k) of each temporal loop outside, loops inside it falling back by one iteration (all that is walked)
 *   2 memory      from the outermost loop inwards: in which states loop k starts, and on which occasions
 *   3 steps       each state gives loop k's steps one rule and one fetch
 */
import {
  childOffsets,
  linkedSignatures,
  plainSignature,
  type Signature,
  vectorKey,
} from "../nest/fanout-signatures.ts";
import { type PointSet, pointSetSize, subtractPointSets, translatePointSet } from "../nest/point-set.ts";
import { spatialShape } from "../nest/spatial-shape.ts";
import { workingSets } from "../nest/working-set.ts";
import type { FetchSeries, Step, StepEffect, TimeloopRule } from "./explanation.ts";
import { describeMovement, labelLoop, type NestSubject, ownMovement, temporalLoops } from "./nest-question.ts";
import { during, joinOccasions, type Occasions, ONCE, timesFactor } from "./occasions.ts";
import { describeTile } from "./tile.ts";

/** What is remembered between two tiles, as in nest/closed-form.ts. */
interface Memory {
  readonly key: string;
  readonly movement: readonly number[] | undefined;
  readonly fetch: PointSet;
}

interface Movement {
  readonly l: number;
  readonly vector: readonly number[];
}

interface Taken {
  readonly rule: TimeloopRule;
  readonly fetch: PointSet;
  readonly memory: Memory;
}

/** @param level whose children are asked about; the children of level 0 are the compute units */
export function timeloopSeries(subject: NestSubject, level: number): FetchSeries {
  const { workload, nest, mapping, names, dataSpace } = subject;
  const isCompute = level === 0;
  const boundary = isCompute ? -1 : (nest.boundaries[level - 1] as number);
  const origin = workload.loopDimensions.map(() => 0);
  const extent = isCompute ? origin.map(() => 1) : (nest.extents[boundary] as readonly number[]);
  const tile = workingSets(workload, origin, extent)[dataSpace] as PointSet;
  const forgets = isCompute || (mapping.levels[level - 1]?.reuse.noTemporalReuse[dataSpace] ?? false);
  const signatures = signaturesBelow(subject, level);
  const first = nest.blockStarts[level] as number;

  const steps = collectSteps(subject, tile, first, forgets, signatures);
  return {
    asker: isCompute ? names.compute : (names.levels[level - 1] ?? "?"),
    server: names.levels[level] ?? "?",
    askers: spatialShape(nest, level).fanout,
    tile: describeTile(subject, boundary, false),
    steps,
    method: "closed-form",
    words: steps.reduce((sum, step) => sum + step.times.value * step.newWords, 0),
  };
}

/** How a fetch spreads over the children of a level: from the level alone, and with what neighbours pass on. */
interface FanoutSignatures {
  readonly plain: Signature;
  /** By movement of the fetch since the step before. */
  readonly linked: ReadonlyMap<string, Signature>;
}

export function signaturesBelow(subject: NestSubject, level: number): FanoutSignatures {
  const { workload, nest, mapping, fanouts, dataSpace } = subject;
  const shape = spatialShape(nest, level);
  const physical = fanouts[level] ?? { x: 1, y: 1 };
  const mesh = shape.isSpatial
    ? { x: Math.max(physical.x, shape.x), y: Math.max(physical.y, shape.y) }
    : { x: 1, y: 1 };
  const reuse = mapping.levels[level]?.reuse;
  const noMulticast = reuse?.noMulticast[dataSpace] ?? false;
  const offsets = childOffsets(workload, nest, level, dataSpace);
  const plain = plainSignature(offsets, mesh, noMulticast);
  const isolated = !shape.isSpatial || (reuse?.noLinkTransfer[dataSpace] ?? false);
  return { plain, linked: isolated ? new Map() : linkedSignatures(offsets, mesh, noMulticast, plain) };
}

function collectSteps(
  subject: NestSubject,
  tile: PointSet,
  first: number,
  forgets: boolean,
  signatures: FanoutSignatures,
): Step[] {
  const carriesFetch = signatures.linked.size > 0;
  const remember = (movement: readonly number[] | undefined, fetch: PointSet): Memory => {
    const carried = carriesFetch ? fetch.map(vectorKey).join(";") : "";
    return { key: `${movement === undefined ? "" : vectorKey(movement)}|${carried}`, movement, fetch };
  };
  // 1 movements
  const movements: Movement[] = [];
  let fallBack = ownMovement(subject, first).map(() => 0);
  for (const l of temporalLoops(subject.nest, first)) {
    const own = ownMovement(subject, l);
    movements.push({ l, vector: own.map((value, r) => value - (fallBack[r] as number)) });
    fallBack = fallBack.map((value, r) => value + (own[r] as number));
  }
  const take = (memory: Memory, vector: readonly number[]): Taken => takeTile(tile, forgets, memory, vector, remember);
  const ends = movements.map(() => new Map<string, Memory>());
  /** What is remembered after loops 0..k-1 have run. */
  const endOf = (k: number, memory: Memory): Memory => {
    if (k === 0) return memory;
    const cache = ends[k - 1] as Map<string, Memory>;
    const known = cache.get(memory.key);
    if (known !== undefined) return known;
    const before = endOf(k - 1, memory);
    const end = endOf(k - 1, take(before, (movements[k - 1] as Movement).vector).memory);
    cache.set(memory.key, end);
    return end;
  };
  // 2 memory, 3 steps
  const found = new Map<string, { step: Omit<Step, "times">; occasions: Occasions; l: number }>();
  const start = remember(undefined, tile);
  let states = new Map<string, { memory: Memory; occasions: Occasions }>([
    [start.key, { memory: start, occasions: ONCE }],
  ]);
  for (let k = movements.length; k > 0; k--) {
    const { l, vector } = movements[k - 1] as Movement;
    const next: typeof states = new Map();
    const enter = (memory: Memory, occasions: Occasions): void => {
      const known = next.get(memory.key);
      next.set(memory.key, {
        memory,
        occasions: known === undefined ? occasions : joinOccasions(known.occasions, occasions),
      });
    };
    for (const { memory, occasions } of states.values()) {
      const before = endOf(k - 1, memory);
      const { rule, fetch, memory: after } = take(before, vector);
      const signature = signatureFor(signatures, before.fetch, fetch, vector);
      const later = during(subject, occasions, l, "later");
      const key = `${l}/${rule}/${pointSetSize(fetch)}/${signature.transfers}/${signature.linked}`;
      const known = found.get(key);
      if (known === undefined)
        found.set(key, {
          step: describeStep(subject, tile, movements, k, rule, fetch, signature),
          occasions: later,
          l,
        });
      else known.occasions = joinOccasions(known.occasions, later);
      enter(memory, during(subject, occasions, l, "first"));
      enter(after, later);
    }
    states = next;
  }
  const words = pointSetSize(tile);
  const firstStep: Step = {
    effect: "first",
    rule: "first-tile",
    movement: [],
    startingOver: [],
    times: { value: 1, kind: "times", text: "once" },
    newWords: words,
    keptWords: 0,
    sends: sendsOf(signatures.plain, words),
    fromNeighbours: 0,
  };
  const steps = [...found.values()]
    .sort((a, b) => a.l - b.l)
    .map(
      ({ step, occasions, l }): Step => ({
        ...step,
        times: timesFactor(subject, occasions, `${labelLoop(subject, l).dimension} advances`),
      }),
    );
  return forgets ? mergeEqualSteps(subject, first, [firstStep, ...steps]) : [firstStep, ...steps];
}

function takeTile(
  tile: PointSet,
  forgets: boolean,
  memory: Memory,
  vector: readonly number[],
  remember: (movement: readonly number[] | undefined, fetch: PointSet) => Memory,
): Taken {
  if (forgets) return { rule: "no-reuse", fetch: tile, memory: remember(undefined, tile) };
  if (vector.every((value) => value === 0)) {
    return { rule: "in-place", fetch: [], memory: remember(memory.movement, []) };
  }
  const known = memory.movement;
  if (known !== undefined && vectorKey(known) !== vectorKey(vector)) {
    return { rule: changeOf(known, vector), fetch: tile, memory: remember(undefined, tile) };
  }
  const back = vector.map((value) => -value);
  const fetch = subtractPointSets(tile, translatePointSet(tile, back));
  return { rule: known === undefined ? "first-movement" : "same-movement", fetch, memory: remember(vector, fetch) };
}

/** How a movement differs from the remembered one. */
export function changeOf(known: readonly number[], vector: readonly number[]): TimeloopRule {
  const sameRanks = known.every((value, r) => (value === 0) === (vector[r] === 0));
  if (!sameRanks) return "turned";
  return known.every((value, r) => Math.sign(value) === -Math.sign(vector[r] as number))
    ? "reversed"
    : "other-distance";
}

function describeStep(
  subject: NestSubject,
  tile: PointSet,
  movements: readonly Movement[],
  k: number,
  rule: TimeloopRule,
  fetch: PointSet,
  signature: Signature,
): Omit<Step, "times"> {
  const { l, vector } = movements[k - 1] as Movement;
  const newWords = pointSetSize(fetch);
  const back = vector.map((value) => -value);
  const overlap = pointSetSize(tile) - pointSetSize(subtractPointSets(tile, translatePointSet(tile, back)));
  const effect: StepEffect =
    rule === "no-reuse" ? "anew" : rule === "in-place" ? "stays" : overlap > 0 ? "slides" : "replaces";
  return {
    loop: labelLoop(subject, l),
    effect,
    rule,
    movement: describeMovement(subject, vector),
    startingOver: movements
      .slice(0, k - 1)
      .filter((inner) => ownMovement(subject, inner.l).some((value) => value !== 0))
      .map((inner) => labelLoop(subject, inner.l)),
    newWords,
    keptWords: pointSetSize(tile) - newWords,
    sends: sendsOf(signature, newWords),
    fromNeighbours: signature.linked * newWords,
  };
}

function sendsOf(signature: Signature, words: number): { multicast: number; words: number }[] {
  if (words === 0) return [];
  return signature.parts.map(({ multicast, scatter }) => ({ multicast, words: scatter * words }));
}

/** Where every iteration asks anew and none is helped by neighbours, there is but one kind of step. */
function mergeEqualSteps(subject: NestSubject, first: number, steps: readonly Step[]): Step[] {
  const [start] = steps;
  if (start === undefined || steps.some((step) => step.fromNeighbours > 0)) return [...steps];
  const loops = temporalLoops(subject.nest, first);
  const every = loops.reduce((occasions, l) => during(subject, occasions, l, "all"), ONCE);
  return [{ ...start, effect: "anew", rule: "no-reuse", times: timesFactor(subject, every, "iterations") }];
}

/** Whether neighbours that fetched the same words one step earlier can help, as in nest/closed-form.ts. */
function signatureFor(
  signatures: FanoutSignatures,
  before: PointSet,
  fetch: PointSet,
  vector: readonly number[],
): Signature {
  const [head] = fetch;
  const [earlier] = before;
  if (signatures.linked.size === 0 || head === undefined || earlier === undefined || before.length !== fetch.length) {
    return signatures.plain;
  }
  const moved = vector.map((value, r) => (head[2 * r] as number) + value - (earlier[2 * r] as number));
  const then = translatePointSet(before, moved);
  const now = translatePointSet(fetch, vector);
  const same = now.every((box, b) => box.every((value, i) => value === then[b]?.[i]));
  return (same ? signatures.linked.get(vectorKey(moved)) : undefined) ?? signatures.plain;
}
