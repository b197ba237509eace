/**
 * `!Parallel`: each data space goes through exactly one branch. A branch that keeps `Inputs` anywhere keeps them; its
 * levels are bypassed by every data space that another branch keeps.
 */
import type { ParallelGroup } from "../architecture/component-draft.ts";
import type { Report } from "../text/diagnostic.ts";
import type { Span } from "../text/source.ts";
import type { DataSpaceId, Workload } from "../workload/workload.ts";
import { parallelKeepMissing, parallelKeepTwice } from "./errors.ts";

/** What one branch of one group keeps. */
export interface BranchKeeps {
  readonly group: ParallelGroup;
  readonly branches: readonly ReadonlyMap<DataSpaceId, Span>[];
}

/**
 * By level name, the data spaces that pass it by because another branch keeps them.
 * `groups` come outermost first.
 */
export function resolveParallelKeeps(
  groups: readonly BranchKeeps[],
  workload: Workload,
  report: Report,
): ReadonlyMap<string, ReadonlySet<DataSpaceId>> {
  const bypassed = new Map<string, Set<DataSpaceId>>();
  for (const { group, branches } of groups) {
    const parent = group.parent && groups.find((other) => other.group.id === group.parent?.group);
    const needed = parent?.branches[group.parent?.branch ?? 0];
    const missing: string[] = [];
    for (const [id, { name }] of workload.dataSpaces.entries()) {
      const places = branches.map((kept) => kept.get(id)).filter((span) => span !== undefined);
      const [first, second] = places;
      if (first && second) report(parallelKeepTwice(second, name, first));
      if (!first && (!needed || needed.has(id))) missing.push(name);
    }
    if (missing.length > 0) report(parallelKeepMissing(group.span, missing));
    for (const [index, { levels }] of group.branches.entries()) {
      for (const level of levels) {
        const passing = bypassed.get(level) ?? new Set();
        for (const id of workload.dataSpaces.keys()) if (!branches[index]?.has(id)) passing.add(id);
        bypassed.set(level, passing);
      }
    }
  }
  return bypassed;
}
