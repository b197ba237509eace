/**
 * Layers that multiply, those of one shape together: a mapping of one is a mapping of all of them, since nothing else
 * about a layer is seen by the model. ResNet-32 has 34 of them in 9 shapes.
 */
import type { Network, ProductShape } from "../network.ts";

export interface DistinctLayer {
  readonly shape: ProductShape;
  /** Positions in `Network.layers`, in order. */
  readonly layers: readonly number[];
  /** The first one's. */
  readonly name: string;
}

/** In the order of their first layers. */
export function distinctLayers({ layers }: Pick<Network, "layers">): readonly DistinctLayer[] {
  const found = new Map<string, { shape: ProductShape; layers: number[]; name: string }>();
  for (const [position, { name, work }] of layers.entries()) {
    if (work.kind !== "product") continue;
    const key = shapeKey(work.shape);
    const known = found.get(key);
    if (known) known.layers.push(position);
    else found.set(key, { shape: work.shape, layers: [position], name });
  }
  return [...found.values()];
}

/** Equal for equal shapes, whatever the order of their fields. */
function shapeKey(shape: ProductShape): string {
  return JSON.stringify(Object.entries(shape).sort(([a], [b]) => (a < b ? -1 : 1)));
}
