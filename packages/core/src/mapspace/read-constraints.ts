/**
 * Constraints of all forms -> MapspaceLimits.
 *
 *     1 collect     sections and nodes into one list            constraint-sections.ts
 *     2 loops       factors, orders, splits, flags              read-loop-constraint.ts
 *     3 keeps       keep and bypass, !Parallel branches, the outermost level
 *     4 shorthands  maximize_dims, once all fixed factors are known
 *     5 hardware    what the chip allows at all                 physical-limits.ts
 *
 * Whatever is said is checked here; where two constraints cannot both hold, both places are named.
 */
import { fanoutBelow } from "../architecture/mesh.ts";
import { readKeepDirective } from "../mapping/directive.ts";
import { bypassOutermost, keepAtFanout } from "../mapping/errors.ts";
import { LevelTargets } from "../mapping/level-targets.ts";
import type { LevelId } from "../mapping/mapping.ts";
import { resolveParallelKeeps } from "../mapping/parallel-keeps.ts";
import { missingKey, numberOutOfRange, unknownKey } from "../spec/errors.ts";
import { EMPTY_SCOPE } from "../spec/expressions.ts";
import { startOf } from "../spec/fields.ts";
import { readNumber } from "../spec/numbers.ts";
import type { Spec } from "../spec/spec.ts";
import type { Diagnostic, Report } from "../text/diagnostic.ts";
import { DiagnosticBag } from "../text/diagnostic-bag.ts";
import { nearestWord } from "../text/nearest-word.ts";
import type { Span } from "../text/source.ts";
import { unknownDimension } from "../workload/errors.ts";
import type { DataSpaceId, DimensionId } from "../workload/workload.ts";
import { getValue, normalizeKey } from "../yaml/access.ts";
import type { LocatedEntry, LocatedMap, LocatedNode } from "../yaml/located.ts";
import { type ConstraintType, collectConstraints, type RawConstraint } from "./constraint-sections.ts";
import type { MapspaceLimits } from "./constraints.ts";
import { conflictingConstraints, parallelismLevel } from "./errors.ts";
import { LimitsBuilder, type LoopKind } from "./limits-builder.ts";
import { fillCapacity } from "./maximize-dims.ts";
import { withPhysicalLimits } from "./physical-limits.ts";
import { isEmpty, type LoopConstraint, loopConstraintFields, readLoopConstraint } from "./read-loop-constraint.ts";

/** Limits, unless an error was found. */
export interface LimitsReading {
  readonly limits?: MapspaceLimits;
  readonly diagnostics: readonly Diagnostic[];
}

/** The limits that all constraints of `spec` make together. */
export function readConstraints(spec: Spec): LimitsReading {
  const bag = new DiagnosticBag();
  const reader = new ConstraintReader(spec, bag.report);
  for (const raw of collectConstraints(spec, bag.report)) reader.read(raw);
  reader.applyParallelGroups();
  reader.applyOutermost();
  reader.maximizeDimensions();
  const diagnostics = bag.list();
  if (bag.hasErrors) return { diagnostics };
  return { limits: withPhysicalLimits(spec.architecture, reader.limits.build()), diagnostics };
}

class ConstraintReader {
  readonly limits: LimitsBuilder;
  readonly #spec: Spec;
  readonly #report: Report;
  readonly #targets: LevelTargets;
  readonly #loops: LoopConstraint[] = [];

