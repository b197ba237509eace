/**
 * "Operational Intensity Stats" and "Summary Stats" of a stats file.
 * Layout: Timeloop (NVlabs/timeloop at 4cf6d4c), src/model/topology.cpp, which computes ratios in single precision.
 */
import type { DerivedFigures, ValidEvaluation } from "../evaluation/evaluation.ts";
import { fixed2, integer, scientific2 } from "./number-format.ts";
import { networksByName } from "./stats-networks.ts";
import { titled, underlined } from "./text-lines.ts";

export function intensityLines(derived: DerivedFigures): string[] {
  const line = (title: string, value: string): string => titled(1, 40, title, value);
  const { totalOps, elementwiseOps, reductionOps, algorithmicMinimumAccesses, perLevel } = derived;
  const lines = [
    "",
    ...underlined(0, "Operational Intensity Stats"),
    line("Total elementwise ops", integer(elementwiseOps)),
    line("Total reduction ops", integer(reductionOps)),
    line("Total ops", integer(totalOps)),
    line("Total memory accesses required", integer(algorithmicMinimumAccesses.total)),
    line("Optimal Op per Byte", fixed2(singleRatio(totalOps, algorithmicMinimumAccesses.bytes))),
    "",
  ];
  for (const level of perLevel) {
    lines.push(`=== ${level.name} ===`);
    if (level.scalarAccesses === 0) continue;
    lines.push(
      line("Total scalar accesses", integer(level.scalarAccesses)),
      line("Op per Byte", fixed2(singleRatio(totalOps, level.bytes))),
    );
  }
  lines.push("", "");
  return lines;
}

/** @param hideIdle leave out levels and networks that cost nothing */
export function summaryLines(evaluation: ValidEvaluation, derived: DerivedFigures, hideIdle: boolean): string[] {
  const { levels, cycles, energyPj, computes } = evaluation;
  const networks = networksByName(evaluation);
  const width = Math.max(...[...levels, ...networks].map(({ name }) => name.length)) + 1;
  const femtojoules = (name: string, pj: number): string =>
    `    ${name.padEnd(width)}= ${fixed2((pj * 1000) / computes)}`;
  const parts = [...levels, ...networks].filter((part) => !hideIdle || part.energyPj !== 0);
  return [
    ...underlined(0, "Summary Stats"),
    `GFLOPs (@1GHz): ${fixed2(singleRatio(derived.totalOps, cycles))}`,
    `Utilization: ${fixed2(evaluation.utilization * 100)}%`,
    `Cycles: ${integer(cycles)}`,
    `Energy: ${fixed2(energyPj / 1000000)} uJ`,
    `EDP(J*cycle): ${scientific2((Math.fround(cycles) * energyPj) / 1e12)}`,
    `Area: ${fixed2(evaluation.areaUm2 / 1000000)} mm^2`,
    "",
    `Computes = ${integer(computes)}`,
    "fJ/Compute",
    ...parts.map((part) => femtojoules(part.name, part.energyPj)),
    femtojoules("Total", energyPj),
    "",
  ];
}

function singleRatio(numerator: number, denominator: number): number {
  return Math.fround(Math.fround(numerator) / Math.fround(denominator));
}
