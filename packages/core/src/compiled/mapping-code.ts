/**
 * A mapping as one flat array of integers, for searches that try many: loops in fixed places, nothing to allocate.
 *
 *     for each level (innermost first), for each slot (0 spatial X, 1 spatial Y, 2 temporal):
 *         n                       loops that run more than once
 *         dimension, bound        of these, innermost first, in room for one pair for each loop dimension
 *     then for each level, for each data space: 1 kept, 0 bypassed
 *
 * Perfect factors only: a residual is not written.
 */
import type { LevelMapping, Loop, Mapping, ReuseOptions } from "../mapping/mapping.ts";
import { allReuse } from "../mapping/reuse-options.ts";

export const SLOTS_PER_LEVEL = 3;
const SLOT_SPATIAL_X = 0;
const SLOT_SPATIAL_Y = 1;
const SLOT_TEMPORAL = 2;

/** Where things stand in a code of one architecture and workload. */
export interface MappingCodeLayout {
  readonly levels: number;
  readonly dimensions: number;
  readonly dataSpaces: number;
  /** Length of a code. */
  readonly length: number;
  /** Index of the first keep flag. */
  readonly keepStart: number;
}

/** Integers of one slot. */
export function slotLength(dimensions: number): number {
  return 1 + 2 * dimensions;
}

export function mappingCodeLayout(levels: number, dimensions: number, dataSpaces: number): MappingCodeLayout {
  const keepStart = levels * SLOTS_PER_LEVEL * slotLength(dimensions);
  return { levels, dimensions, dataSpaces, keepStart, length: keepStart + levels * dataSpaces };
}

/** Writes a mapping; `undefined` if it has imperfect factors or switches reuse off somewhere. */
export function encodeMapping(layout: MappingCodeLayout, mapping: Mapping): Int32Array | undefined {
  const code = new Int32Array(layout.length);
  let at = 0;
  for (const level of mapping.levels) {
    if (switchesReuseOff(level.reuse)) return undefined;
    for (const loops of [level.spatialX, level.spatialY, level.temporal]) {
      let next = at + 1;
      for (const { dimension, bound, residual } of loops) {
        if (residual !== bound) return undefined;
        if (bound === 1) continue;
        code[next++] = dimension;
        code[next++] = bound;
      }
      code[at] = (next - at - 1) / 2;
      at += slotLength(layout.dimensions);
    }
  }
  for (const level of mapping.levels) for (const kept of level.keep) code[at++] = kept ? 1 : 0;
  return code;
}

function switchesReuseOff(reuse: ReuseOptions): boolean {
  const { noTemporalReuse, noMulticast, noLinkTransfer, rmwFirstUpdate, noCoalesce } = reuse;
  return [noTemporalReuse, noMulticast, noLinkTransfer, rmwFirstUpdate, noCoalesce].some((flags) =>
    flags.includes(true),
  );
}

/** The mapping that a code stands for. */
export function decodeMapping(layout: MappingCodeLayout, code: Int32Array): Mapping {
  const reuse = allReuse(layout.dataSpaces);
  const levels: LevelMapping[] = [];
  for (let level = 0; level < layout.levels; level++) {
    const keepAt = layout.keepStart + level * layout.dataSpaces;
    levels.push({
      level,
      spatialX: readSlot(layout, code, level, SLOT_SPATIAL_X),
      spatialY: readSlot(layout, code, level, SLOT_SPATIAL_Y),
      temporal: withEveryDimension(readSlot(layout, code, level, SLOT_TEMPORAL), layout.dimensions),
      keep: Array.from({ length: layout.dataSpaces }, (_, d) => code[keepAt + d] === 1),
      reuse,
    });
  }
  return { levels };
}

function readSlot(layout: MappingCodeLayout, code: Int32Array, level: number, slot: number): Loop[] {
  const start = (level * SLOTS_PER_LEVEL + slot) * slotLength(layout.dimensions);
  return Array.from({ length: code[start] as number }, (_, i) => {
    const bound = code[start + 2 + 2 * i] as number;
    return { dimension: code[start + 1 + 2 * i] as number, bound, residual: bound };
  });
}

function withEveryDimension(loops: readonly Loop[], dimensions: number): Loop[] {
  const written = new Set(loops.map(({ dimension }) => dimension));
  const rest = Array.from({ length: dimensions }, (_, d) => d).filter((d) => !written.has(d));
  return [...loops, ...rest.map((dimension) => ({ dimension, bound: 1, residual: 1 }))];
}
