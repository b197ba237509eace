/**
 * What it means for a layer that tensors stay in a buffer (docs/explanation/networks.md derives it). Of a data space
 * that stays, levels outside the buffer hold nothing, so that in Timeloop's counting the buffer is its outermost
 * holder:
 *
 *     Inputs that stay     no reads further out, no fills of the buffer; reads of the buffer as ever
 *     Outputs that stay    no updates and no reads further out, no fills of the buffer; its updates and reads as ever
 *
 * All of the tensor is in the buffer while the layer runs, whatever its tiles are, and everything else that stays as
 * well:
 *
 *     room that stays + tiles of the data spaces that do not stay <= capacity
 *
 * The room of a tensor is the largest of what its producer writes and its consumers read, padding included, since the
 * model counts words of the padding as words.
 */
import type { StorageLevel } from "../../architecture/architecture.ts";
import { levelWordsPerWord } from "../../evaluation/word-widths.ts";
import type { LevelLimits, MapspaceLimits } from "../../mapspace/constraints.ts";
import { boxSize, projectionTable } from "../../nest/projection-table.ts";
import type { Spec } from "../../spec/spec.ts";
import type { Network } from "../network.ts";
import { INPUTS, OUTPUTS } from "./activation-buffer.ts";
import type { Activation, ActivationLives } from "./activations.ts";
import type { ResidencyProblem, Situation, StayCandidate } from "./residency.ts";

/** A layer's spec and limits with tensors that stay. */
export interface WithResidents {
  readonly spec: Spec;
  readonly limits: MapspaceLimits;
}

/**
 * @param buffer number of the level
 * @param dataSpaces that stay, by name
 * @param words room of all that stays, the layer's own and others'
 */
export function withResidents(
  { spec, limits }: WithResidents,
  buffer: number,
  dataSpaces: readonly string[],
  words: number,
): WithResidents {
  if (words === 0 && dataSpaces.length === 0) return { spec, limits };
  const { architecture, workload } = spec;
  const storage = architecture.storage.map(
    (level, l): StorageLevel => (l === buffer ? { ...level, residents: { words, dataSpaces } } : level),
  );
  const stays = workload.dataSpaces.map(({ name }) => dataSpaces.includes(name));
  const levels = limits.levels.map((level): LevelLimits => {
    if (level.level < buffer) return level;
    return { ...level, keep: level.keep.map((said, d) => (stays[d] ? level.level === buffer : said)) };
  });
  return { spec: { ...spec, architecture: { ...architecture, storage } }, limits: { ...limits, levels } };
}

/** A problem of residency.ts with the activations that its candidates are. */
export interface ActivationProblem {
  readonly problem: ResidencyProblem;
  /** By candidate. */
  readonly activations: readonly number[];
}

/**
 * @param specOf spec of the product at a position
 * @param buffer number of the level
 * @param leftOut activations that must not stay
 */
export function residencyProblem(
  network: Network,
  lives: ActivationLives,
  buffer: StorageLevel,
  specOf: (position: number) => Spec | undefined,
  leftOut: ReadonlySet<number> = new Set(),
): ActivationProblem {
  const capacity = buffer.effectiveSizeWords ?? 0;
  const candidates: StayCandidate[] = [];
  const activations: number[] = [];
  for (const [id, activation] of lives.activations.entries()) {
    if (activation.obstacle !== undefined || leftOut.has(id)) continue;
    const words = roomOfActivation(lives, id, activation, buffer, specOf);
    if (words > capacity) continue;
    const { producer, consumers } = activation;
    candidates.push({ producer, consumers, words });
    activations.push(id);
  }
  return { problem: { layers: network.layers.length, candidates, capacity }, activations };
}

function roomOfActivation(
  lives: ActivationLives,
  id: number,
  { words, producer, consumers }: Activation,
  buffer: StorageLevel,
  specOf: (position: number) => Spec | undefined,
): number {
  const rooms = [words * Math.max(levelWordsPerWord(buffer, INPUTS), levelWordsPerWord(buffer, OUTPUTS))];
  const add = (position: number, dataSpace: string): void => {
    const spec = specOf(position);
    if (spec) rooms.push(wordsOfDataSpace(spec, dataSpace) * levelWordsPerWord(buffer, dataSpace));
  };
  add(producer, OUTPUTS);
  for (const position of consumers) {
    for (const { activation, dataSpace } of lives.layers[position]?.inputs ?? []) {
      if (activation === id) add(position, dataSpace);
    }
  }
  return Math.ceil(Math.max(...rooms));
}

/** Words of the box that all of a data space spans. */
function wordsOfDataSpace({ workload }: Spec, name: string): number {
  const d = workload.dataSpaces.findIndex((dataSpace) => dataSpace.name === name);
  const table = projectionTable(workload);
  const sizes = workload.loopDimensions.map(({ size }) => size);
  return d < 0 || table === undefined ? 0 : boxSize(table, d, sizes);
}

/** Data spaces of a product that stay in a situation, in the problem's order. */
export function stayingDataSpaces(
  lives: ActivationLives,
  { activations }: ActivationProblem,
  { layer, used, made }: Situation,
): readonly string[] {
  const inputs = lives.layers[layer]?.inputs ?? [];
  const usedIds = used.map((candidate) => activations[candidate]);
  const names = inputs.filter(({ activation }) => usedIds.includes(activation)).map(({ dataSpace }) => dataSpace);
  return [...new Set([...names, ...(made.length > 0 ? [OUTPUTS] : [])])].sort();
}
