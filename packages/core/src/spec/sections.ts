/**
 * Top-level keys of all documents, sorted into sections. Files may come in any number and order; each section may
 * be given once. Sections that this version only keeps for later stages stay as located nodes.
 */
import type { Report } from "../text/diagnostic.ts";
import { nearestWord } from "../text/nearest-word.ts";
import { normalizeKey } from "../yaml/access.ts";
import type { LocatedEntry, LocatedMap, LocatedNode } from "../yaml/located.ts";
import { duplicateSection, sectionIgnored, unknownSection } from "./errors.ts";
import { asMap } from "./fields.ts";

/** Sections that are read into the Spec. */
const READ = ["architecture", "problem", "mapping", "ERT", "ART", "variables"] as const;
/** Sections that may come several times: their lists add up. */
const REPEATED = ["components", "compound_components", "shape"];
/** Sections that are kept and not told of: they cannot change the result of a given mapping. */
const QUIET = [
  "globals",
  "mapper",
  "version",
  "dumped_by_timeloop_front_end",
  "ERT_summary",
  "ART_summary",
  "flattened_architecture",
  "action_counts",
  "energy_estimation",
];
/** Sections that are kept with a note where a mapping is given, since one might think that they bind it. */
const NOTED = ["mapspace", "sparse_optimizations"];
const KNOWN = [...READ, ...REPEATED, ...QUIET, ...NOTED, "constraints"];

export type ReadSection = (typeof READ)[number];

/** All sections of an input. */
export interface Sections {
  readonly read: ReadonlyMap<ReadSection, LocatedEntry>;
  /** `components` and `compound_components` of every document. */
  readonly components: readonly LocatedNode[];
  /** `shape` sections: problem shapes in files of their own. */
  readonly shapes: readonly LocatedMap[];
  /** Everything else, by its key as written (underscored), with a number appended where it comes again. */
  readonly raw: ReadonlyMap<string, LocatedNode>;
  /** Sections that a given mapping is not evaluated under. */
  readonly noted: readonly LocatedEntry[];
}

function isReadSection(key: string): key is ReadSection {
  return (READ as readonly string[]).includes(key);
}

/** Sorts the entries of `documents`. */
export function collectSections(documents: readonly LocatedNode[], report: Report): Sections {
  const read = new Map<ReadSection, LocatedEntry>();
  const components: LocatedNode[] = [];
  const shapes: LocatedMap[] = [];
  const raw = new Map<string, LocatedNode>();
  const noted: LocatedEntry[] = [];
  const keep = (key: string, entry: LocatedEntry): void => {
    let name = key;
    for (let times = 2; raw.has(name); times++) name = `${key}#${times}`;
    raw.set(name, entry.value);
  };
  for (const document of documents) {
    for (const entry of asMap(document, "a document", report)?.entries ?? []) {
      const key = normalizeKey(entry.key);
      if (isReadSection(key)) {
        const first = read.get(key);
        if (first) report(duplicateSection(entry.keySpan, entry.key, first.keySpan));
        else read.set(key, entry);
      } else if (key === "shape") {
        const shape = asMap(entry.value, "shape", report);
        if (shape) shapes.push(shape);
      } else if (key.endsWith("components")) components.push(entry.value);
      else if (key.includes("constraints")) keep(key, entry);
      // Files keep anchors under keys like `problem_base_ignore`, as Timeloop's front end allows.
      else if (QUIET.includes(key) || key.includes("ignore")) keep(key, entry);
      else if (NOTED.includes(key)) {
        keep(key, entry);
        noted.push(entry);
      } else report(unknownSection(entry.keySpan, entry.key, nearestWord(key, KNOWN)));
    }
  }
  return { read, components, shapes, raw, noted };
}

/** Tells of the sections that do not bind a given mapping. */
export function reportNoted(sections: Sections, report: Report): void {
  for (const { key, keySpan } of sections.noted) report(sectionIgnored(keySpan, key));
}
