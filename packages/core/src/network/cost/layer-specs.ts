/**
 * Each distinct layer as a problem over the same chip: documents are parsed and the architecture is read once, energies
 * are the chip's, and what remains for a layer is its problem and what the constraints mean for it.
 *
 *     chip (Spec without a problem) + { problem: the layer } -> Spec -> MapspaceLimits
 *
 * Constraints are written for seven dimensions (layer-problem.ts). Where they name G as well, a layer of one group gets
 * a G of size 1; a factor that is larger than a layer's dimension is left out for that layer, with a warning
 * (mapspace/).
 */
import type { MapspaceLimits } from "../../mapspace/constraints.ts";
import { readConstraints } from "../../mapspace/read-constraints.ts";
import { readProblemOf } from "../../spec/read-spec.ts";
import type { Spec } from "../../spec/spec.ts";
import type { Diagnostic } from "../../text/diagnostic.ts";
import { readDocuments } from "../../yaml/read-documents.ts";
import { layerProblemYaml } from "../layer-problem.ts";
import type { ProductShape } from "../network.ts";
import { problemName } from "./errors.ts";

export interface LayerSpec {
  /** The problem as YAML. */
  readonly problem: string;
  /** Both absent where reading failed. */
  readonly spec?: Spec;
  readonly limits?: MapspaceLimits;
  /** Of the problem and of the constraints; errors among them are about the input. */
  readonly diagnostics: readonly Diagnostic[];
}

/** @param chip with the energies and areas that all layers share */
export function readLayerSpec(chip: Spec, name: string, shape: ProductShape): LayerSpec {
  const plain = readLayer(chip, name, shape, false);
  return plain.diagnostics.some(namesGroups) ? readLayer(chip, name, shape, true) : plain;
}

function readLayer(chip: Spec, name: string, shape: ProductShape, hasGroups: boolean): LayerSpec {
  const problem = layerProblemYaml(name, shape, { namesGroups: hasGroups });
  const { documents, diagnostics: unread } = readDocuments([{ name: problemName(name), text: problem }]);
  const { spec, diagnostics: read } = readProblemOf(chip, documents);
  if (!spec) return { problem, diagnostics: [...unread, ...read] };
  const { limits, diagnostics: constrained } = readConstraints(spec);
  const diagnostics = [...unread, ...read, ...constrained];
  return limits ? { problem, spec, limits, diagnostics } : { problem, diagnostics };
}

function namesGroups({ code, span }: Diagnostic): boolean {
  return code === "unknown-dimension" && span?.source.text.slice(span.from, span.to) === "G";
}
