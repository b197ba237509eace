/**
 * Labels beside one another on a vertical line, each as near as it can be to where it belongs and none on another.
 *
 * Groups of labels that would touch are pooled and centred on the mean of their wishes, until no two groups touch (the
 * pool-adjacent-violators algorithm; it minimises the sum of squared displacements).
 */

/** Positions for `wishes`, at least `distance` apart, within [low, high] where there is room. */
export function spreadLabels(
  wishes: readonly number[],
  distance: number,
  low: number,
  high: number,
): readonly number[] {
  const order = wishes.map((wish, index) => ({ wish, index })).sort((a, b) => a.wish - b.wish || a.index - b.index);
  interface Group {
    readonly members: readonly number[];
    readonly top: number;
  }
  const topOf = (members: readonly number[], wishesOf: readonly number[]): number => {
    const mean = wishesOf.reduce((sum, wish, i) => sum + wish - i * distance, 0) / Math.max(1, wishesOf.length);
    const last = high - (members.length - 1) * distance;
    return Math.max(low, Math.min(mean, last));
  };
  let groups: Group[] = [];
  for (const { wish, index } of order) {
    let group: Group = { members: [index], top: topOf([index], [wish]) };
    for (let before = groups.at(-1); before !== undefined; before = groups.at(-1)) {
      if (before.top + before.members.length * distance <= group.top + 1e-9) break;
      const members: readonly number[] = [...before.members, ...group.members];
      group = {
        members,
        top: topOf(
          members,
          members.map((member) => wishes[member] ?? 0),
        ),
      };
      groups = groups.slice(0, -1);
    }
    groups.push(group);
  }
  const placed = wishes.map(() => 0);
  for (const { members, top } of groups) {
    members.forEach((member, i) => {
      placed[member] = top + i * distance;
    });
  }
  return placed;
}