  constructor(spec: Spec, report: Report) {
    const { architecture, workload } = spec;
    this.#spec = spec;
    this.#report = report;
    this.#targets = new LevelTargets(architecture, spec.containers ?? []);
    const names = [...architecture.storage.keys()].map((level) => this.#targets.nameOf(level));
    this.limits = new LimitsBuilder(architecture, workload, names, report);
  }

  read(raw: RawConstraint): void {
    const level = this.#levelOf(raw);
    if (level === undefined) return;
    const { type, entries, span } = raw;
    if (type === "temporal" || type === "spatial") {
      const constraint = { level, kind: type, entries, span };
      this.#loops.push(constraint);
      readLoopConstraint(constraint, this.#spec.workload, this.limits, this.#report);
    } else if (type === "dataspace") this.#readKeep(level, entries, span);
    else this.#readNumber(level, raw);
  }

  /** The level that a constraint binds; undefined where it binds nothing, reported where it should. */
  #levelOf({ target, type, entries }: RawConstraint): LevelId | undefined {
    const { storage } = this.#spec.architecture;
    if (typeof target === "string") {
      const level = storage.findIndex(({ name }) => name === target);
      const virtual = storage[level]?.fanoutOf !== undefined;
      // A node's `temporal` belongs to its storage and its `spatial` to its fan-out; the other one says nothing.
      if (level < 0 || (virtual && type !== "spatial")) return undefined;
      return type === "spatial" && !this.#targets.hasFanout(level) ? undefined : level;
    }
    const kind = type === "temporal" || type === "spatial" ? type : "dataspace";
    const found = this.#targets.find(target, kind, this.#report);
    if (!found) return undefined;
    const noFanout = type === "spatial" && found.kind === "level" && !this.#targets.hasFanout(found.level);
    if (found.kind === "level" && !noFanout) return found.level;
    // All factors of 1 may be said of a level without fan-out: it is true.
    if (!this.#isTrivial(type, entries)) this.#targets.reportNoFanout(target, found, this.#report);
    return undefined;
  }

  #isTrivial(type: ConstraintType, entries: readonly LocatedEntry[]): boolean {
    const factors = entries.find(({ key }) => normalizeKey(key) === "factors")?.value;
    if (type !== "spatial" && type !== "temporal") return false;
    const words = factors?.kind === "list" ? factors.items : factors ? [factors] : [];
    return words.every((word) => word.kind === "scalar" && !/(?<!\d)(0|[2-9]|\d{2,})(?!\d)/.test(word.raw));
  }

  #readKeep(level: LevelId, entries: readonly LocatedEntry[], span: Span): void {
    const map: LocatedMap = { kind: "map", entries, span };
    const name = this.#targets.nameOf(level);
    const { keep, bypass, noCoalesce } = readKeepDirective(map, name, "constraint", this.#spec.workload, this.#report);
    const [atFanout] = this.#spec.architecture.storage[level]?.virtual ? keep.values() : [];
    if (atFanout) this.#report(keepAtFanout(atFanout, name));
    for (const [id, place] of keep) if (!bypass.has(id)) this.limits.setKeep(level, id, true, place);
    for (const [id, place] of bypass) if (!keep.has(id)) this.limits.setKeep(level, id, false, place);
    for (const id of noCoalesce) this.limits.setFlag(level, "noCoalesce", id);
  }

  #readNumber(level: LevelId, { type, entries, span }: RawConstraint): void {
    const key = type === "parallelism" ? "min" : "proportion";
    const owner = `a ${type} constraint`;
    let node: LocatedNode | undefined;
    for (const entry of entries) {
      if (normalizeKey(entry.key) === key) node = entry.value;
      else this.#report(unknownKey(entry.keySpan, entry.key, owner, [key], nearestWord(entry.key, [key])));
    }
    if (!node) {
      this.#report(missingKey(startOf(span), owner, key));
      return;
    }
    const value = readNumber(node, { owner: key, kind: "number", min: 0 }, EMPTY_SCOPE, this.#report);
    if (value === undefined) return;
    if (value > 1) this.#report(numberOutOfRange(node.span, key, String(value), "a number from 0 to 1"));
    else if (type === "max_overbooked_proportion") this.limits.setOverbooking(level, value, node.span);
    else if (level === 0) this.limits.setParallelism(value, node.span);
    else this.#report(parallelismLevel(span, this.#targets.nameOf(level), this.#targets.nameOf(0)));
  }

  /** Each data space goes through one branch of a `!Parallel`: it is bypassed in the others. */
  applyParallelGroups(): void {
    const { workload, parallelGroups = [], architecture } = this.#spec;
    const groups = parallelGroups.map((group) => ({
      group,
      branches: group.branches.map(({ constraints }) => {
        const kept = new Map<DataSpaceId, Span>();
        for (const map of constraints) {
          const node = getValue(map, "dataspace");
          if (node?.kind !== "map") continue;
          // Read again without reporting: `read` has done so for those that belong to a level.
          for (const [id, span] of readKeepDirective(node, "", "constraint", workload, () => {}).keep)
            kept.set(id, span);
        }
        return kept;
      }),
    }));
    for (const [name, passing] of resolveParallelKeeps(groups, workload, this.#report)) {
      const level = architecture.storage.findIndex((candidate) => candidate.name === name);
      const span = architecture.storage[level]?.span;
      if (level < 0 || !span) continue;
      for (const id of passing) this.limits.setKeep(level, id, false, span);
    }
  }

  /** Nothing lies beyond the outermost level: it keeps everything. */
  applyOutermost(): void {
    const { architecture, workload } = this.#spec;
    const outermost = architecture.storage.length - 1;
    const said = this.limits.build().levels[outermost];
    for (const [id, { name }] of workload.dataSpaces.entries()) {
      const span = said?.keepSpans?.[id];
      if (said?.keep[id] === false && span) {
        this.#report(bypassOutermost(span, name, this.#targets.nameOf(outermost)));
      }
    }
  }

  /** Phase 4: spatial constraints first, then temporal ones, each from the inside out. */
  maximizeDimensions(): void {
    for (const kind of ["spatial", "temporal"] as const) {
      const constraints = this.#loops.filter((constraint) => constraint.kind === kind);
      for (const constraint of constraints.sort((a, b) => a.level - b.level)) this.#maximize(constraint);
    }
  }

  #maximize(constraint: LoopConstraint): void {
    const { level, kind } = constraint;
    const fields = loopConstraintFields(constraint, () => {});
    const lists = fields.get("maximize_dims");
    if (!lists || isEmpty(lists.value)) return;
    const { loopDimensions } = this.#spec.workload;
    const given = fields.get("maximize_dims_capacity")?.value;
    const fanout = fanoutBelow(this.#spec.architecture, level);
    const capacity = given
      ? readNumber(given, { owner: "maximize_dims_capacity", kind: "count" }, EMPTY_SCOPE, this.#report)
      : kind === "spatial"
        ? fanout.x * fanout.y
        : undefined;
    if (capacity === undefined) {
      if (!given) this.#report(missingKey(lists.keySpan, "a constraint with maximize_dims", "maximize_dims_capacity"));
      return;
    }
    const items = lists.value.kind === "list" ? lists.value.items : [lists.value];
    const groups = items.some(({ kind: itemKind }) => itemKind === "list") ? items : [lists.value];
    for (const group of groups) {
      let free = capacity;
      for (const id of loopDimensions.keys()) free = Math.floor(free / this.limits.leastFactor(level, kind, id));
      const left = new Map<DimensionId, number>();
      for (const item of group.kind === "list" ? group.items : [group]) {
        const id = this.#dimensionOf(item);
        if (id === undefined) continue;
        if (this.limits.isLimited(level, kind, id)) {
          const fixed = this.limits.fixedFactor(level, kind, id);
          const what = `the ${kind} factor of ${loopDimensions[id]?.name} at ${this.#targets.nameOf(level)}`;
          const there = fixed === undefined ? "limited" : `${fixed}`;
          this.#report(conflictingConstraints(item.span, what, "to be maximized", there, undefined));
        } else left.set(id, this.#leftOf(id));
      }
      const chosen = fillCapacity(left, free);
      for (const id of left.keys()) {
        const factor = chosen.find(({ dimension }) => dimension === id)?.factor ?? 1;
        this.limits.limitFactor(level, kind, id, { min: factor, max: factor }, lists.keySpan);
      }
    }
  }

  #dimensionOf(node: LocatedNode): DimensionId | undefined {
    const names = this.#spec.workload.loopDimensions.map(({ name }) => name);
    const name = node.kind === "scalar" ? String(node.value) : "?";
    const id = names.indexOf(name);
    if (id >= 0) return id;
    this.#report(unknownDimension(node.span, name, "the problem", names, nearestWord(name, names)));
    return undefined;
  }

  /** What the fixed factors of all levels leave of a dimension. */
  #leftOf(dimension: DimensionId): number {
    let left = this.#spec.workload.loopDimensions[dimension]?.size ?? 1;
    for (const level of this.#spec.architecture.storage.keys()) {
      for (const kind of ["temporal", "spatial"] satisfies LoopKind[]) {
        left = Math.ceil(left / (this.limits.fixedFactor(level, kind, dimension) ?? 1));
      }
    }
    return left;
  }
}
