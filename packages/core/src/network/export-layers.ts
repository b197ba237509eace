/**
 * Each layer that multiplies as a problem of its own, under a name that a file can bear.
 *
 * `assignmentSizes` writes what the generator of the course's assignment writes: the size of a convolution's *input* into P
 * and Q, where Timeloop means the output's. With padding that keeps the size and stride 1 the two are the same; stride 2
 * makes P and Q twice as large, so four times the MACs, and a layer without padding gets more places than it has.
 */
import { layerProblemYaml } from "./layer-problem.ts";
import { macsOf, type Network, type NetworkLayer, type ProductShape } from "./network.ts";

export interface LayerExport {
  readonly layer: NetworkLayer;
  /** Without folder; unique among all, whatever case letters have. */
  readonly file: string;
  /** Loop bounds as written. */
  readonly shape: ProductShape;
  readonly yaml: string;
  readonly macs: number;
  /** Of the layer as it is, where other sizes are written. */
  readonly trueMacs: number;
  /** Names of all layers with these loop bounds, this one first; only itself unless `unique`. */
  readonly layers: readonly string[];
}

export interface ExportOptions {
  readonly assignmentSizes?: boolean;
  /** One file for each set of loop bounds. */
  readonly unique?: boolean;
}

/**
 * The layers of `network` that multiply, in order.
 *
 * @example exportLayers(network).map(({ file, yaml }) => writeFile(file, yaml)) // conv1.yaml, stage1.1.conv1.yaml, ...
 */
export function exportLayers(network: Network, options: ExportOptions = {}): readonly LayerExport[] {
  const files = new Set<string>();
  const groups = new Map<
    string,
    { readonly layer: NetworkLayer; readonly shape: ProductShape; readonly layers: string[] }
  >();
  for (const [index, layer] of network.layers.entries()) {
    if (layer.work.kind !== "product") continue;
    const shape = options.assignmentSizes ? withInputSize(network, layer, layer.work.shape) : layer.work.shape;
    const key = options.unique ? JSON.stringify(Object.entries(shape).sort()) : String(index);
    const known = groups.get(key);
    if (known) known.layers.push(layer.name);
    else groups.set(key, { layer, shape, layers: [layer.name] });
  }
  return [...groups.values()].map(({ layer, shape, layers }) => {
    const trueShape = layer.work.kind === "product" ? layer.work.shape : shape;
    return {
      layer,
      file: `${fileName(layer.name, files)}.yaml`,
      shape,
      yaml: layerProblemYaml(layer.name, shape),
      macs: macsOf(shape),
      trueMacs: macsOf(trueShape),
      layers,
    };
  });
}

/** The picture that the layer reads in the place of the one that it makes. */
function withInputSize(network: Network, layer: NetworkLayer, shape: ProductShape): ProductShape {
  const channels = shape.groups * shape.inputChannels;
  const picture = layer.inputs
    .map((name) => network.tensors.get(name))
    .find((tensor) => tensor?.kind !== "weight" && (tensor?.shape.length ?? 0) > 2 && tensor?.shape[1] === channels);
  const isConvolution = /conv/i.test(layer.operator);
  if (!isConvolution || shape.transposed || picture === undefined) return shape;
  const places = picture.shape.slice(2);
  return { ...shape, width: places.at(-1) ?? shape.width, height: places.at(-2) ?? 1 };
}

/** Longest name of a file, with room for a number and an ending. */
const MAX_NAME = 100;

/** Letters, digits, dot, hyphen and underscore stay; a number follows where the name is taken. */
function fileName(layer: string, taken: Set<string>): string {
  const plain = layer.replace(/[^\w.-]+/g, "_").replace(/^[._]+|[._]+$/g, "");
  const base = plain.slice(-MAX_NAME) || "layer";
  let name = base;
  for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${base}_${count}`;
  taken.add(name.toLowerCase());
  return name;
}
