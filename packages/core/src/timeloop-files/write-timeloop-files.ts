/**
 * All files that Timeloop and Accelergy leave behind, so that scripts which read them go on working:
 * `<prefix>.stats.txt`, `.map.txt`, `.map.yaml`, and the tables `.ERT.yaml`, `.ERT_summary.yaml`, `.ART.yaml`,
 * `.ART_summary.yaml` where there is one.
 */
import type { ValidEvaluation } from "../evaluation/evaluation.ts";
import type { Spec } from "../spec/spec.ts";
import { writeMapText } from "./map-text.ts";
import { writeMapYaml } from "./map-yaml.ts";
import { writeArt, writeArtSummary, writeErt, writeErtSummary } from "./reference-table-yaml.ts";
import { type StatsOptions, writeStatsText } from "./stats-text.ts";

/**
 * The files of one evaluation, text by file name.
 * @param prefix `timeloop-model` or `timeloop-mapper`
 */
export function writeTimeloopFiles(
  spec: Spec,
  evaluation: ValidEvaluation,
  prefix: string,
  options: StatsOptions = {},
): Record<string, string> {
  const { ert, art, architecture } = spec;
  return {
    [`${prefix}.stats.txt`]: writeStatsText(spec, evaluation, options),
    [`${prefix}.map.txt`]: writeMapText(spec, evaluation),
    [`${prefix}.map.yaml`]: writeMapYaml(spec),
    ...(ert !== undefined && {
      [`${prefix}.ERT.yaml`]: writeErt(ert, architecture),
      [`${prefix}.ERT_summary.yaml`]: writeErtSummary(ert, architecture),
    }),
    ...(art !== undefined && {
      [`${prefix}.ART.yaml`]: writeArt(art, architecture),
      [`${prefix}.ART_summary.yaml`]: writeArtSummary(art, architecture),
    }),
  };
}
