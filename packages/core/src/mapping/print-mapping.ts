/**
 * Mapping -> YAML text in the words of the architecture's form, so that Timeloop (0.3) or its front end (0.4) reads it
 * too, and that reads back as the same mapping.
 *
 *     0.3  type: bypass        fan-outs by level, stand-ins for fan-outs written out in full
 *     0.4  type: dataspace     fan-outs by the name of their container, nothing else said about them
 */
import type { Architecture, StorageLevel } from "../architecture/architecture.ts";
import type { Workload } from "../workload/workload.ts";
import type { LevelMapping, Loop, Mapping } from "./mapping.ts";

const PLAIN = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
const RESERVED = /^(true|false|null|yes|no|on|off|y|n|~|\.?inf|\.?nan)$/i;

/** The text of `mapping`, outermost level first. */
export function printMapping(mapping: Mapping, architecture: Architecture, workload: Workload): string {
  const lines = ["mapping:"];
  for (const level of [...mapping.levels].reverse()) {
    const storage = architecture.storage[level.level];
    if (storage) lines.push(...printLevel(level, storage, architecture, workload));
  }
  return `${lines.join("\n")}\n`;
}

function printLevel(
  level: LevelMapping,
  storage: StorageLevel,
  architecture: Architecture,
  workload: Workload,
): string[] {
  const nodes = architecture.form === "nodes";
  const lines: string[] = [];
  const { reuse } = level;
  const flags = (key: string, values: readonly boolean[]): string[] => {
    const names = namesWhere(values, workload);
    return names.length === 0 ? [] : [`    ${key}: ${list(names)}`];
  };
  if (!(nodes && storage.fanoutOf !== undefined)) {
    lines.push(`  - target: ${word(storage.name)}`, "    type: temporal", ...printLoops(level.temporal, workload));
    lines.push(...flags("no_reuse", reuse.noTemporalReuse), ...flags("rmw_first_update", reuse.rmwFirstUpdate));
  }
  const spatial = [...level.spatialX, ...level.spatialY];
  if (spatial.length > 0) {
    const target = nodes ? (storage.fanoutOf ?? storage.name) : storage.name;
    lines.push(`  - target: ${word(target)}`, "    type: spatial", ...printLoops(spatial, workload));
    lines.push(`    split: ${level.spatialX.length}`);
    lines.push(...flags("no_reuse", reuse.noMulticast), ...flags("no_link_transfer", reuse.noLinkTransfer));
  }
  if (!(nodes && storage.virtual)) {
    lines.push(`  - target: ${word(storage.name)}`, `    type: ${nodes ? "dataspace" : "bypass"}`);
    lines.push(`    keep: ${list(namesWhere(level.keep, workload))}`);
    lines.push(
      `    bypass: ${list(
        namesWhere(
          level.keep.map((kept) => !kept),
          workload,
        ),
      )}`,
    );
    lines.push(...flags("no_coalesce", reuse.noCoalesce));
  }
  return lines;
}

function printLoops(loops: readonly Loop[], workload: Workload): string[] {
  const names = loops.map(({ dimension }) => workload.loopDimensions[dimension]?.name ?? "?");
  const factors = loops.map(({ bound, residual }, index) => {
    const name = names[index] ?? "?";
    return residual === bound ? `${name}=${bound}` : `${name}=${bound},${residual}`;
  });
  // Names of one letter may stand together, which is the only form that Timeloop reads.
  const together = names.every((name) => name.length === 1);
  const permutation = together ? word(names.join("")) : list(names);
  return [`    factors: ${factors.join(" ")}`, `    permutation: ${permutation}`];
}

function namesWhere(values: readonly boolean[], workload: Workload): readonly string[] {
  return workload.dataSpaces.filter((_, id) => values[id]).map(({ name }) => name);
}

function list(names: readonly string[]): string {
  return `[${names.map(word).join(", ")}]`;
}

/** `text` as a YAML scalar that every parser takes for a text. */
function word(text: string): string {
  return PLAIN.test(text) && !RESERVED.test(text) ? text : JSON.stringify(text);
}
