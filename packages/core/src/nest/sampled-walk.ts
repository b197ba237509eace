/**
 * Timeloop's way of counting, walked: the reference for the closed form under `timeloop` semantics.
 *
 * Of each temporal loop only iterations 0 and 1 are visited (and the last ones where factors are imperfect inside or
 * dimensions are flattened), iteration 1 standing for all that follow: its inner counts weigh that much more
 * (`epochs`). At each storage boundary the instance remembers the tile it held when it was last *visited* and how far
 * that tile had moved then:
 *
 *   first tile, or tile that did not move        fetch what is new, keep the remembered movement
 *   no movement remembered                       fetch what is new, remember this movement
 *   the remembered movement again                fetch what is new
 *   any other movement                           fetch the whole tile, forget the movement
 *
 * Of the instances under a fan-out only the first is walked; the others get its fetches moved by their position.
 * Fetches that are equal are one multicast. If what neighbours fetched a step earlier is what an instance needs now
 * (link transfers), and this saves fetches, neighbours pass it on.
 *
 * Source of the rules: Timeloop (NVlabs/timeloop at 4cf6d4c), src/loop-analysis/nest-analysis.cpp and
 * src/workload/shape-models/operation-space.cpp, read and restated; Parashar et al., "Timeloop", ISPASS 2019.
 */
import type { Mapping } from "../mapping/mapping.ts";
import type { Workload } from "../workload/workload.ts";
import type { Fanout } from "./hops.ts";
import { isSpatial, type LoopNest, type NestLoop } from "./loop-nest.ts";
import {
  centroidTranslation,
  type PointSet,
  pointSetSize,
  subtractPointSets,
  translatePointSet,
  unitePointSets,
} from "./point-set.ts";
import { serveFetches } from "./spatial-fetches.ts";
import { spatialShape, utilizedInstances } from "./spatial-shape.ts";
import { AccessStats, type NestAccesses } from "./tile-accesses.ts";
import type { WalkObserver } from "./walk-observer.ts";
import { projectStep, workingSets } from "./working-set.ts";

/** What one instance of one level remembers between visits. */
interface InstanceState {
  lastSet: PointSet[];
  /** `undefined`: no movement remembered. */
  lastMovement: (readonly number[] | undefined)[];
  readonly maxSize: number[];
}

/** What the fan-out (or the children in time) of one instance has asked for so far. */
interface FanoutState {
  readonly stats: AccessStats[];
  readonly linkTransfers: number[];
  readonly maxSize: number[];
  previousDeltas: Map<number, readonly PointSet[]>;
}

/**
 * Counts accesses at every storage boundary as Timeloop does.
 * @param fanouts physical fan-out of each storage level, innermost first
 */
export function walkSampled(
  workload: Workload,
  nest: LoopNest,
  mapping: Mapping,
  fanouts: readonly Fanout[],
  observer?: WalkObserver,
): NestAccesses {
  return new SampledWalk(workload, nest, mapping, fanouts, observer).run();
}

class SampledWalk {
  readonly #workload: Workload;
  readonly #nest: LoopNest;
  readonly #mapping: Mapping;
  readonly #fanouts: readonly Fanout[];
  readonly #indices: number[];
  readonly #transform: number[];
  readonly #ranks: readonly number[];
  readonly #boundaryLevel = new Map<number, number>();
  /** By storage level: state of its instances, and of what their children ask, by spatial position. */
  readonly #instances: Map<string, InstanceState>[];
  readonly #children: Map<string, FanoutState>[];
  readonly #operations = new Map<string, number>();
  /** Innermost imperfect loop of each loop dimension. */
  readonly #imperfectAt = new Map<number, number>();
  #epochs = 1;
  /** Position of the instance being walked: one linear index for each block entered, outermost first. */
  readonly #stamp: number[] = [];

  readonly #observer: WalkObserver | undefined;

  constructor(
    workload: Workload,
    nest: LoopNest,
    mapping: Mapping,
    fanouts: readonly Fanout[],
    observer: WalkObserver | undefined,
  ) {
    this.#observer = observer;
    this.#workload = workload;
    this.#nest = nest;
    this.#mapping = mapping;
    this.#fanouts = fanouts;
    this.#indices = new Array<number>(nest.loops.length).fill(0);
    this.#transform = new Array<number>(workload.loopDimensions.length).fill(0);
    this.#ranks = workload.dataSpaces.map((dataSpace) => dataSpace.ranks.length);
    this.#instances = nest.boundaries.map(() => new Map());
    this.#children = nest.boundaries.map(() => new Map());
    nest.boundaries.forEach((loop, level) => {
      this.#boundaryLevel.set(loop, level);
    });
    for (let l = nest.loops.length - 1; l >= 0; l--) {
      const loop = nest.loops[l] as NestLoop;
      if (loop.bound !== loop.residual) this.#imperfectAt.set(loop.dimension, l);
    }
  }

