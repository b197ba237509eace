/**
 * What a nest analysis finds at the boundary of one storage level for one data space, before bypassing is applied:
 * how large its tile is and what its children ask of it. Both semantics and both ways of counting (walk and closed
 * form) end in this form; `counters.ts` turns it into reads, fills and updates.
 */

/** Words sent from one instance in transfers that reach `multicast` children each, to `scatter` groups of children. */
export interface AccessRecord {
  readonly multicast: number;
  readonly scatter: number;
  accesses: number;
  /** Sum over accesses of the hops that the multicast tree takes. */
  hops: number;
  /** The same if every child were served on its own. */
  unicastHops: number;
}

/** Access records by `multicast` and `scatter`; few, so a list that is searched. */
export class AccessStats {
  readonly #records: AccessRecord[] = [];

  record(multicast: number, scatter: number): AccessRecord {
    for (const known of this.#records) if (known.multicast === multicast && known.scatter === scatter) return known;
    const record = { multicast, scatter, accesses: 0, hops: 0, unicastHops: 0 };
    this.#records.push(record);
    return record;
  }

  add(multicast: number, scatter: number, accesses: number, hops: number, unicastHops: number): void {
    const record = this.record(multicast, scatter);
    record.accesses += accesses;
    record.hops += hops;
    record.unicastHops += unicastHops;
  }

  accumulate(other: AccessStats): void {
    for (const r of other.#records) this.add(r.multicast, r.scatter, r.accesses, r.hops, r.unicastHops);
  }

  /** A copy with accesses and hops multiplied by `factor`. */
  scaled(factor: number): AccessStats {
    const copy = new AccessStats();
    for (const r of this.#records) {
      copy.add(r.multicast, r.scatter, r.accesses * factor, r.hops * factor, r.unicastHops * factor);
    }
    return copy;
  }

  /** A copy as the average over `instances`. */
  averaged(instances: number): AccessStats {
    const copy = new AccessStats();
    for (const r of this.#records) {
      copy.add(r.multicast, r.scatter, r.accesses / instances, r.hops / instances, r.unicastHops / instances);
    }
    return copy;
  }

  /** Ordered by multicast, then scatter. */
  records(): readonly AccessRecord[] {
    if (this.#records.length < 2) return this.#records;
    return [...this.#records].sort((a, b) => a.multicast - b.multicast || a.scatter - b.scatter);
  }

  total(): number {
    let total = 0;
    for (const r of this.#records) total += r.accesses;
    return total;
  }

  /** Accesses as the children receive them: each multicast counted once for every child. */
  delivered(): number {
    let total = 0;
    for (const r of this.#records) total += r.accesses * r.multicast;
    return total;
  }
}

/** One data space at one storage level; counts are of one instance, averaged over the instances walked. */
export interface TileAccesses {
  /** Words of the largest tile held. */
  readonly size: number;
  /** Words of the tile that all children of one instance hold together; `undefined` without fan-out. */
  readonly spatialSize?: number;
  /** What the children fetch. */
  readonly stats: AccessStats;
  /** Words that children pass to their neighbours instead of fetching them. */
  readonly linkTransfers: number;
}

export interface LevelAccesses {
  readonly dataSpaces: readonly TileAccesses[];
  /** Instances that work, averaged over time where spatial factors are imperfect. */
  readonly utilizedInstances: number;
  /** Children of one instance that the mapping uses. */
  readonly fanout: number;
}

export interface ComputeAccesses {
  /** Operations of one instance, averaged over those that work. */
  readonly operationsPerInstance: number;
  readonly utilizedInstances: number;
  /** Product of all temporal loop bounds: the cycles of an instance that never idles. */
  readonly temporalIterations: number;
}

/** Result of a nest analysis, innermost storage level first. */
export interface NestAccesses {
  readonly levels: readonly LevelAccesses[];
  readonly compute: ComputeAccesses;
}
