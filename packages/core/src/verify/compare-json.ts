/** Where two JSON values differ: every number is compared exactly, to the last bit. */

export interface Comparison {
  /** Numbers that were compared. */
  readonly numbers: number;
  /** `levels[1].dataSpaces.Inputs.reads is 96, should be 95`. */
  readonly differences: readonly string[];
}

/** @param leaveOut keys of the outermost object that do not count */
export function compareJson(printed: unknown, expected: unknown, leaveOut: readonly string[] = []): Comparison {
  const differences: string[] = [];
  let numbers = 0;
  const compare = (own: unknown, other: unknown, path: string): void => {
    if (isContainer(own) && isContainer(other) && Array.isArray(own) === Array.isArray(other)) {
      for (const key of new Set([...Object.keys(own), ...Object.keys(other)])) {
        if (path === "" && leaveOut.includes(key)) continue;
        const step = Array.isArray(own) ? `[${key}]` : path === "" ? key : `.${key}`;
        compare(own[key], other[key], path + step);
      }
      return;
    }
    if (typeof other === "number") numbers++;
    if (own !== other) differences.push(`${path} is ${show(own)}, should be ${show(other)}`);
  };
  // What JSON cannot hold is gone on both sides.
  compare(printed, JSON.parse(JSON.stringify(expected)), "");
  return { numbers, differences };
}

function isContainer(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function show(value: unknown): string {
  if (value === undefined) return "absent";
  if (Array.isArray(value)) return "a list";
  return isContainer(value) ? "an object" : JSON.stringify(value);
}
