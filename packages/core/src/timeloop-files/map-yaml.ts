/**
 * `map.yaml`: the mapping as directives, innermost level first, as Timeloop's mapper writes it and its model reads it.
 *
 *     first what each level keeps, then its loops: factors in the order of the dimensions, permutation innermost first
 *     with the dimensions that run once at its end; spatial loops with the number of them along X (`split`)
 *
 * A factor with a shorter last iteration is written `R3,2` (Timeloop reads that, though its own writer drops the 2).
 * Names of more than one letter are separated by commas in the permutation and by `=` from their factor.
 *
 * Layout: Timeloop (NVlabs/timeloop at 4cf6d4c), src/mapping/mapping.cpp, through yaml-cpp's emitter.
 */
import type { Loop, Mapping } from "../mapping/mapping.ts";
import type { Spec } from "../spec/spec.ts";
import type { Workload } from "../workload/workload.ts";

/** The text of `map.yaml`; empty without a mapping. No newline at its end, as Timeloop has none. */
export function writeMapYaml(spec: Spec): string {
  const { mapping, workload, architecture } = spec;
  if (mapping === undefined) return "";
  const names = architecture.storage.map(({ name }) => name);
  const lines = ["mapping:", ...keepLines(mapping, workload, names), ...loopLines(mapping, workload, names)];
  return lines.join("\n");
}

function keepLines(mapping: Mapping, workload: Workload, names: readonly string[]): string[] {
  const listed = (kept: boolean, keep: readonly boolean[]): string[] => {
    const chosen = workload.dataSpaces.filter((_, d) => (keep[d] ?? true) === kept);
    return chosen.length === 0 ? ["      []"] : chosen.map(({ name }) => `      - ${name}`);
  };
  return mapping.levels.flatMap(({ level, keep }) => [
    `  - target: ${names[level]}`,
    "    type: datatype",
    "    keep:",
    ...listed(true, keep),
    "    bypass:",
    ...listed(false, keep),
  ]);
}

function loopLines(mapping: Mapping, workload: Workload, names: readonly string[]): string[] {
  const runs = (loops: readonly Loop[]): Loop[] => loops.filter(({ bound }) => bound > 1);
  return mapping.levels.flatMap((level) => {
    const lines: string[] = [];
    const alongX = runs(level.spatialX);
    const spatial = [...alongX, ...runs(level.spatialY)];
    if (spatial.length > 0) {
      lines.push(`  - target: ${names[level.level]}`, "    type: spatial", ...nestLines(spatial, workload));
      lines.push(`    split: ${alongX.length}`);
    }
    lines.push(`  - target: ${names[level.level]}`, "    type: temporal", ...nestLines(runs(level.temporal), workload));
    return lines;
  });
}

function nestLines(loops: readonly Loop[], workload: Workload): string[] {
  const short = workload.loopDimensions.every(({ name }) => name.length === 1);
  const equals = short ? "" : "=";
  const factors = workload.loopDimensions.map(({ name }, dimension) => {
    const loop = loops.find((candidate) => candidate.dimension === dimension);
    const residual = loop === undefined || loop.residual === loop.bound ? "" : `,${loop.residual}`;
    return `${name}${equals}${loop?.bound ?? 1}${residual}`;
  });
  const once = workload.loopDimensions.filter((_, d) => !loops.some(({ dimension }) => dimension === d));
  const order = [...loops.map(({ dimension }) => workload.loopDimensions[dimension]), ...once];
  const permutation = order.map((dimension) => dimension?.name ?? "").join(short ? "" : ",");
  return [`    factors: ${factors.join(" ")}`, `    permutation: ${permutation}`];
}
