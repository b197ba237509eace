/**
 * All mappings within limits by plain nested loops: every vector of factors, every permutation of all dimensions, every
 * split and every keep, thrown away where a limit is broken. The tests' reference for Mapspace; for tiny problems only.
 */
import { fanoutBelow } from "../../architecture/mesh.ts";
import type { LevelMapping, Loop, Mapping } from "../../mapping/mapping.ts";
import type { Spec } from "../../spec/spec.ts";
import type { LoopLimits, MapspaceLimits } from "../constraints.ts";

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}

function product<T>(lists: readonly (readonly T[])[]): T[][] {
  return lists.reduce<T[][]>((all, list) => all.flatMap((start) => list.map((item) => [...start, item])), [[]]);
}

/** Loops of one slot: all dimensions, innermost first, and how many of them lie along X. */
interface Choice {
  readonly order: readonly number[];
  readonly inX: number;
}

function choices(loops: LoopLimits, split: number | undefined, spatial: boolean, dimensions: number): Choice[] {
  const ids = Array.from({ length: dimensions }, (_, d) => d);
  const fits = permutations(ids).filter(
    (order) =>
      loops.innermost.every((d, i) => order[i] === d) &&
      loops.outermost.every((d, i) => order[dimensions - loops.outermost.length + i] === d),
  );
  const splits = !spatial ? [0] : split === undefined ? [...ids, dimensions] : [Math.min(split, dimensions)];
  return fits.flatMap((order) => splits.map((inX) => ({ order, inX })));
}

/** Every mapping; the same one may come several times where orders say nothing. */
export function* enumerateMappings(spec: Spec, limits: MapspaceLimits): Generator<Mapping> {
  const { architecture, workload } = spec;
  const sizes = workload.loopDimensions.map(({ size }) => size);
  const slots = limits.levels.flatMap((level) => {
    const fanout = fanoutBelow(architecture, level.level);
    const spatial = fanout.x * fanout.y > 1 ? [{ level, kind: "spatial" as const, loops: level.spatial, fanout }] : [];
    return [...spatial, { level, kind: "temporal" as const, loops: level.temporal, fanout: undefined }];
  });
  const factorLists = sizes.map((size, d) => {
    const lists: { factors: number[]; residuals: number[] }[] = [];
    const given = slots.map(({ loops }) => loops.factors[d] as { min: number; max: number });
    const short = size % given.reduce((all, { min, max }) => (min === max ? all * min : all), 1) !== 0;
    const walk = (s: number, left: number, factors: number[], residuals: number[]): void => {
      const slot = slots[s];
      if (!slot) {
        if (left === 1) lists.push({ factors, residuals });
        return;
      }
      const { min, max } = slot.loops.factors[d] as { min: number; max: number };
      for (let factor = 1; factor <= left; factor++) {
        if (factor < min || factor > max) continue;
        const { maxRemainder } = slot.loops;
        if (maxRemainder > 1 && factor > maxRemainder) continue;
        if (left % factor !== 0 && maxRemainder < 2 && !(short && min === max)) continue;
        if (slot.fanout && factor > Math.max(slot.fanout.x, slot.fanout.y)) continue;
        walk(s + 1, Math.ceil(left / factor), [...factors, factor], [...residuals, ((left - 1) % factor) + 1]);
      }
    };
    walk(0, size, [], []);
    return lists;
  });
  const arrangements = slots.map(({ loops, level, kind }) =>
    choices(loops, level.spatial.split, kind === "spatial", sizes.length),
  );
  const outermost = architecture.storage.length - 1;
  const keepLists = product(
    limits.levels.map(({ level, keep }) =>
      product(keep.map((said) => (said === undefined ? (level === outermost ? [true] : [true, false]) : [said]))),
    ),
  );
  for (const combination of product(factorLists)) {
    const tooWide = slots.some(
      ({ fanout }, s) =>
        fanout && combination.reduce((all, list) => all * (list.factors[s] as number), 1) > fanout.x * fanout.y,
    );
    if (tooWide) continue;
    // Slot by slot: what is the same once loops of one iteration are left out, and what lies on an axis that there is.
    const filled = slots.map(({ fanout }, s) => {
      const found = new Map<string, { readonly x: Loop[]; readonly y: Loop[] }>();
      for (const { order, inX } of arrangements[s] ?? []) {
        const loops = order.map((dimension) => ({
          dimension,
          bound: combination[dimension]?.factors[s] as number,
          residual: combination[dimension]?.residuals[s] as number,
        }));
        const runs = (part: Loop[]): Loop[] => part.filter(({ bound }) => bound > 1);
        const [x, y] = [runs(loops.slice(0, inX)), runs(loops.slice(inX))];
        if (fanout && ((fanout.x === 1 && x.length > 0) || (fanout.y === 1 && y.length > 0))) continue;
        found.set(JSON.stringify([x, y]), { x, y });
      }
      return [...found.values()];
    });
    for (const arrangement of product(filled)) {
      for (const keeps of keepLists) {
        const levels = limits.levels.map(({ level, reuse }): LevelMapping => {
          const at = (kind: string): number => slots.findIndex((s) => s.level.level === level && s.kind === kind);
          const space = arrangement[at("spatial")];
          return {
            level,
            // Temporal loops have no axis: all of them are "y".
            temporal: arrangement[at("temporal")]?.y ?? [],
            spatialX: space?.x ?? [],
            spatialY: space?.y ?? [],
            keep: keeps[level] as boolean[],
            reuse,
          };
        });
        yield { levels };
      }
    }
  }
}
