/** Names of data spaces in the architecture's attributes must be those of the problem. */
import type { Architecture } from "../architecture/architecture.ts";
import type { Report } from "../text/diagnostic.ts";
import { nearestWord } from "../text/nearest-word.ts";
import { unknownDataSpace } from "../workload/errors.ts";
import type { Workload } from "../workload/workload.ts";

/** Reports each attribute by data space that names none of the problem's. */
export function checkDataSpaceNames(
  architecture: Architecture | undefined,
  workload: Workload | undefined,
  report: Report,
): void {
  if (!architecture || !workload) return;
  const names = workload.dataSpaces.map(({ name }) => name);
  for (const level of architecture.storage) {
    for (const [key, values] of [
      ["per_dataspace_bandwidth_consumption_scale", level.bandwidthConsumptionScale],
      ["per_dataspace_word_bits", level.dataSpaceWordBits],
    ] as const) {
      const span = level.attributes[key]?.span ?? level.span;
      for (const name of Object.keys(values)) {
        if (!names.includes(name) && span) report(unknownDataSpace(span, name, names, nearestWord(name, names)));
      }
    }
  }
}
