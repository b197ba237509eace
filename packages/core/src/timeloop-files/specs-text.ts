/**
 * What `timeloop-metrics` prints: each level of an architecture with its sizes and what an access, a cycle and an instance
 * cost. No problem and no mapping have a say in it. Laid out as the levels of `stats.txt` are.
 */
import { areaPerInstanceUm2, computeCosts, storageCosts } from "../evaluation/level-costs.ts";
import type { Spec } from "../spec/spec.ts";
import { fixed2 } from "./number-format.ts";
import { computeSpecs, storageSpecs } from "./stats-levels.ts";
import { underlined } from "./text-lines.ts";

export function writeSpecsText({ architecture, ert, art }: Pick<Spec, "architecture" | "ert" | "art">): string {
  const { compute, storage } = architecture;
  const lines = [
    ...underlined(0, "Buffer and Arithmetic Levels"),
    "Level 0",
    "-------",
    ...computeSpecs(compute, computeCosts(compute, ert).computePj),
    "",
  ];
  for (const [i, level] of storage.entries()) {
    const { vectorAccessPj, source, actions } = storageCosts(level, ert);
    const figures = {
      vectorAccessEnergyPj: vectorAccessPj,
      vectorAccessEnergySource: source,
      leakPerInstanceCyclePj: actions.leakPj,
      areaPerInstanceUm2: areaPerInstanceUm2(level, art),
    };
    lines.push(`Level ${i + 1}`, "-------", ...storageSpecs(level, figures), "");
  }
  const areaUm2 = [compute, ...storage].reduce(
    (sum, level) => sum + level.instances * areaPerInstanceUm2(level, art),
    0,
  );
  lines.push(...underlined(0, "Summary Stats"), `Area: ${fixed2(areaUm2 / 1e6)} mm^2`);
  return `${lines.join("\n")}\n`;
}
