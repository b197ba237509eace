/**
 * The series of fetches where Timeloop's rules have no closed form (imperfect factors, flattening): read off the visits
 * of the sampled walk. A visit belongs to the outermost temporal loop that moved since the visit before it.
 */
import { isSpatial, type LoopNest } from "../nest/loop-nest.ts";
import type { NestAccesses } from "../nest/tile-accesses.ts";
import type { SampledVisit, WalkObserver } from "../nest/walk-observer.ts";
import type { FetchSeries, Step } from "./explanation.ts";
import { labelLoop, loopAt, type NestSubject } from "./nest-question.ts";
import { describeTile } from "./tile.ts";

interface Tally {
  /** Undefined for the first visit. */
  readonly loop: number | undefined;
  readonly tileWords: number;
  readonly fetchedWords: number;
  weight: number;
}

/** Visits of one data space, tallied by level. */
export class SampledVisits {
  readonly #nest: LoopNest;
  readonly #dataSpace: number;
  readonly #tallies = new Map<number, Map<string, Tally>>();
  readonly #last = new Map<string, readonly number[]>();

  constructor(nest: LoopNest, dataSpace: number) {
    this.#nest = nest;
    this.#dataSpace = dataSpace;
  }

  readonly observer: WalkObserver = {
    visit: (visit, indices) => this.#add(visit, indices),
  };

  of(level: number): readonly Tally[] {
    return [...(this.#tallies.get(level)?.values() ?? [])];
  }

  #add(visit: SampledVisit, indices: readonly number[]): void {
    const { level, position, weight } = visit;
    const place = `${level}@${position.join(",")}`;
    const before = this.#last.get(place);
    let loop: number | undefined;
    if (before !== undefined) {
      for (let l = indices.length - 1; l > (this.#nest.boundaries[level] as number) && loop === undefined; l--) {
        if (!isSpatial(loopAt(this.#nest, l)) && indices[l] !== before[l]) loop = l;
      }
    }
    this.#last.set(place, [...indices]);
    const tileWords = visit.tileWords[this.#dataSpace] as number;
    const fetchedWords = visit.fetchedWords[this.#dataSpace] as number;
    let tallies = this.#tallies.get(level);
    if (tallies === undefined) {
      tallies = new Map();
      this.#tallies.set(level, tallies);
    }
    const key = `${loop ?? ""}/${tileWords}/${fetchedWords}`;
    const known = tallies.get(key);
    if (known === undefined) tallies.set(key, { loop, tileWords, fetchedWords, weight });
    else known.weight += weight;
  }
}

/** @param level whose children are asked about */
export function sampledSeries(
  subject: NestSubject,
  visits: SampledVisits | "too-many",
  accesses: NestAccesses,
  level: number,
): FetchSeries {
  const { nest, names, dataSpace } = subject;
  const asker = level === 0 ? names.compute : (names.levels[level - 1] ?? "?");
  const base = {
    asker,
    server: names.levels[level] ?? "?",
    askers: accesses.levels[level]?.fanout ?? 1,
    tile: describeTile(subject, level === 0 ? -1 : (nest.boundaries[level - 1] as number), false),
    method: "sampled",
  } as const;
  if (level === 0 || visits === "too-many") {
    const delivered = accesses.levels[level]?.dataSpaces[dataSpace]?.stats.delivered() ?? 0;
    const words = level === 0 ? delivered : delivered / base.askers;
    const step: Step = {
      ...(level === 0 ? { effect: "anew", rule: "no-reuse" } : { effect: "adjusted" }),
      movement: [],
      startingOver: [],
      times: {
        value: words,
        kind: "times",
        text: level === 0 ? "operations" : "words, over too many visits to tell apart",
      },
      newWords: 1,
      keptWords: 0,
      sends: [],
      fromNeighbours: 0,
    };
    return { ...base, steps: [step], words };
  }
  const steps = [...visits.of(level - 1)]
    .sort((a, b) => (a.loop ?? -1) - (b.loop ?? -1))
    .map(({ loop, tileWords, fetchedWords, weight }): Step => {
      const kept = tileWords - fetchedWords;
      return {
        ...(loop === undefined ? {} : { loop: labelLoop(subject, loop) }),
        effect: loop === undefined ? "first" : fetchedWords === 0 ? "stays" : kept > 0 ? "slides" : "replaces",
        movement: [],
        startingOver: [],
        times: {
          value: weight,
          kind: "times",
          text: loop === undefined ? "once" : `${labelLoop(subject, loop).dimension} advances`,
        },
        newWords: fetchedWords,
        keptWords: kept,
        sends: [],
        fromNeighbours: 0,
      };
    });
  return { ...base, steps, words: steps.reduce((sum, step) => sum + step.times.value * step.newWords, 0) };
}
