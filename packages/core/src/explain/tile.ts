/**
 * The tile that one asker fetches: the words that the loops up to a boundary touch, rank by rank.
 *
 *     extent of a rank = 1 + sum over its terms of |coefficient| * (iterations of the dimension inside - 1)
 *
 * Strides wider than what lies inside leave holes: Timeloop counts the box with them, exact counting the words only.
 */
import { rankGroups, reach } from "../nest/rank-groups.ts";
import type { Tile } from "./explanation.ts";
import { labelsWhere, loopAt, type NestSubject, rankExpression, touches } from "./nest-question.ts";

/** @param boundary index of the outermost loop inside; -1 for a single operation */
export function describeTile(subject: NestSubject, boundary: number, exact: boolean): Tile {
  const { workload, nest, dataSpace } = subject;
  const extents = boundary < 0 ? [] : (nest.extents[boundary] as readonly number[]);
  const ranks = (workload.dataSpaces[dataSpace]?.ranks ?? []).map((rank) => {
    const dimensions = rank.map((term) => term.dimension);
    const loopDimensions = workload.loopDimensions.flatMap((loopDimension, i) =>
      loopDimension.parts.some((part) => dimensions.includes(part)) ? [i] : [],
    );
    const extent = rank.reduce(
      (sum, term) => sum + Math.abs(term.coefficient) * ((extents[term.dimension] ?? 1) - 1),
      1,
    );
    return {
      expression: rankExpression(workload, rank),
      extent,
      loops: labelsWhere(subject, 0, boundary, (_, loop) => loopDimensions.includes(loop.dimension)),
    };
  });
  const boxWords = ranks.reduce((words, rank) => words * rank.extent, 1);
  const reachable = (): number =>
    rankGroups(workload, nest, dataSpace).reduce((n, group) => n * reach(nest, group, (l) => l <= boundary).length, 1);
  return {
    words: exact && !workload.usesFlattening ? reachable() : boxWords,
    boxWords,
    ranks,
    reusing: labelsWhere(subject, 0, boundary, (l) => loopAt(nest, l).bound > 1 && !touches(subject, l)),
  };
}
