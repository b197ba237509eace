/**
 * Where exact counting has no closed form (imperfect factors, output words that several index tuples share), the walk
 * itself is asked: what every level fetched and gave back at each step, tallied by the outermost loop that advanced.
 */

import { isSpatial } from "../nest/loop-nest.ts";
import { positions } from "../nest/positions.ts";
import type { WalkObserver, WalkTransfer } from "../nest/walk-observer.ts";
import type { FetchSeries, Step } from "./explanation.ts";
import { labelLoop, loopAt, type NestSubject } from "./nest-question.ts";
import { describeTile } from "./tile.ts";

/** When it happened: at the advance of a loop, at the very first step, or when all is done. */
type Moment = number | "first" | "end";

interface Tally {
  readonly moment: Moment;
  /** Time steps in which words moved. */
  steps: number;
  /** Words, all instances. */
  words: number;
  /** By storage level further outside: transfers of one of its instances, each for all children inside that take part. */
  readonly transfers: Map<number, number>;
}

/** Watches one data space during a walk. */
export class WalkedTransfers {
  readonly #subject: NestSubject;
  /** By storage level: its instances, and the next outer level that keeps the data space (itself, if none does). */
  readonly #counts: readonly number[];
  readonly #parents: readonly number[];
  readonly #tallies = new Map<string, Map<Moment, Tally>>();
  #indices: readonly number[] | undefined;
  #moment: Moment = "first";

  constructor(subject: NestSubject) {
    this.#subject = subject;
    const { nest, mapping, dataSpace } = subject;
    this.#counts = nest.boundaries.map((boundary) => positions(nest, boundary).count);
    this.#parents = nest.boundaries.map((_, level) => {
      const outer = mapping.levels.findIndex((other) => other.level > level && other.keep[dataSpace]);
      return outer < 0 ? level : outer;
    });
  }

  readonly observer: WalkObserver = {
    timeStep: (_, indices) => this.#step(indices),
    transfer: (transfer) => this.#add(transfer),
  };

  of(kind: WalkTransfer["kind"], level: number): readonly Tally[] {
    return [...(this.#tallies.get(`${kind}/${level}`)?.values() ?? [])];
  }

  #step(indices: readonly number[]): void {
    const before = this.#indices;
    this.#moment = "first";
    if (before !== undefined) {
      for (let l = indices.length - 1; l >= 0; l--) {
        if (isSpatial(loopAt(this.#subject.nest, l)) || indices[l] === before[l]) continue;
        this.#moment = l;
        break;
      }
    }
    this.#indices = [...indices];
  }

  /** The walk is over: what still moves goes home. */
  #add({ kind, level, dataSpace, words }: WalkTransfer): void {
    if (dataSpace !== this.#subject.dataSpace) return;
    const key = `${kind}/${level}`;
    const tallies = this.#tallies.get(key) ?? new Map<Moment, Tally>();
    this.#tallies.set(key, tallies);
    const tally = tallies.get(this.#moment) ?? { moment: this.#moment, steps: 0, words: 0, transfers: new Map() };
    tallies.set(this.#moment, tally);
    tally.steps++;
    tally.words += words.length;
    for (let outer = level + 1; outer <= (this.#parents[level] as number); outer++) {
      const ratio = (this.#counts[level] as number) / (this.#counts[outer] as number);
      const sent = new Set(words.map(({ instance, word }) => `${Math.floor(instance / ratio)}/${word.join(",")}`)).size;
      tally.transfers.set(outer, (tally.transfers.get(outer) ?? 0) + sent);
    }
  }
}

/**
 * A level's fetches (or what it gave back) as a series; new words are averages over steps and instances.
 * @param instances of the level at work
 */
export function walkedSeries(
  subject: NestSubject,
  tallies: readonly Tally[],
  child: number,
  parent: number,
  instances: number,
): FetchSeries {
  const { nest, names } = subject;
  const boundary = nest.boundaries[child] as number;
  const tile = describeTile(subject, boundary, true);
  const steps = [...tallies]
    .sort((a, b) => order(a.moment) - order(b.moment))
    .map(({ moment, steps: times, words, transfers: byLevel }): Step => {
      const transfers = byLevel.get(parent) ?? words;
      const loop = typeof moment === "number" ? labelLoop(subject, moment) : undefined;
      const newWords = words / times / instances;
      return {
        ...(loop === undefined ? {} : { loop }),
        effect: moment === "first" ? "first" : loop === undefined ? "adjusted" : "averaged",
        movement: [],
        startingOver: [],
        times: { value: times, kind: "times", text: loop === undefined ? "once" : `${loop.dimension} advances` },
        newWords,
        keptWords: 0,
        sends: [{ multicast: words / transfers, words: transfers / times }],
        fromNeighbours: 0,
      };
    });
  return {
    asker: names.levels[child] ?? "?",
    server: names.levels[parent] ?? "?",
    askers: positions(nest, boundary).count / positions(nest, nest.boundaries[parent] as number).count,
    tile,
    steps,
    method: "walked",
    words: steps.reduce((sum, step) => sum + step.times.value * step.newWords, 0),
  };
}

function order(moment: Moment): number {
  return moment === "first" ? -1 : moment === "end" ? Number.POSITIVE_INFINITY : moment;
}
