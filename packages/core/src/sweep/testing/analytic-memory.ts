/** A made-up memory whose energy is a formula, so that tests know its exponents; nothing real is meant. */
import type { ComponentEstimate, RefusedEstimate } from "../component-estimate.ts";
import type { SweepAttributes } from "../plan-sweep.ts";

/** Bit lines as width x depth^0.5, decoder as log2 depth, H-tree as (width x depth)^0.5 x width^0.5. */
export function analyticMemory(
  componentClass: string,
  attributes: SweepAttributes,
): ComponentEstimate | RefusedEstimate {
  const width = Number(attributes["width"] ?? 64);
  const depth = Number(attributes["depth"] ?? 1024);
  if (componentClass !== "analytic" || !(width > 0) || !(depth > 1)) {
    const message = `nobody estimates ${componentClass} of ${width} x ${depth}`;
    return { error: { diagnostics: [{ code: "test-refused", severity: "error", message }] } };
  }
  const read = [
    { name: "bit lines", value: 0.002 * width * Math.sqrt(depth) },
    { name: "decoder", value: 0.05 * Math.log2(depth) },
    { name: "H-tree", value: 0.00002 * width ** 1.5 * Math.sqrt(depth) },
  ];
  const sum = read.reduce((total, { value }) => total + value, 0);
  return {
    energyPj: { read: sum, write: 1.5 * sum, update: 1.5 * sum, leak: 1e-8 * width * depth },
    areaUm2: 0.4 * width * depth,
    terms: { read, write: read.map(({ name, value }) => ({ name, value: 1.5 * value })) },
    sources: [{ figures: ["read", "write", "update", "leak", "area"], estimator: "a formula of the tests" }],
  };
}
