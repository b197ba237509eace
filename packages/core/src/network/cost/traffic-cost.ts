/**
 * What a layer costs that multiplies nothing and only moves words (a sum, a pooling, a softmax).
 *
 * A mapping of it is not searched: words stream in from the outermost storage level through the levels that may hold
 * Inputs down to the activation buffer, and results stream back; each word once. What does the additions is no
 * component of the chip as described, so operations cost nothing and take no time. Counted as the model counts words of
 * a mapping:
 *
 *     outermost level          read of each word in                          update of each word out
 *     levels down to buffer    fill and read of each word in                 update of each word out
 *     words that stay in the buffer from another layer (residency.ts): read there, updated there, nowhere else
 *
 *     energy  sum over levels and actions of ceil(words / words of a vector) * energy of the action, and leakage
 *     cycles  the most that a port needs: words / (bandwidth * instances); levels work at the same time
 */
import type { StorageLevel } from "../../architecture/architecture.ts";
import { numberAttribute } from "../../evaluation/attribute-value.ts";
import { storageCosts } from "../../evaluation/level-costs.ts";
import { levelWordsPerWord, vectorAccesses } from "../../evaluation/word-widths.ts";
import type { MapspaceLimits } from "../../mapspace/constraints.ts";
import type { Spec } from "../../spec/spec.ts";
import { activationBuffer, INPUTS, mayKeep, OUTPUTS } from "./activation-buffer.ts";
import type { BoundBy, LayerCost } from "./layer-cost.ts";

/** Words that a layer moves; those of tensors that stay on the chip apart. */
export interface MovedWords {
  readonly read: number;
  readonly written: number;
  readonly readFromBuffer: number;
  readonly writtenToBuffer: number;
}

/** Levels that words pass, outermost first. */
export interface TrafficPath {
  readonly inwards: readonly StorageLevel[];
  readonly outwards: readonly StorageLevel[];
  readonly outermost: StorageLevel;
  readonly buffer: StorageLevel | undefined;
}

/**
 * @param spec of any layer on the chip, with its limits @param buffer number of the level; by default the activation
 * buffer
 */
export function trafficPath(
  spec: Spec,
  limits: MapspaceLimits,
  buffer: number | undefined = activationBuffer(spec, limits),
): TrafficPath {
  const { storage } = spec.architecture;
  const last = storage.length - 1;
  const passed = (dataSpace: string): readonly StorageLevel[] =>
    storage
      .filter((level, i) => {
        if (i === last) return true;
        return buffer !== undefined && i >= buffer && !level.virtual && mayKeep(spec, limits, i, dataSpace);
      })
      .reverse();
  return {
    inwards: passed(INPUTS),
    outwards: passed(OUTPUTS),
    outermost: storage[last] as StorageLevel,
    buffer: buffer === undefined ? undefined : storage[buffer],
  };
}

interface Counts {
  reads: number;
  fills: number;
  updates: number;
}

export function trafficCost(path: TrafficPath, ert: Spec["ert"], moved: MovedWords): LayerCost {
  const counts = new Map<StorageLevel, Counts>();
  const at = (level: StorageLevel): Counts => {
    const known = counts.get(level) ?? { reads: 0, fills: 0, updates: 0 };
    counts.set(level, known);
    return known;
  };
  for (const level of path.inwards) {
    at(level).reads += moved.read + (level === path.buffer ? moved.readFromBuffer : 0);
    if (level !== path.outermost) at(level).fills += moved.read;
  }
  for (const level of path.outwards) {
    at(level).updates += moved.written + (level === path.buffer ? moved.writtenToBuffer : 0);
  }
  let cycles = 0;
  let boundBy: BoundBy = { name: "nothing" };
  for (const [level, count] of counts) {
    for (const { port, cycles: needed } of portCycles(level, count)) {
      if (needed <= cycles) continue;
      cycles = needed;
      boundBy = { name: level.name, port };
    }
  }
  const levelsPj = new Map([...counts].map(([level, count]) => [level.name, energyPj(level, ert, count, cycles)]));
  return {
    energyPj: [...levelsPj.values()].reduce((sum, pj) => sum + pj, 0),
    cycles,
    levelsPj,
    boundBy,
    accesses: new Map([...counts].map(([{ name }, { reads, fills, updates }]) => [name, reads + fills + updates])),
    edge: new Map([
      [INPUTS, { read: moved.read, written: 0 }],
      [OUTPUTS, { read: 0, written: moved.written }],
    ]),
  };
}

function energyPj(level: StorageLevel, ert: Spec["ert"], { reads, fills, updates }: Counts, cycles: number): number {
  const { readPj, fillPj, updatePj, leakPj } = storageCosts(level, ert).actions;
  const addressPj = Math.max(0, numberAttribute(level, "addr_gen_energy") ?? 0);
  return (
    vectorAccesses(level, INPUTS, reads) * readPj +
    vectorAccesses(level, INPUTS, fills) * fillPj +
    vectorAccesses(level, OUTPUTS, updates) * updatePj +
    (reads + fills + updates) * addressPj +
    leakPj * cycles * level.instances
  );
}

/** Cycles that each port with a bandwidth needs. */
function portCycles(
  level: StorageLevel,
  { reads, fills, updates }: Counts,
): readonly { readonly port: "read" | "write" | "shared"; readonly cycles: number }[] {
  const scaleOf = (name: string): number => {
    const scales = level.bandwidthConsumptionScale;
    return (Object.hasOwn(scales, name) ? (scales[name] ?? 1) : 1) * levelWordsPerWord(level, name);
  };
  const read = reads * scaleOf(INPUTS);
  const write = fills * scaleOf(INPUTS) + updates * scaleOf(OUTPUTS);
  const ports = [
    ["read", level.readBandwidth, read],
    ["write", level.writeBandwidth, write],
    ["shared", level.sharedBandwidth, read + write],
  ] as const;
  return ports.flatMap(([port, bandwidth, words]) =>
    bandwidth === undefined ? [] : [{ port, cycles: Math.ceil(words / (bandwidth * level.instances)) }],
  );
}
