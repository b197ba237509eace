/**
 * Why a mapping is invalid, in the order in which the evaluation checks: factors, fan-out, capacity. Each problem comes
 * with the loops behind it; together with the smallest change of factors that would fit.
 */
import type { ComputeLevel, StorageLevel } from "../architecture/architecture.ts";
import { fanoutsOf } from "../architecture/mesh.ts";
import { evaluate } from "../evaluation/evaluate.ts";
import { spatialExpansion } from "../evaluation/spatial-expansion.ts";
import { occupiedLevelWords, wordBitsOf } from "../evaluation/word-widths.ts";
import { coveredExtent } from "../mapping/factor-product.ts";
import type { Mapping } from "../mapping/mapping.ts";
import { buildLoopNest, isSpatial, type LoopNest } from "../nest/loop-nest.ts";
import { pointSetSize } from "../nest/point-set.ts";
import { workingSets } from "../nest/working-set.ts";
import type { Spec } from "../spec/spec.ts";
import { levelTitles } from "./explain-count.ts";
import type { LoopLabel } from "./explanation.ts";
import { divisors } from "./factor-moves.ts";
import type {
  FactorProblem,
  FanoutProblem,
  HeldTile,
  InvalidExplanation,
  InvalidityExplanation,
} from "./invalid-explanation.ts";
import { labelsWhere, type NestSubject } from "./nest-question.ts";
import { bypassesThatFit, suggestChange } from "./suggest-change.ts";
import { describeTile } from "./tile.ts";

/** Explains why the spec's mapping is invalid; undefined for a valid one. */
export function explainInvalid(spec: Spec): InvalidExplanation | undefined {
  const { mapping } = spec;
  const factors = mapping === undefined ? [] : findFactorProblems(spec, mapping);
  // With wrong factors every other figure would be of another problem.
  if (mapping !== undefined && factors.length > 0) {
    return {
      schema: "tilewright/invalid-explanation/1",
      valid: false,
      reason: "factors",
      problems: factors,
      bypasses: [],
      diagnostics: [],
    };
  }
  const evaluation = evaluate(spec);
  if (evaluation.valid) return undefined;
  const { reason, diagnostics } = evaluation;
  const nest = mapping === undefined ? undefined : buildLoopNest(mapping, spec.workload);
  const found: InvalidityExplanation[] =
    mapping === undefined || nest === undefined
      ? []
      : [...findFanoutProblems(spec, mapping, nest), ...findCapacityProblems(spec, mapping, nest)];
  const covered = ["capacity-exceeded", "utilization-too-low", "fanout-exceeded"];
  const others = diagnostics
    .filter(({ severity, code }) => severity === "error" && !covered.includes(code))
    .map(({ code, message }): InvalidityExplanation => ({ kind: "other", code, message }));
  const problems = [...found, ...others];
  const suggestion =
    mapping === undefined ? undefined : suggestChange(spec, mapping, fanoutsOf(spec.architecture), problems);
  return {
    schema: "tilewright/invalid-explanation/1",
    valid: false,
    reason,
    problems,
    ...(suggestion === undefined ? {} : { suggestion }),
    bypasses: mapping === undefined ? [] : bypassesThatFit(spec, mapping, problems),
    diagnostics,
  };
}

function subjectOf(spec: Spec, mapping: Mapping, nest: LoopNest, dataSpace: number): NestSubject {
  const { architecture, workload } = spec;
  return {
    workload,
    mapping,
    nest,
    fanouts: fanoutsOf(architecture),
    names: {
      levels: levelTitles(spec),
      compute: architecture.compute.name,
    },
    dataSpace,
  };
}

