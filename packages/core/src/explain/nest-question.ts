/** What every derivation is asked about: one data space of one nest, with the names that people know. */
import type { Mapping } from "../mapping/mapping.ts";
import type { Fanout } from "../nest/hops.ts";
import { isSpatial, type LoopNest, type NestLoop } from "../nest/loop-nest.ts";
import type { ProjectionTerm, Workload } from "../workload/workload.ts";
import type { LoopLabel, RankMovement } from "./explanation.ts";

export interface NestNames {
  /** Storage levels, innermost first. */
  readonly levels: readonly string[];
  readonly compute: string;
}

export interface NestSubject {
  readonly workload: Workload;
  readonly mapping: Mapping;
  readonly nest: LoopNest;
  /** Physical fan-out below each storage level. */
  readonly fanouts: readonly Fanout[];
  readonly names: NestNames;
  readonly dataSpace: number;
}

/** The loop at index `l` of the nest. */
export function loopAt(nest: LoopNest, l: number): NestLoop {
  return nest.loops[l] as NestLoop;
}

export function labelLoop(subject: NestSubject, l: number): LoopLabel {
  const { dimension, bound, residual, kind, level } = loopAt(subject.nest, l);
  return {
    index: l,
    dimension: subject.workload.loopDimensions[dimension]?.name ?? "?",
    bound,
    residual,
    kind,
    level: subject.names.levels[level] ?? "?",
  };
}

/** Whether the loop moves any word of the data space. */
export function touches(subject: NestSubject, l: number): boolean {
  const parts = subject.workload.loopDimensions[loopAt(subject.nest, l).dimension]?.parts ?? [];
  const ranks = subject.workload.dataSpaces[subject.dataSpace]?.ranks ?? [];
  return ranks.some((rank) => rank.some((term) => parts.includes(term.dimension)));
}

/** Labels of the loops between two indices (inclusive) that run more than once and pass a test. */
export function labelsWhere(
  subject: NestSubject,
  from: number,
  to: number,
  passes: (l: number, loop: NestLoop) => boolean,
): LoopLabel[] {
  const labels: LoopLabel[] = [];
  for (let l = from; l <= to; l++) {
    const loop = loopAt(subject.nest, l);
    if (loop.bound > 1 && passes(l, loop)) labels.push(labelLoop(subject, l));
  }
  return labels;
}

/** The temporal loops from index `first` outwards that run more than once. */
export function temporalLoops(nest: LoopNest, first: number): number[] {
  const found: number[] = [];
  for (let l = first; l < nest.loops.length; l++) {
    const loop = loopAt(nest, l);
    if (!isSpatial(loop) && loop.bound > 1) found.push(l);
  }
  return found;
}

/** Movement of the data space by one iteration of a loop, by rank. */
export function ownMovement(subject: NestSubject, l: number): number[] {
  const loop = loopAt(subject.nest, l);
  const ranks = subject.workload.dataSpaces[subject.dataSpace]?.ranks ?? [];
  return ranks.map((rank) =>
    rank.reduce((sum, term) => sum + (term.dimension === loop.dimension ? term.coefficient * loop.stride : 0), 0),
  );
}

/** A rank as written: `R + 2P`. */
export function rankExpression(workload: Workload, rank: readonly ProjectionTerm[]): string {
  const text = rank
    .map(({ dimension, coefficient }) => {
      const factor = Math.abs(coefficient) === 1 ? "" : `${Math.abs(coefficient)}`;
      return `${coefficient < 0 ? "- " : "+ "}${factor}${workload.dimensions[dimension]?.name ?? "?"}`;
    })
    .join(" ");
  return text.startsWith("+ ") ? text.slice(2) : text.replace(/^- /, "-");
}

/** The ranks that a vector moves, with their names. */
export function describeMovement(subject: NestSubject, vector: readonly number[]): RankMovement[] {
  const ranks = subject.workload.dataSpaces[subject.dataSpace]?.ranks ?? [];
  return vector.flatMap((words, rank) =>
    words === 0 ? [] : [{ rank, expression: rankExpression(subject.workload, ranks[rank] ?? []), words }],
  );
}
