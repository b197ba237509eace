/**
 * All files that Timeloop and Accelergy leave behind, so that scripts which read them go on working:
 * `<prefix>.stats.txt`, `.map.txt`, `.map+stats.xml`, `.map.tensella.txt`, `.map.yaml`, and the tables `.ERT.yaml`,
 * `.ERT_summary.yaml`, `.ART.yaml`, `.ART_summary.yaml` where there is one.
 */
import type { ValidEvaluation } from "../evaluation/evaluation.ts";
import type { Spec } from "../spec/spec.ts";
import { writeMapStatsXml } from "./map-stats-xml.ts";
import { writeMapText } from "./map-text.ts";
import { writeMapYaml } from "./map-yaml.ts";
import { writeArt, writeArtSummary, writeErt, writeErtSummary } from "./reference-table-yaml.ts";
import { type StatsOptions, writeStatsText } from "./stats-text.ts";
import { writeTenssella } from "./tenssella-text.ts";

/** The programs whose files these are; the names of files begin with theirs. */
export type TimeloopProgram = "timeloop-model" | "timeloop-mapper";

/** The files of one evaluation, text by file name. */
export function writeTimeloopFiles(
  spec: Spec,
  evaluation: ValidEvaluation,
  program: TimeloopProgram,
  options: StatsOptions = {},
): Record<string, string> {
  const { ert, art, architecture } = spec;
  return {
    ...writeResultFiles(spec, evaluation, program, options),
    [`${program}.map.yaml`]: writeMapYaml(spec),
    ...(ert !== undefined && {
      [`${program}.ERT.yaml`]: writeErt(ert, architecture),
      [`${program}.ERT_summary.yaml`]: writeErtSummary(ert, architecture),
    }),
    ...(art !== undefined && {
      [`${program}.ART.yaml`]: writeArt(art, architecture),
      [`${program}.ART_summary.yaml`]: writeArtSummary(art, architecture),
    }),
  };
}

/** The files that Timeloop itself writes, without those of Accelergy: what its stand-ins write. */
export function writeResultFiles(
  spec: Spec,
  evaluation: ValidEvaluation,
  program: TimeloopProgram,
  options: StatsOptions = {},
): Record<string, string> {
  return {
    [`${program}.stats.txt`]: writeStatsText(spec, evaluation, options),
    [`${program}.map.txt`]: writeMapText(spec, evaluation),
    [`${program}.map+stats.xml`]: writeMapStatsXml(spec, evaluation, program),
    [`${program}.map.tensella.txt`]: writeTenssella(spec),
    ...(program === "timeloop-mapper" && { [`${program}.map.yaml`]: writeMapYaml(spec) }),
  };
}
