/**
 * The hardware as the nest analysis sees it: a chain of storage levels above one compute level.
 * Containers, `subtree`s and `!Parallel` groups are flattened by the reader; their attributes are inherited.
 */
import type { Span } from "../text/source.ts";

export type AttributeValue = number | string | boolean | null | readonly AttributeValue[] | AttributeMap;
export interface AttributeMap {
  readonly [key: string]: AttributeValue;
}

/** Where the value of an attribute comes from. */
export type AttributeOrigin = "given" | "inherited" | "default" | "computed";

export interface Attribute {
  readonly value: AttributeValue;
  readonly origin: AttributeOrigin;
  readonly span?: Span;
}

/** Keys are normalised (`block_size`, never `block-size`). */
export type Attributes = Readonly<Record<string, Attribute>>;

interface ComponentBase {
  /** Name without the instance range, unique in the architecture. */
  readonly name: string;
  /** Names from the root, joined by dots, as Accelergy's tables use them: `system.eyeriss.shared_glb`. */
  readonly path: string;
  /** Accelergy class, e.g. `SRAM`, `smartbuffer_RF`, `intmac`. */
  readonly componentClass: string;
  /** Total number of instances in the chip (product of all enclosing fan-outs). */
  readonly instances: number;
  readonly meshX: number;
  readonly meshY: number;
  readonly attributes: Attributes;
  readonly span?: Span;
}

/** Names of the networks that a level connects to, where the architecture names them explicitly. */
export interface NetworkNames {
  readonly read?: string;
  readonly fill?: string;
  readonly update?: string;
  readonly drain?: string;
}

export interface StorageLevel extends ComponentBase {
  readonly kind: "storage";
  /**
   * True for a fan-out without storage of its own (a 0.4 `!Container` with `spatial`, between two storage levels):
   * it keeps nothing, holds nothing, and exists so that spatial loops can be aimed at it.
   */
  readonly virtual: boolean;
  /** For such a fan-out: the container or component whose `spatial` it is, by which a mapping may aim at it. */
  readonly fanoutOf?: string;
  /** `DRAM` if the class says so, else `SRAM`: the two words that Timeloop's stats use. */
  readonly technologyKind: "DRAM" | "SRAM";
  readonly wordBits: number;
  /** Words in one access (width / wordBits / clusterSize). */
  readonly blockSize: number;
  readonly clusterSize: number;
  /** Words that one instance holds; absent: unlimited. `depth * blockSize` where a depth is given. */
  readonly sizeWords?: number;
  /** 2 for double buffering; `floor(sizeWords / multipleBuffering)` words are usable. */
  readonly multipleBuffering: number;
  readonly effectiveSizeWords?: number;
  /** Fraction of the effective size that a mapping must fill. */
  readonly minUtilization: number;
  /** Words per cycle and instance; absent: unlimited. */
  readonly readBandwidth?: number;
  readonly writeBandwidth?: number;
  readonly sharedBandwidth?: number;
  /** By data space name; 1 where absent. */
  readonly bandwidthConsumptionScale: Readonly<Record<string, number>>;
  readonly banks: number;
  readonly ports: number;
  /** Timeloop: a level that cannot reduce in place needs read-modify-write of its children. Default: all but DRAM can. */
  readonly reductionSupported: boolean;
  readonly allowOverbooking: boolean;
  readonly networkFillLatency: number;
  readonly networkDrainLatency: number;
  readonly networks: NetworkNames;
  /** Word width by data space name where it differs from `wordBits` (tilewright's extension). */
  readonly dataSpaceWordBits: Readonly<Record<string, number>>;
  /** Name of the outer level at whose granularity this level is power-gated, where given. */
  readonly powerGatedAt?: string;
  /** What stays here whole for as long as a layer of a network runs; no input file says so (network/cost/residency.ts). */
  readonly residents?: Residents;
}

/** Tensors that one instance of a level holds from one layer of a network to a later one. */
export interface Residents {
  /** Words of the level that they take together. */
  readonly words: number;
  /** Data spaces of the problem that are among them: their tiles are parts of what is here already. */
  readonly dataSpaces: readonly string[];
}

export interface ComputeLevel extends ComponentBase {
  readonly kind: "compute";
  readonly wordBits: number;
  /** Cycles that one operation occupies its unit; 1 by default. */
  readonly cyclesPerOperation: number;
}

/** An explicit network component (`legacy`, `simple_multicast`, `reduction_tree`). */
export interface NetworkComponent {
  readonly name: string;
  readonly path: string;
  readonly componentClass: string;
  readonly attributes: Attributes;
  readonly span?: Span;
}

export interface Architecture {
  /** `0.3`, `0.4`, ... as written; `processed` input of Timeloop's front end counts as 0.3/0.4 likewise. */
  readonly version: string;
  /** How it was written: mappings printed for it use the words of that form. `subtree` where absent. */
  readonly form?: "subtree" | "nodes";
  readonly compute: ComputeLevel;
  /** Innermost first: `storage[0]` feeds the compute level, the last is main memory. */
  readonly storage: readonly StorageLevel[];
  readonly networks: readonly NetworkComponent[];
  /** Attributes of the outermost container (technology, global_cycle_seconds). */
  readonly systemAttributes: Attributes;
  readonly span?: Span;
}