function findFactorProblems(spec: Spec, mapping: Mapping): FactorProblem[] {
  return spec.workload.loopDimensions.flatMap(({ name, size }, dimension): FactorProblem[] => {
    const placed = [...mapping.levels]
      .reverse()
      .flatMap((level) =>
        (["temporal", "spatialX", "spatialY"] as const).flatMap((kind) =>
          level[kind]
            .filter((loop) => loop.dimension === dimension)
            .map((loop) => ({ loop, kind, level: spec.architecture.storage[level.level]?.name ?? "?" })),
        ),
      );
    const product = coveredExtent(placed.map(({ loop }) => loop));
    if (product === size) return [];
    const label = ({ loop, kind, level }: (typeof placed)[number], index: number): LoopLabel => ({
      index: placed.length - 1 - index,
      dimension: name,
      bound: loop.bound,
      residual: loop.residual,
      kind,
      level,
    });
    const perfect = placed.every(({ loop }) => loop.bound === loop.residual);
    const repairs = placed.flatMap((each, i) => {
      const bound = (size * each.loop.bound) / product;
      return perfect && Number.isInteger(bound) ? [{ loop: label(each, i), bound }] : [];
    });
    const loops = placed.map(label).filter(({ bound }) => bound > 1);
    return [{ kind: "factors", dimension: name, size, product, loops: loops.reverse(), repairs: repairs.reverse() }];
  });
}

function findFanoutProblems(spec: Spec, mapping: Mapping, nest: LoopNest): FanoutProblem[] {
  const subject = subjectOf(spec, mapping, nest, 0);
  const components: readonly (StorageLevel | ComputeLevel)[] = [
    spec.architecture.compute,
    ...spec.architecture.storage,
  ];
  return components.flatMap((component, i): FanoutProblem[] => {
    const { x, y } = spatialExpansion(nest, i - 1);
    const describe = (axis: FanoutProblem["axis"], needed: number, available: number): FanoutProblem[] => {
      const first = i === 0 ? 0 : (nest.boundaries[i - 1] as number) + 1;
      const loops = labelsWhere(subject, first, nest.loops.length - 1, (_, loop) =>
        axis === "total" ? isSpatial(loop) : loop.kind === (axis === "X" ? "spatialX" : "spatialY"),
      );
      const nearestDivisors = loops.flatMap((loop) => {
        const room = available / (needed / loop.bound);
        const bound =
          loop.bound === loop.residual ? divisors(loop.bound).findLast((divisor) => divisor <= room) : undefined;
        return bound === undefined ? [] : [{ loop, bound }];
      });
      const level = component.kind === "storage" ? (component.fanoutOf ?? component.name) : component.name;
      return [{ kind: "fanout", level, axis, needed, available, loops, nearestDivisors }];
    };
    if (x * y > component.instances) return describe("total", x * y, component.instances);
    if (x > component.meshX) return describe("X", x, component.meshX);
    return y > component.meshY ? describe("Y", y, component.meshY) : [];
  });
}

function findCapacityProblems(spec: Spec, mapping: Mapping, nest: LoopNest): InvalidityExplanation[] {
  const { workload } = spec;
  const origin = workload.loopDimensions.map(() => 0);
  return spec.architecture.storage.flatMap((level, i): InvalidityExplanation[] => {
    const available = level.effectiveSizeWords;
    if (available === undefined || level.allowOverbooking) return [];
    const boundary = nest.boundaries[i] as number;
    const sets = workingSets(workload, origin, nest.extents[boundary] as readonly number[]);
    const tiles = workload.dataSpaces
      .flatMap(({ name }, d): HeldTile[] => {
        if (!mapping.levels[i]?.keep[d]) return [];
        const words = pointSetSize(sets[d] ?? []);
        const tile = describeTile(subjectOf(spec, mapping, nest, d), boundary, false);
        return [{ dataSpace: name, words, bits: words * wordBitsOf(level, name), tile }];
      })
      .sort((a, b) => b.bits - a.bits);
    const needed = occupiedLevelWords(
      level,
      tiles.map(({ dataSpace, words }) => ({ name: dataSpace, words })),
    );
    const { name, wordBits } = level;
    if (needed > available) {
      return [
        {
          kind: "capacity",
          level: name,
          neededWords: needed,
          availableWords: available,
          neededBits: needed * wordBits,
          availableBits: available * wordBits,
          tiles,
        },
      ];
    }
    const least = available * level.minUtilization;
    return needed < least ? [{ kind: "utilization", level: name, usedWords: needed, leastWords: least, tiles }] : [];
  });
}
