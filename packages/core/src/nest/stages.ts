/**
 * The way between a holder and the next one inside, network by network. Levels between that bypass the data space keep
 * no word, but the word crosses the network below each of them:
 *
 *     parent P --network P--> instances of P-1 --network P-1--> ... --network c+1--> child c
 *
 * A *stage* is one of these networks. Its senders are instances of its level, its receivers those of the level inside.
 * A word that some children need in one step is sent once by each sender that has such a child, to all its receivers
 * that have one: multicast splits up on the way, and partial sums on their way out add up stage by stage.
 */
import type { Fanout } from "./hops.ts";
import { isSpatial, type LoopNest, type NestLoop } from "./loop-nest.ts";
import { positions } from "./positions.ts";
import { spatialShape } from "./spatial-shape.ts";

export interface Stage {
  /** Storage level whose network this is. */
  readonly level: number;
  /** Boundaries of the level and of the level inside (-1: the compute units). */
  readonly senderBoundary: number;
  readonly receiverBoundary: number;
  /** Instances of the level, and receivers of one. */
  readonly senders: number;
  readonly receivers: number;
  /** By receiver: its place in the mesh, row by row; all 0 without spatial loops. */
  readonly places: readonly number[];
  readonly mesh: Fanout;
}

/** The stage below one storage level. @param fanout physical mesh of its children */
export function stageBelow(nest: LoopNest, level: number, fanout: Fanout | undefined): Stage {
  const senderBoundary = nest.boundaries[level] as number;
  const receiverBoundary = level === 0 ? -1 : (nest.boundaries[level - 1] as number);
  const used = spatialShape(nest, level);
  const mesh = used.isSpatial
    ? { x: Math.max(used.x, fanout?.x ?? 1), y: Math.max(used.y, fanout?.y ?? 1) }
    : { x: 1, y: 1 };
  let places = [0];
  let ofX = 1;
  let ofY = mesh.x;
  for (let l = nest.blockStarts[level] as number; l <= senderBoundary; l++) {
    const loop = nest.loops[l] as NestLoop;
    if (!isSpatial(loop)) break;
    const step = loop.kind === "spatialX" ? ofX : ofY;
    if (loop.kind === "spatialX") ofX *= loop.bound;
    else ofY *= loop.bound;
    const inner = places;
    places = Array.from({ length: loop.bound }, (_, i) => inner.map((place) => place + i * step)).flat();
  }
  return {
    level,
    senderBoundary,
    receiverBoundary,
    senders: positions(nest, senderBoundary).count,
    receivers: used.fanout,
    places,
    mesh,
  };
}

/** Stages from a child (-1: the compute units) out to its parent, the child's own first. */
export function stagesBetween(nest: LoopNest, child: number, parent: number, fanouts: readonly Fanout[]): Stage[] {
  return Array.from({ length: parent - child }, (_, i) => stageBelow(nest, child + 1 + i, fanouts[child + 1 + i]));
}
