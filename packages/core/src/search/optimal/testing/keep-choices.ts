/** Every way to keep or bypass, one after the other, as plainly as it can be said. Test support. */
import type { MapspaceLimits } from "../../../mapspace/constraints.ts";
import { type KeepChoice, keepChoiceOf } from "../keep-choice.ts";

/** Every way to fill in what the limits leave free, except those that hold a data space nowhere. */
export function* keepChoices(limits: MapspaceLimits, dataSpaces: number): Generator<KeepChoice> {
  const levels = limits.levels.length;
  const keep = new Uint8Array(levels * dataSpaces);
  const free: number[] = [];
  limits.levels.forEach((level, l) => {
    for (let d = 0; d < dataSpaces; d++) {
      const fixed = level.keep[d];
      if (fixed === undefined) free.push(l * dataSpaces + d);
      keep[l * dataSpaces + d] = fixed === false ? 0 : 1;
    }
  });
  for (;;) {
    const choice = keepChoiceOf(keep.slice(), levels, dataSpaces);
    if (choice !== undefined) yield choice;
    let at = 0;
    for (; at < free.length; at++) {
      const cell = free[at] as number;
      keep[cell] = 1 - (keep[cell] as number);
      if (keep[cell] === 0) break;
    }
    if (at === free.length) return;
  }
}
