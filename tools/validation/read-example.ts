/** A chip of examples/ with one layer, read as a user's files are. Runs in the project's root. */
import { readFileSync } from "node:fs";
import { layerProblemYaml, type ProductShape, readDocuments, readSpec, type Spec } from "@tilewright/core";

/**
 * @param example folder below examples/
 * @param texts further YAML: a mapping
 */
export function readExample(example: string, shape: ProductShape, ...texts: readonly string[]): Spec {
  const files = ["arch.yaml", "ert.yaml", "constraints.yaml"].map((file) => {
    const name = `examples/${example}/${file}`;
    return { name, text: readFileSync(name, "utf8") };
  });
  const further = [layerProblemYaml("layer", shape), ...texts].map((text, i) => ({ name: `text-${i}.yaml`, text }));
  const { documents, diagnostics } = readDocuments([...files, ...further]);
  const result = readSpec(documents, { require: { mapping: texts.length > 0 } });
  if (result.spec === undefined) throw new Error(JSON.stringify([...diagnostics, ...result.diagnostics].slice(0, 3)));
  return result.spec;
}
