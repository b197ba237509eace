/**
 * Words of different widths in one level (tilewright's extension: `per_dataspace_word_bits: {Outputs: 24}`).
 *
 * A level has a word of `wordBits`, in which its size, its block and its bandwidth are given. A data space whose words
 * have `b` bits there takes `b / wordBits` of such a word each:
 *
 *     capacity       sum over data spaces of words * b  <=  size * wordBits
 *     vector access  ceil(words * b / (wordBits * blockSize))      narrow words are packed, wide ones span several
 *     bandwidth      words per cycle * b / wordBits                in words of the level
 *
 * What stays in a level from one layer of a network to the next takes its room whole, and its tiles take no more:
 *
 *     capacity       residents + sum over other data spaces of words * b / wordBits  <=  size
 *
 * Counters (reads, fills, updates, tile sizes) stay in words of the data space. Without the attribute all of this is
 * Timeloop's arithmetic.
 */
import type { StorageLevel } from "../architecture/architecture.ts";

/** Bits of one word of a data space in a level. */
export function wordBitsOf(level: StorageLevel, dataSpace: string): number {
  const own = Object.hasOwn(level.dataSpaceWordBits, dataSpace) ? level.dataSpaceWordBits[dataSpace] : undefined;
  return own ?? level.wordBits;
}

/** The level's own words that one word of a data space takes: 1 unless its width differs. */
export function levelWordsPerWord(level: StorageLevel, dataSpace: string): number {
  const bits = wordBitsOf(level, dataSpace);
  return bits === level.wordBits ? 1 : bits / level.wordBits;
}

/** Bits of room that a word of a data space's tile takes in a level: none if all of the data space is there anyway. */
export function roomBitsOf(level: StorageLevel, dataSpace: string): number {
  return level.residents?.dataSpaces.includes(dataSpace) ? 0 : wordBitsOf(level, dataSpace);
}

/** Words of the level that no tile can have, since what stays from layer to layer has them. */
export function residentWordsOf(level: StorageLevel): number {
  return level.residents?.words ?? 0;
}

/** Vector accesses that move `words` words of a data space. */
export function vectorAccesses(level: StorageLevel, dataSpace: string, words: number): number {
  return accessesOfWidth(level, wordBitsOf(level, dataSpace), words);
}

/** The same for words of `bits` bits. */
export function accessesOfWidth(level: StorageLevel, bits: number, words: number): number {
  if (bits === level.wordBits) return Math.ceil(words / level.blockSize);
  return Math.ceil((words * bits) / (level.wordBits * level.blockSize));
}

/** Level words that tiles and residents take together; each tile is `words` words of its data space. */
export function occupiedLevelWords(
  level: StorageLevel,
  tiles: readonly { readonly name: string; readonly words: number }[],
): number {
  // In bits, which are whole, so that no rounding decides about a tile that just fits.
  const bits = tiles.reduce((sum, { name, words }) => sum + words * roomBitsOf(level, name), 0);
  return bits / level.wordBits + residentWordsOf(level);
}
