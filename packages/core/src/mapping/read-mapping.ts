/**
 * `mapping` -> Mapping.
 *
 *     1 directives   of the mapping, then of the architecture's nodes (0.4 `constraints`), sorted by level
 *     2 keeps        what each level keeps: mapping, else constraint, else !Parallel, else everything
 *     3 loops        factors and orders, the mapping's over the constraints'; what is missing is 1 and outermost
 *     4 product      the factors of each dimension must make its size
 */

import { fanoutBelow } from "../architecture/mesh.ts";
import type { ArchitectureReading } from "../architecture/read-architecture.ts";
import { missingKey } from "../spec/errors.ts";
import { asList, asMap, asScalar, scalarText, startOf } from "../spec/fields.ts";
import type { Report } from "../text/diagnostic.ts";
import { nearestWord } from "../text/nearest-word.ts";
import type { Span } from "../text/source.ts";
import type { DataSpaceId, DimensionId, Workload } from "../workload/workload.ts";
import { getValue } from "../yaml/access.ts";
import type { LocatedMap, LocatedNode } from "../yaml/located.ts";
import {
  type KeepDirective,
  type LoopDirective,
  type Role,
  readKeepDirective,
  readLoopDirective,
} from "./directive.ts";
import {
  againstConstraint,
  bypassOutermost,
  duplicateDirective,
  keepAtFanout,
  levelMissing,
  permutationIncomplete,
  splitMissing,
  temporalAtFanout,
  unknownDirective,
  unsupportedDirective,
} from "./errors.ts";
import { checkFactorProducts } from "./factor-product.ts";
import { type DirectiveKind, LevelTargets } from "./level-targets.ts";
import type { LevelId, LevelMapping, Loop, Mapping } from "./mapping.ts";
import { resolveParallelKeeps } from "./parallel-keeps.ts";
import type { Factor } from "./read-factors.ts";

/** A mapping, and whether factor products are the only errors that were found. */
export interface MappingReading {
  readonly mapping?: Mapping;
  readonly onlyFactorsWrong: boolean;
}

const KINDS: ReadonlyMap<string, DirectiveKind> = new Map([
  ["temporal", "temporal"],
  ["spatial", "spatial"],
  ["dataspace", "dataspace"],
  ["datatype", "dataspace"],
  ["bypass", "dataspace"],
]);
const NOT_EVALUATED = ["skew", "max_overbooked_proportion", "utilization"];

/** Directives of one level from one side. */
interface LevelDirectives {
  temporal?: LoopDirective;
  spatial?: LoopDirective;
  dataspace?: KeepDirective;
}

/** The mapping in `node`; `reading` is the architecture with the constraints of its nodes. */
export function readMapping(
  node: LocatedNode,
  reading: ArchitectureReading,
  workload: Workload,
  report: Report,
): MappingReading {
  let failed = false;
  const reportHere: Report = (diagnostic) => {
    if (diagnostic.severity === "error") failed = true;
    report(diagnostic);
  };
  const reader = new MappingReader(reading, workload, node.span, reportHere);
  reader.readDirectives(node);
  reader.readConstraints();
  const levels = reader.buildLevels();
  const sound = !failed;
  const names = reading.architecture.storage.map(({ name }) => name);
  const fits = checkFactorProducts(levels, names, workload, startOf(node.span), report);
  if (sound && fits) return { mapping: { levels, span: node.span }, onlyFactorsWrong: false };
  return { onlyFactorsWrong: sound };
}

class MappingReader {
  readonly #reading: ArchitectureReading;
  readonly #workload: Workload;
  readonly #place: Span;
  readonly #report: Report;
  readonly #targets: LevelTargets;
  readonly #given: LevelDirectives[];
  readonly #constraints: LevelDirectives[];

  constructor(reading: ArchitectureReading, workload: Workload, place: Span, report: Report) {
    this.#reading = reading;
    this.#workload = workload;
    this.#place = place;
    this.#report = report;
    this.#targets = new LevelTargets(reading.architecture, reading.containers);
    this.#given = reading.architecture.storage.map(() => ({}));
    this.#constraints = reading.architecture.storage.map(() => ({}));
  }