  run(): NestAccesses {
    this.#visit(this.#nest.loops.length - 1);
    const levels = this.#nest.boundaries.map((_, level) => {
      const instances = [...(this.#instances[level] as Map<string, InstanceState>).values()];
      const children = [...(this.#children[level] as Map<string, FanoutState>).values()];
      const shape = spatialShape(this.#nest, level);
      const average = (pick: (d: number) => number, count: number): number[] =>
        this.#workload.dataSpaces.map((_, d) => Math.floor(pick(d) / count));
      const sizes = average((d) => sum(instances.map((i) => i.maxSize[d] as number)), instances.length);
      const spatialSizes = average((d) => sum(children.map((c) => c.maxSize[d] as number)), children.length);
      const links = average((d) => sum(children.map((c) => c.linkTransfers[d] as number)), children.length);
      return {
        utilizedInstances: utilizedInstances(this.#nest, this.#nest.boundaries[level] as number),
        fanout: shape.fanout,
        dataSpaces: this.#workload.dataSpaces.map((_, d) => {
          const stats = new AccessStats();
          for (const child of children) stats.accumulate(child.stats[d] as AccessStats);
          return {
            size: sizes[d] as number,
            ...(shape.isSpatial ? { spatialSize: spatialSizes[d] as number } : {}),
            stats: children.length === 1 ? stats : stats.scaled(1 / children.length),
            linkTransfers: links[d] as number,
          };
        }),
      };
    });
    let temporalIterations = 1;
    for (const loop of this.#nest.loops) if (!isSpatial(loop)) temporalIterations *= loop.bound;
    return {
      levels,
      compute: {
        operationsPerInstance: sum([...this.#operations.values()]) / this.#operations.size,
        utilizedInstances: utilizedInstances(this.#nest, -1),
        temporalIterations,
      },
    };
  }

  /** Walks loop `l` once and, where it is a storage boundary, returns what its instance must fetch. */
  #visit(l: number): PointSet[] {
    const level = this.#boundaryLevel.get(l);
    if (level !== undefined) this.#stamp.push(0);
    const loop = this.#nest.loops[l] as NestLoop;
    if (isSpatial(loop)) this.#visitSpatial(l);
    else this.#visitTemporal(l);
    if (level === undefined) return [];

    const set = this.#workingSet(l);
    const instance = this.#instance(level);
    set.forEach((points, d) => {
      instance.maxSize[d] = Math.max(instance.maxSize[d] as number, pointSetSize(points));
    });
    const delta = this.#fetch(level, instance, set);
    this.#stamp.pop();
    this.#observer?.visit?.(
      {
        level,
        position: [...this.#stamp],
        weight: this.#epochs,
        tileWords: set.map(pointSetSize),
        fetchedWords: delta.map(pointSetSize),
      },
      this.#indices,
    );
    return delta;
  }

  /** The rule at the head of this file. */
  #fetch(level: number, instance: InstanceState, set: PointSet[]): PointSet[] {
    const noReuse = this.#mapping.levels[level]?.reuse.noTemporalReuse;
    return set.map((points, d) => {
      if (noReuse?.[d]) return points;
      const last = instance.lastSet[d] as PointSet;
      instance.lastSet[d] = points;
      if (this.#workload.usesFlattening || last.length === 0) return subtractPointSets(points, last);
      const movement = centroidTranslation(last, points, this.#ranks[d] as number);
      if (movement.every((m) => m === 0)) return subtractPointSets(points, last);
      const remembered = instance.lastMovement[d];
      if (remembered !== undefined && !sameVector(remembered, movement)) {
        instance.lastMovement[d] = undefined;
        return points;
      }
      instance.lastMovement[d] = movement;
      return subtractPointSets(points, last);
    });
  }

  #visitTemporal(l: number): void {
    const loop = this.#nest.loops[l] as NestLoop;
    const iterations = this.#end(l);
    if (l === 0) {
      const operations = iterations * this.#epochs;
      this.#countOperations(this.#position(), operations);
      const children = this.#fanout(0);
      this.#workload.dataSpaces.forEach((_, d) => {
        (children.stats[d] as AccessStats).add(1, 1, operations, 0, 0);
      });
      return;
    }
    const innermostOfBlock = this.#boundaryLevel.get(l - 1) !== undefined;
    const sizes: { delta: readonly number[]; weight: number }[] = [];
    const step = (count: number): readonly number[] => {
      const delta = this.#visit(l - 1);
      this.#transform[loop.dimension] = (this.#transform[loop.dimension] as number) + loop.stride * count;
      this.#indices[l] = (this.#indices[l] as number) + count;
      return delta.map(pointSetSize);
    };
    const saved = this.#transform[loop.dimension] as number;
    this.#indices[l] = 0;

    // Which iterations besides 0 and 1 are visited.
    const runLast = this.#workload.usesFlattening || this.#imperfectInside(l);
    const runSecondLast = runLast && loop.bound !== loop.residual;
    if (iterations >= 1) sizes.push({ delta: step(1), weight: 1 });
    if (iterations >= (runSecondLast ? 4 : runLast ? 3 : 2)) {
      const virtual = iterations - 1 - (runLast ? 1 : 0) - (runSecondLast ? 1 : 0);
      const savedEpochs = this.#epochs;
      this.#epochs *= virtual;
      const delta = this.#visit(l - 1).map(pointSetSize);
      this.#epochs = savedEpochs;
      this.#transform[loop.dimension] = (this.#transform[loop.dimension] as number) + loop.stride * virtual;
      this.#indices[l] = (this.#indices[l] as number) + virtual;
      sizes.push({ delta, weight: virtual });
    }
    if (runSecondLast && iterations >= 3) {
      const delta = step(1);
      // After a jump over iterations the fetch is that of the jump; the one before it stands for this one too.
      if (iterations >= 4) (sizes[sizes.length - 1] as { weight: number }).weight++;
      else sizes.push({ delta, weight: 1 });
    }
    if (runLast && iterations >= 2) {
      const delta = step(1);
      if (!runSecondLast && iterations >= 3) (sizes[sizes.length - 1] as { weight: number }).weight++;
      else sizes.push({ delta, weight: 1 });
    }
    this.#transform[loop.dimension] = saved;

    if (innermostOfBlock) {
      const children = this.#fanout(loop.level);
      this.#workload.dataSpaces.forEach((_, d) => {
        const words = sum(sizes.map(({ delta, weight }) => (delta[d] as number) * weight));
        (children.stats[d] as AccessStats).add(1, 1, words * this.#epochs, 0, 0);
      });
    }
  }

  #visitSpatial(l: number): void {
    const level = (this.#nest.loops[l] as NestLoop).level;
    const deltas = new Map<number, readonly PointSet[]>();
    this.#fillDeltas(l, 0, undefined, deltas);

    const children = this.#fanout(level);
    const set = this.#workingSet(l);
    set.forEach((points, d) => {
      children.maxSize[d] = Math.max(children.maxSize[d] as number, pointSetSize(points));
    });

    const shape = spatialShape(this.#nest, level);
    const physical = this.#fanouts[level] as Fanout;
    const mesh: Fanout = { x: Math.max(physical.x, shape.x), y: Math.max(physical.y, shape.y) };
    const reuse = this.#mapping.levels[level]?.reuse;
    this.#workload.dataSpaces.forEach((_, d) => {
      const { stats, linkTransfers } = serveFetches(fetchesOf(deltas, d), fetchesOf(children.previousDeltas, d), mesh, {
        noMulticast: reuse?.noMulticast[d] ?? false,
        noLinkTransfer: reuse?.noLinkTransfer[d] ?? false,
      });
      children.linkTransfers[d] = (children.linkTransfers[d] as number) + linkTransfers * this.#epochs;
      (children.stats[d] as AccessStats).accumulate(stats.scaled(this.#epochs));
    });
    children.previousDeltas = deltas;
  }

  /**
   * Fetches of every element under the fan-out: the first element's by walking it, the others' by moving those.
   * @param base linear index so far
   * @param offset movement of each data space from the first element; `undefined` while on the first
   */
  #fillDeltas(
    l: number,
    base: number,
    offset: readonly (readonly number[])[] | undefined,
    deltas: Map<number, readonly PointSet[]>,
  ): void {
    const loop = this.#nest.loops[l] as NestLoop;
    const end = this.#end(l);
    const first = base * end;
    const saved = this.#transform[loop.dimension] as number;
    const next = l > 0 ? (this.#nest.loops[l - 1] as NestLoop) : undefined;
    const walkAll = this.#workload.usesFlattening;
    for (let i = 0; i < end; i++) {
      this.#indices[l] = i;
      const element = first + i;
      if (next === undefined) {
        deltas.set(element, this.#operationPoint());
        this.#stamp[this.#stamp.length - 1] = element;
        this.#countOperations(this.#stamp.join(","), this.#epochs);
      } else {
        const moved = walkAll || (offset === undefined && i === 0) ? undefined : this.#move(l, offset, i);
        if (isSpatial(next)) {
          this.#fillDeltas(l - 1, element, moved, deltas);
        } else if (moved === undefined) {
          this.#stamp[this.#stamp.length - 1] = element;
          deltas.set(element, this.#visit(l - 1));
        } else {
          const source = deltas.get(0) as readonly PointSet[];
          deltas.set(
            element,
            source.map((points, d) => translatePointSet(points, moved[d] as readonly number[])),
          );
        }
      }
      this.#transform[loop.dimension] = (this.#transform[loop.dimension] as number) + loop.stride;
    }
    this.#transform[loop.dimension] = saved;
    this.#indices[l] = 0;
  }

  #move(l: number, offset: readonly (readonly number[])[] | undefined, steps: number): number[][] {
    const loop = this.#nest.loops[l] as NestLoop;
    const own = projectStep(this.#workload, loop.dimension, loop.stride * steps);
    return own.map((vector, d) => vector.map((value, r) => value + (offset?.[d]?.[r] ?? 0)));
  }

  /** The words that the operation at the present indices touches. */
  #operationPoint(): PointSet[] {
    const point = new Array<number>(this.#workload.loopDimensions.length).fill(0);
    this.#nest.loops.forEach((loop, l) => {
      point[loop.dimension] = (point[loop.dimension] as number) + loop.stride * (this.#indices[l] as number);
    });
    const one = new Array<number>(point.length).fill(1);
    const set = workingSets(this.#workload, point, one);
    return set.map((points) => unitePointSets([], points));
  }

  #workingSet(l: number): PointSet[] {
    const extents = this.#nest.extents[l] as readonly number[];
    const residual = this.#nest.residualExtents[l] as readonly number[];
    const extent = extents.map((full, d) => (this.#isLastGlobal(l + 1, d) ? (residual[d] as number) : full));
    return workingSets(this.#workload, this.#transform, extent);
  }

  /** Iterations of loop `l` now: the residual in the last global iteration of its dimension. */
  #end(l: number): number {
    const loop = this.#nest.loops[l] as NestLoop;
    return this.#isLastGlobal(l + 1, loop.dimension) ? loop.residual : loop.bound;
  }

  #isLastGlobal(from: number, dimension: number): boolean {
    for (let l = from; l < this.#nest.loops.length; l++) {
      const loop = this.#nest.loops[l] as NestLoop;
      if (loop.dimension === dimension && (this.#indices[l] as number) + 1 < loop.residual) return false;
    }
    return true;
  }

  #imperfectInside(l: number): boolean {
    const { dimension } = this.#nest.loops[l] as NestLoop;
    const at = this.#imperfectAt.get(dimension);
    return at !== undefined && at < l && this.#isLastGlobal(l + 1, dimension);
  }

  #position(): string {
    return this.#stamp.slice(0, -1).join(",");
  }

  #countOperations(position: string, operations: number): void {
    this.#operations.set(position, (this.#operations.get(position) ?? 0) + operations);
  }

  #instance(level: number): InstanceState {
    const map = this.#instances[level] as Map<string, InstanceState>;
    const position = this.#position();
    let state = map.get(position);
    if (state === undefined) {
      const none = this.#workload.dataSpaces.map(() => undefined);
      state = { lastSet: none.map(() => []), lastMovement: none, maxSize: none.map(() => 0) };
      map.set(position, state);
    }
    return state;
  }

  #fanout(level: number): FanoutState {
    const map = this.#children[level] as Map<string, FanoutState>;
    const position = this.#position();
    let state = map.get(position);
    if (state === undefined) {
      state = {
        stats: this.#workload.dataSpaces.map(() => new AccessStats()),
        linkTransfers: this.#workload.dataSpaces.map(() => 0),
        maxSize: this.#workload.dataSpaces.map(() => 0),
        previousDeltas: new Map(),
      };
      map.set(position, state);
    }
    return state;
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function sameVector(a: readonly number[], b: readonly number[]): boolean {
  return a.every((value, i) => value === b[i]);
}

function fetchesOf(deltas: ReadonlyMap<number, readonly PointSet[]>, d: number): Map<number, PointSet> {
  return new Map([...deltas].map(([element, sets]) => [element, sets[d] as PointSet]));
}
