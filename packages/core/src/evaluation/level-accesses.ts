/** Reads, fills and updates of each storage level, all instances and data spaces together, innermost level first. */
import type { ValidEvaluation } from "./evaluation.ts";

export function levelAccesses({ levels }: ValidEvaluation): readonly number[] {
  return levels.flatMap((level) => {
    if (level.kind !== "storage") return [];
    let sum = 0;
    for (const { reads, fills, updates, utilizedInstances } of Object.values(level.dataSpaces)) {
      sum += (reads + fills + updates) * utilizedInstances;
    }
    return [sum];
  });
}