  /** Phase 1a: the directives of the mapping itself. */
  readDirectives(node: LocatedNode): void {
    for (const item of asList(node, "mapping", this.#report)?.items ?? []) {
      const map = asMap(item, "a mapping directive", this.#report);
      if (map) this.#readDirective(map);
    }
  }

  #readDirective(map: LocatedMap): void {
    const report = this.#report;
    const typeNode = getValue(map, "type");
    const targetNode = getValue(map, "target");
    if (!typeNode) report(missingKey(startOf(map.span), "a mapping directive", "type"));
    else if (!targetNode) report(missingKey(startOf(map.span), "a mapping directive", "target"));
    const type = typeNode && asScalar(typeNode, "the type of a directive", report);
    const target = targetNode && asScalar(targetNode, "the target of a directive", report);
    if (!type || !target) return;
    const kind = KINDS.get(scalarText(type));
    if (!kind) {
      const word = scalarText(type);
      const types = [...KINDS.keys()];
      if (NOT_EVALUATED.includes(word)) report(unsupportedDirective(type.span, word));
      else report(unknownDirective(type.span, word, types, nearestWord(word, types)));
      return;
    }
    const found = this.#targets.find(target, kind, report);
    if (!found) return;
    if (found.kind === "nowhere" || (kind === "spatial" && !this.#targets.hasFanout(found.level))) {
      // A container without fan-out may say that all its factors are 1.
      const trivial = found.kind === "nowhere" && kind !== "dataspace" && this.#isTrivial(map, kind);
      if (!trivial) this.#targets.reportNoFanout(target, found, report);
      return;
    }
    this.#store(map, kind, found.level, "mapping");
  }

  #isTrivial(map: LocatedMap, kind: "temporal" | "spatial"): boolean {
    const { factors } = readLoopDirective(map, kind, "mapping", this.#workload, this.#report);
    return [...factors.values()].every(({ bound }) => bound === 1);
  }

  /** Phase 1b: the constraints of the architecture's nodes; those that only guide a search are left to it. */
  readConstraints(): void {
    const { storage } = this.#reading.architecture;
    for (const { level: name, constraints } of this.#reading.nodeConstraints) {
      const level = storage.findIndex((candidate) => candidate.name === name);
      const virtual = storage[level]?.fanoutOf !== undefined;
      if (level < 0) continue;
      for (const kind of ["temporal", "spatial", "dataspace"] as const) {
        const node = getValue(constraints, kind);
        if (node?.kind !== "map") continue;
        if (kind === "spatial" ? this.#targets.hasFanout(level) : !virtual)
          this.#store(node, kind, level, "constraint");
      }
    }
  }

  #store(map: LocatedMap, kind: DirectiveKind, level: LevelId, role: Role): void {
    const side = (role === "mapping" ? this.#given : this.#constraints)[level];
    if (!side) return;
    const name = this.#targets.nameOf(level);
    const first = side[kind];
    if (first) {
      this.#report(duplicateDirective(startOf(map.span), kind, name, startOf(first.span)));
      return;
    }
    if (kind === "dataspace") side.dataspace = readKeepDirective(map, name, role, this.#workload, this.#report);
    else side[kind] = readLoopDirective(map, kind, role, this.#workload, this.#report);
  }

  /** Phases 2 and 3. */
  buildLevels(): readonly LevelMapping[] {
    const passing = this.#parallelBypasses();
    const levels = [...this.#given.keys()];
    const silent = levels.filter((level) => Object.keys(this.#given[level] ?? {}).length === 0);
    if (silent.length > 0) {
      this.#report(
        levelMissing(
          startOf(this.#place),
          silent.reverse().map((level) => this.#targets.nameOf(level)),
        ),
      );
    }
    return levels.map((level) => this.#buildLevel(level, passing));
  }

  #buildLevel(level: LevelId, passing: ReadonlyMap<string, ReadonlySet<DataSpaceId>>): LevelMapping {
    const storage = this.#reading.architecture.storage[level];
    const name = this.#targets.nameOf(level);
    const given = this.#given[level] ?? {};
    const limits = this.#constraints[level] ?? {};

    const temporal = this.#loops(name, given.temporal, limits.temporal, true);
    if (storage?.fanoutOf !== undefined && temporal.some(({ bound }) => bound > 1)) {
      this.#report(temporalAtFanout(given.temporal?.span ?? this.#place, name));
    }
    const hasFanout = this.#targets.hasFanout(level);
    const split = given.spatial?.split ?? limits.spatial?.split;
    const spatial = hasFanout ? this.#loops(name, given.spatial, limits.spatial, split !== undefined) : [];
    this.#checkSplit(level, name, split, spatial, given.spatial);
    const inX = Math.min(split ?? spatial.length, spatial.length);
    const dataspace = given.dataspace;
    return {
      level,
      temporal,
      spatialX: spatial.slice(0, inX),
      spatialY: spatial.slice(inX),
      keep: this.#keeps(level, name, given.dataspace, limits.dataspace, passing),
      reuse: {
        noTemporalReuse: this.#flags(given.temporal?.noReuse, limits.temporal?.noReuse),
        noMulticast: this.#flags(given.spatial?.noReuse, limits.spatial?.noReuse),
        noLinkTransfer: this.#flags(given.spatial?.noLinkTransfer, limits.spatial?.noLinkTransfer),
        rmwFirstUpdate: this.#flags(given.temporal?.rmwFirstUpdate, limits.temporal?.rmwFirstUpdate),
        noCoalesce: this.#flags(dataspace?.noCoalesce, limits.dataspace?.noCoalesce),
      },
      span: given.temporal?.span ?? given.spatial?.span ?? dataspace?.span ?? this.#place,
    };
  }

  /** All loop dimensions once, innermost first: named ones in their order, then the others as declared. */
  #loops(
    name: string,
    given: LoopDirective | undefined,
    limit: LoopDirective | undefined,
    orderMatters: boolean,
  ): readonly Loop[] {
    const { loopDimensions } = this.#workload;
    const factorOf = (dimension: DimensionId): Factor | undefined => {
      const mine = given?.factors.get(dimension);
      const bound = limit?.factors.get(dimension);
      if (mine && bound && (mine.bound !== bound.bound || mine.residual !== bound.residual)) {
        this.#report(againstConstraint(mine.span, `this factor of ${name}`, bound.span));
      }
      return mine ?? bound;
    };
    const named = given && given.permutation.length > 0 ? given.permutation : (limit?.permutation ?? []);
    const others = [...loopDimensions.keys()].filter((dimension) => !named.includes(dimension));
    const loops = [...named, ...others].map((dimension): Loop => {
      const factor = factorOf(dimension);
      if (!factor) return { dimension, bound: 1, residual: 1 };
      return { dimension, bound: factor.bound, residual: factor.residual, span: factor.span };
    });
    const unnamed = loops.slice(named.length).filter(({ bound }) => bound > 1);
    if (orderMatters && unnamed.length > 0 && loops.filter(({ bound }) => bound > 1).length > 1) {
      const names = unnamed.map(({ dimension }) => loopDimensions[dimension]?.name ?? "?");
      const place = given?.permutationSpan ?? startOf(given?.span ?? limit?.span ?? this.#place);
      this.#report(permutationIncomplete(place, name, names));
    }
    return loops;
  }

  #checkSplit(
    level: LevelId,
    name: string,
    split: number | undefined,
    spatial: readonly Loop[],
    given: LoopDirective | undefined,
  ): void {
    const { x, y } = fanoutBelow(this.#reading.architecture, level);
    const product = spatial.reduce((all, { bound }) => all * bound, 1);
    if (split === undefined && given && y > 1 && product > x)
      this.#report(splitMissing(startOf(given.span), name, x, y));
  }

  #keeps(
    level: LevelId,
    name: string,
    given: KeepDirective | undefined,
    limit: KeepDirective | undefined,
    passing: ReadonlyMap<string, ReadonlySet<DataSpaceId>>,
  ): readonly boolean[] {
    const { storage } = this.#reading.architecture;
    const self = storage[level];
    const passed = self && passing.get(self.name);
    return this.#workload.dataSpaces.map((dataSpace, id) => {
      const keep = given?.keep.get(id);
      const bypass = given?.bypass.get(id);
      const mustKeep = limit?.keep.get(id);
      const mustBypass = limit?.bypass.get(id);
      if (keep && mustBypass) this.#report(againstConstraint(keep, `${name} keeping ${dataSpace.name}`, mustBypass));
      if (bypass && mustKeep) this.#report(againstConstraint(bypass, `${name} bypassing ${dataSpace.name}`, mustKeep));
      if (self?.virtual) {
        if (keep) this.#report(keepAtFanout(keep, name));
        return false;
      }
      const passes = bypass ?? (keep ? undefined : mustBypass);
      if (passes && level === storage.length - 1) this.#report(bypassOutermost(passes, dataSpace.name, name));
      if (keep) return true;
      if (bypass) return false;
      if (mustKeep) return true;
      return !mustBypass && !passed?.has(id);
    });
  }

  #flags(given: readonly DataSpaceId[] | undefined, limit: readonly DataSpaceId[] | undefined): readonly boolean[] {
    return this.#workload.dataSpaces.map((_, id) => Boolean(given?.includes(id) || limit?.includes(id)));
  }

  #parallelBypasses(): ReadonlyMap<string, ReadonlySet<DataSpaceId>> {
    const { architecture, parallelGroups } = this.#reading;
    const groups = parallelGroups.map((group) => {
      const branches = group.branches.map(({ levels, constraints }) => {
        const kept = new Map<DataSpaceId, Span>();
        for (const map of constraints) {
          const node = getValue(map, "dataspace");
          if (node?.kind !== "map") continue;
          // Read again without reporting: `readConstraints` has done so for those that belong to a level.
          const { keep } = readKeepDirective(node, "", "constraint", this.#workload, () => {});
          for (const [id, span] of keep) kept.set(id, span);
        }
        for (const name of levels) {
          const level = architecture.storage.findIndex((candidate) => candidate.name === name);
          for (const [id, span] of this.#given[level]?.dataspace?.keep ?? []) kept.set(id, span);
        }
        return kept;
      });
      return { group, branches };
    });
    return resolveParallelKeeps(groups, this.#workload, this.#report);
  }
}
