/**
 * The smallest change of factors that makes a mapping fit: one move, else two; of those that fit the one with the least
 * main-memory traffic, then the smallest factor. Each is checked on the changed mapping, not believed.
 *
 *   capacity      a factor leaves the tile: from this level or inside it to a temporal loop outside
 *   utilization   the other way
 *   fan-out       a factor leaves a spatial loop: to a temporal loop, or to the other axis
 */
import { findInvalidities } from "../evaluation/validity.ts";
import type { Mapping } from "../mapping/mapping.ts";
import { startNestAnalysis } from "../nest/analyze.ts";
import { buildLoopNest } from "../nest/loop-nest.ts";
import type { Fanout } from "../nest/hops.ts";
import type { Spec } from "../spec/spec.ts";
import { applyMove, boundIn, type Move, movesOf, type Slot } from "./factor-moves.ts";
import type { FactorPlace, InvalidityExplanation, SuggestedChange } from "./invalid-explanation.ts";

/** Mappings that are checked at most; a second move is tried from the most promising first ones. */
const CHECKS_LIMIT = 20_000;
const FIRST_MOVES_KEPT = 24;
/** Valid mappings whose traffic is counted at most. */
const COUNTS_LIMIT = 200;

interface Candidate {
  readonly moves: readonly Move[];
  readonly mapping: Mapping;
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
  const expand = (candidate: Candidate): { fit: Candidate[]; rest: { candidate: Candidate; left: number }[] } => {
    const fit: Candidate[] = [];
    const rest: { candidate: Candidate; left: number }[] = [];
    for (const move of movesOf(candidate.mapping, allows)) {
      if (checks++ > CHECKS_LIMIT) break;
      const next = { moves: [...candidate.moves, move], mapping: applyMove(candidate.mapping, move) };
      const left = excess(spec, next.mapping);
      if (left === 0) fit.push(next);
      else rest.push({ candidate: next, left });
    }
    return { fit, rest };
  };
  const first = expand({ moves: [], mapping });
  let fitting = first.fit;
  if (fitting.length === 0) {
    const promising = first.rest.sort((a, b) => a.left - b.left).slice(0, FIRST_MOVES_KEPT);
    fitting = promising.flatMap(({ candidate }) => expand(candidate).fit);
  }
  return cheapest(spec, mapping, fanouts, fitting);
}

/** How far a mapping is from valid: 0 if it is, else how many times too large things are, added up. */
function excess(spec: Spec, mapping: Mapping): number {
  const { architecture, workload } = spec;
  const found = findInvalidities(architecture, workload, mapping, buildLoopNest(mapping, workload));
  // The diagnostics name needed and available amounts; their number is a coarse but sufficient order.
  return found.reduce((sum, { diagnostic }) => {
    const [needed = 1, available = 1] = [...diagnostic.message.matchAll(/\b\d+(?:\.\d+)?\b/g)].map(Number);
    return sum + 1 + Math.log(Math.max(1, needed / Math.max(1, available)));
  }, 0);
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
  return rules.length === 0 || rules.length < problems.length ? undefined : (from, to) => rules.some((rule) => rule(from, to));
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
