/**
 * Every mapping of a small mapspace, one by one, as plainly as it can be said; the judge of the optimal search. Test support.
 *
 * Loops that run once stand nowhere: mappings that differ in them only are one. Orders come from all permutations of all
 * dimensions that the limits allow, in time and in space, the latter cut at every split that they allow.
 */
import { fanoutBelow } from "../../../architecture/mesh.ts";
import type { LevelMapping, Loop, Mapping } from "../../../mapping/mapping.ts";
import type { LevelLimits, LoopLimits, MapspaceLimits } from "../../../mapspace/constraints.ts";
import type { Spec } from "../../../spec/spec.ts";

/** Calls back with every mapping. @param most stops there and returns false */
export function forEachMapping(
  sizes: readonly number[],
  dataSpaces: number,
  limits: MapspaceLimits,
  most: number,
  visit: (mapping: Mapping) => void,
): boolean {
  const levels = limits.levels.length;
  const permutations = permutationsOf(sizes.map((_, k) => k));
  const factors = sizes.map((size, k) => factorizations(size, limits, k, 0));
  let left = most;
  const chosen: (readonly number[])[] = [];
  const emit = (done: LevelMapping[]): boolean => {
    if (done.length === levels) {
      visit({ levels: [...done] });
      return --left > 0;
    }
    const l = done.length;
    const level = limits.levels[l] as LevelLimits;
    const spatialFactors = chosen.map((row) => row[2 * l] as number);
    const temporalFactors = chosen.map((row) => row[2 * l + 1] as number);
    for (const { x, y } of spatialOrders(permutations, level.spatial, spatialFactors)) {
      for (const temporal of temporalOrders(permutations, level.temporal, temporalFactors)) {
        for (const keep of keepsOf(level, dataSpaces)) {
          done.push({ level: l, temporal, spatialX: x, spatialY: y, keep, reuse: level.reuse });
          const goesOn = emit(done);
          done.pop();
          if (!goesOn) return false;
        }
      }
    }
    return true;
  };
  const choose = (k: number): boolean => {
    if (k === sizes.length) return emit([]);
    for (const row of factors[k] as number[][]) {
      chosen[k] = row;
      if (!choose(k + 1)) return false;
    }
    return true;
  };
  return choose(0);
}

function factorizations(rest: number, limits: MapspaceLimits, k: number, slot: number): number[][] {
  if (slot === 2 * limits.levels.length) return rest === 1 ? [[]] : [];
  const level = limits.levels[slot >> 1] as LevelLimits;
  const allowed = (slot % 2 === 0 ? level.spatial : level.temporal).factors[k] as { min: number; max: number };
  const found: number[][] = [];
  for (let factor = 1; factor <= rest; factor++) {
    if (rest % factor !== 0 || factor < allowed.min || factor > allowed.max) continue;
    for (const others of factorizations(rest / factor, limits, k, slot + 1)) found.push([factor, ...others]);
  }
  return found;
}

function isAllowed(order: readonly number[], { innermost, outermost }: LoopLimits): boolean {
  const first = order.length - outermost.length;
  return innermost.every((k, i) => order[i] === k) && outermost.every((k, i) => order[first + i] === k);
}

function loopsOf(order: readonly number[], factors: readonly number[]): Loop[] {
  return order
    .filter((k) => (factors[k] as number) > 1)
    .map((k) => ({ dimension: k, bound: factors[k] as number, residual: factors[k] as number }));
}

function temporalOrders(orders: readonly number[][], limits: LoopLimits, factors: readonly number[]): Loop[][] {
  const found = new Map<string, Loop[]>();
  for (const order of orders) {
    if (!isAllowed(order, limits)) continue;
    const loops = loopsOf(order, factors);
    found.set(JSON.stringify(loops), loops);
  }
  return [...found.values()];
}

function spatialOrders(
  orders: readonly number[][],
  limits: LevelLimits["spatial"],
  factors: readonly number[],
): { x: Loop[]; y: Loop[] }[] {
  const found = new Map<string, { x: Loop[]; y: Loop[] }>();
  for (const order of orders) {
    if (!isAllowed(order, limits)) continue;
    for (let split = 0; split <= order.length; split++) {
      if (limits.split !== undefined && Math.min(limits.split, order.length) !== split) continue;
      const axes = { x: loopsOf(order.slice(0, split), factors), y: loopsOf(order.slice(split), factors) };
      found.set(JSON.stringify(axes), axes);
    }
  }
  return [...found.values()];
}

function keepsOf(level: LevelLimits, dataSpaces: number): boolean[][] {
  let rows: boolean[][] = [[]];
  for (let d = 0; d < dataSpaces; d++) {
    const fixed = level.keep[d];
    const values = fixed === undefined ? [true, false] : [fixed];
    rows = rows.flatMap((row) => values.map((value) => [...row, value]));
  }
  return rows;
}

function permutationsOf(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) =>
    permutationsOf(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}

/** Whether each level spreads its loops over its own children. */
export function fitsFanouts({ architecture }: Spec, { levels }: Mapping): boolean {
  const spread = (loops: readonly Loop[]): number => loops.reduce((product, { bound }) => product * bound, 1);
  return levels.every(({ level, spatialX, spatialY }) => {
    const { x, y } = fanoutBelow(architecture, level);
    return spread(spatialX) <= x && spread(spatialY) <= y;
  });
}
