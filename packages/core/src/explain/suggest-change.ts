/**
 * The smallest change of factors that makes a mapping fit: one move, else two, three or four; of those that fit the one
 * with the least main-memory traffic, then the smallest factor. Each is checked on the changed mapping, not believed.
 *
 *   capacity      a factor leaves the tile: from this level or inside it to a temporal loop outside
 *   utilization   the other way
 *   fan-out       a factor leaves a spatial loop: to a temporal loop, or to the other axis
 */
import { findInvalidities } from "../evaluation/validity.ts";
import type { Mapping } from "../mapping/mapping.ts";
import { startNestAnalysis } from "../nest/analyze.ts";
import type { Fanout } from "../nest/hops.ts";
import { buildLoopNest } from "../nest/loop-nest.ts";
import type { Spec } from "../spec/spec.ts";
import { applyMove, boundIn, type Move, movesOf, type Slot } from "./factor-moves.ts";
import type { FactorPlace, InvalidityExplanation, SuggestedChange } from "./invalid-explanation.ts";
import { overflowOf } from "./overflow.ts";

/** Mappings that are checked at most. */
const CHECKS_LIMIT = 20_000;
const MOVES_LIMIT = 4;
/** Of the mappings that do not fit yet, so many of the nearest are changed further. */
const BEAM_WIDTH = 12;
/** Valid mappings whose traffic is counted at most. */
const COUNTS_LIMIT = 200;

interface Candidate {
  readonly moves: readonly Move[];
  readonly mapping: Mapping;
  readonly overflow: number;
}

/** @param problems of the mapping, as `explainInvalid` found them */
export function suggestChange(
  spec: Spec,
  mapping: Mapping,
  fanouts: readonly Fanout[],
  problems: readonly InvalidityExplanation[],
): SuggestedChange | undefined {
  const allows = relevantMoves(spec, problems);
  if (allows === undefined) return undefined;
  let checks = 0;
  let beam: Candidate[] = [{ moves: [], mapping, overflow: Number.POSITIVE_INFINITY }];
  for (let count = 1; count <= MOVES_LIMIT; count++) {
    const fitting: Candidate[] = [];
    const rest: Candidate[] = [];
    for (const candidate of beam) {
      for (const move of movesOf(candidate.mapping, allows)) {
        if (checks++ > CHECKS_LIMIT) break;
        const next = applyMove(candidate.mapping, move);
        const nest = buildLoopNest(next, spec.workload);
        const overflow = overflowOf(spec, next, nest);
        const changed = { moves: [...candidate.moves, move], mapping: next, overflow };
        if (overflow > 0) rest.push(changed);
        else if (findInvalidities(spec.architecture, spec.workload, next, nest).length === 0) fitting.push(changed);
      }
    }
    if (fitting.length > 0) return cheapest(spec, mapping, fanouts, fitting);
    beam = rest.sort((a, b) => a.overflow - b.overflow).slice(0, BEAM_WIDTH);
  }
  return undefined;
}

/** Places where a level may bypass one data space instead, each alone enough. */
export function bypassesThatFit(
  spec: Spec,
  mapping: Mapping,
  problems: readonly InvalidityExplanation[],
): { level: string; dataSpace: string }[] {
  const { architecture, workload } = spec;
  return problems.flatMap((problem) => {
    if (problem.kind !== "capacity") return [];
    const l = architecture.storage.findIndex(({ name }) => name === problem.level);
    return problem.tiles.flatMap(({ dataSpace }) => {
      const d = workload.dataSpaces.findIndex(({ name }) => name === dataSpace);
      const levels = mapping.levels.map((level) =>
        level.level === l ? { ...level, keep: level.keep.map((kept, i) => kept && i !== d) } : level,
      );
      const changed = { ...mapping, levels };
      const isHeld = levels.at(-1)?.keep[d] ?? false;
      const fits = findInvalidities(architecture, workload, changed, buildLoopNest(changed, workload)).length === 0;
      return fits && isHeld ? [{ level: problem.level, dataSpace }] : [];
    });
  });
}

function relevantMoves(
  spec: Spec,
  problems: readonly InvalidityExplanation[],
): ((from: Slot, to: Slot) => boolean) | undefined {
  const indexOf = (name: string): number => spec.architecture.storage.findIndex((level) => level.name === name);
  const rules = problems.flatMap((problem): ((from: Slot, to: Slot) => boolean)[] => {
    if (problem.kind === "capacity") {
      const level = indexOf(problem.level);
      return [(from, to) => from.level <= level && to.level > level && to.kind === "temporal"];
    }
    if (problem.kind === "utilization") {
      const level = indexOf(problem.level);
      return [(from, to) => from.level > level && to.level <= level && to.kind === "temporal"];
    }
    if (problem.kind === "fanout") {
      return [(from, to) => from.kind !== "temporal" && (to.kind === "temporal" || to.level === from.level)];
    }
    return [];
  });
  return rules.length === 0 || rules.length < problems.length
    ? undefined
    : (from, to) => rules.some((rule) => rule(from, to));
}

function cheapest(
  spec: Spec,
  mapping: Mapping,
  fanouts: readonly Fanout[],
  fitting: readonly Candidate[],
): SuggestedChange | undefined {
  const size = ({ moves }: Candidate): number => moves.reduce((product, { factor }) => product * factor, 1);
  const smallest = [...fitting].sort((a, b) => size(a) - size(b)).slice(0, COUNTS_LIMIT);
  let best: { candidate: Candidate; traffic: number } | undefined;
  for (const candidate of smallest) {
    const traffic = outerTraffic(spec, candidate.mapping, fanouts);
    if (best === undefined || traffic < best.traffic) best = { candidate, traffic };
  }
  if (best === undefined) return undefined;
  let current = mapping;
  const moves = best.candidate.moves.map((move) => {
    const before = current;
    current = applyMove(current, move);
    const place = (slot: Slot): FactorPlace => ({
      level: spec.architecture.storage[slot.level]?.fanoutOf ?? spec.architecture.storage[slot.level]?.name ?? "?",
      kind: slot.kind,
      before: boundIn(before, slot, move.dimension) ?? 1,
      after: boundIn(current, slot, move.dimension) ?? 1,
    });
    const dimension = spec.workload.loopDimensions[move.dimension]?.name ?? "?";
    return { dimension, factor: move.factor, from: place(move.from), to: place(move.to) };
  });
  return { moves, outerTrafficWords: best.traffic, outerTrafficBefore: outerTraffic(spec, mapping, fanouts) };
}

/** Reads, fills and updates of the outermost level that holds anything, all instances and data spaces. */
function outerTraffic(spec: Spec, mapping: Mapping, fanouts: readonly Fanout[]): number {
  const { workload } = spec;
  const nest = buildLoopNest(mapping, workload);
  const run = startNestAnalysis({ workload, nest, mapping, fanouts, semantics: "timeloop", method: "closed-form" });
  if ("code" in run) return Number.POSITIVE_INFINITY;
  const { counters } = run.analysis();
  for (let level = counters.length - 1; level >= 0; level--) {
    const kept = (counters[level] ?? []).filter((c) => c.kept);
    if (kept.length === 0) continue;
    return kept.reduce((sum, c) => sum + (c.reads + c.fills + c.updates) * c.utilizedInstances, 0);
  }
  return 0;
}
