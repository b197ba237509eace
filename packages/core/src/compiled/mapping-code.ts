/**
 * A mapping as one flat array of integers, for searches that try many: loops in fixed places, nothing to allocate.
 *
 *     for each level (innermost first), for each slot (0 spatial X, 1 spatial Y, 2 temporal), innermost loop first:
 *         dimension, bound        one pair for each loop dimension, bounds of 1 included
 *     then for each level, for each data space: 1 kept, 0 bypassed
 *
 * Perfect factors only: a residual is not written.
 */
import type { LevelMapping, Loop, Mapping, ReuseOptions } from "../mapping/mapping.ts";

export const SLOTS_PER_LEVEL = 3;
export const SLOT_SPATIAL_X = 0;
export const SLOT_SPATIAL_Y = 1;
export const SLOT_TEMPORAL = 2;

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

export function mappingCodeLayout(levels: number, dimensions: number, dataSpaces: number): MappingCodeLayout {
  const keepStart = levels * SLOTS_PER_LEVEL * dimensions * 2;
  return { levels, dimensions, dataSpaces, keepStart, length: keepStart + levels * dataSpaces };
}

/** Writes a mapping; `undefined` if it has imperfect factors or switches reuse off somewhere. */
export function encodeMapping(layout: MappingCodeLayout, mapping: Mapping): Int32Array | undefined {
  const code = new Int32Array(layout.length);
  let at = 0;
  for (const level of mapping.levels) {
    if (
      Object.values(level.reuse as unknown as Record<string, readonly boolean[]>).some((flags) => flags.includes(true))
    ) {
      return undefined;
    }
    for (const loops of [level.spatialX, level.spatialY, level.temporal]) {
      const written = new Set<number>();
      for (const { dimension, bound, residual } of loops) {
        if (residual !== bound) return undefined;
        code[at++] = dimension;
        code[at++] = bound;
        written.add(dimension);
      }
      for (let d = 0; d < layout.dimensions; d++) {
        if (written.has(d)) continue;
        code[at++] = d;
        code[at++] = 1;
      }
    }
  }
  for (const level of mapping.levels) for (const kept of level.keep) code[at++] = kept ? 1 : 0;
  return code;
}

/** The mapping that a code stands for. */
export function decodeMapping(layout: MappingCodeLayout, code: Int32Array): Mapping {
  const none = new Array<boolean>(layout.dataSpaces).fill(false);
  const reuse: ReuseOptions = {
    noTemporalReuse: none,
    noMulticast: none,
    noLinkTransfer: none,
    rmwFirstUpdate: none,
    noCoalesce: none,
  };
  const slot = (level: number, index: number): Loop[] =>
    Array.from({ length: layout.dimensions }, (_, i) => {
      const at = ((level * SLOTS_PER_LEVEL + index) * layout.dimensions + i) * 2;
      const bound = code[at + 1] as number;
      return { dimension: code[at] as number, bound, residual: bound };
    });
  const levels = Array.from(
    { length: layout.levels },
    (_, level): LevelMapping => ({
      level,
      spatialX: slot(level, SLOT_SPATIAL_X).filter((loop) => loop.bound > 1),
      spatialY: slot(level, SLOT_SPATIAL_Y).filter((loop) => loop.bound > 1),
      temporal: slot(level, SLOT_TEMPORAL),
      keep: Array.from(
        { length: layout.dataSpaces },
        (_, d) => code[layout.keepStart + level * layout.dataSpaces + d] === 1,
      ),
      reuse,
    }),
  );
  return { levels };
}
