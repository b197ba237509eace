/**
 * Compound classes that published designs use without defining them in every file: buffers with their address
 * generators, and storage with metadata for sparse data. A definition in a file goes before these; that one of these was
 * used is told in a note. Written for tilewright; names and attributes are those of the public Timeloop designs.
 */

import { getValue } from "../../yaml/access.ts";
import { readDocuments } from "../../yaml/read-documents.ts";
import { type CompoundClass, readCompoundClasses } from "./compound-class.ts";

function buffer(name: string, storage: string): string {
  return `
  - name: ${name}
    attributes: {width: must_specify, depth: must_specify, n_banks: 1, n_rw_ports: 1}
    subcomponents:
      - name: storage
        class: ${storage}
        attributes: {width: width, depth: depth, n_banks: n_banks, n_rw_ports: n_rw_ports}
      - name: address_generators[0..1]
        class: intadder
        attributes:
          width: max(1, ceil(log2(max(1, depth))))
    actions:
      - &read_${name}
        name: read
        arguments: {}
        subcomponents:
          - {name: storage, actions: [{name: read}]}
          - {name: "address_generators[1]", actions: [{name: add}]}
      - &write_${name}
        name: write
        subcomponents:
          - {name: storage, actions: [{name: write}]}
          - {name: "address_generators[0]", actions: [{name: add}]}
      - {<<: *write_${name}, name: update}
      - name: leak
        subcomponents:
          - {name: storage, actions: [{name: leak}]}
          - {name: "address_generators[0..1]", actions: [{name: leak}]}`;
}

function withMetadata(name: string, storage: string): string {
  const store = (action: string, part: string): string => `{name: ${part}, actions: [{name: ${action}}]}`;
  const counting = (action: string, index: number): string =>
    `- {name: ${action}, subcomponents: [{name: "metadata_counters[${index}]", actions: [{name: count}]}]}`;
  return `
  - name: ${name}
    attributes:
      width: must_specify
      depth: must_specify
      metadata_storage_width: must_specify
      metadata_storage_depth: must_specify
      metadata_counter_width: 0
    subcomponents:
      - {name: storage, class: ${storage}, attributes: {width: width, depth: depth}}
      - name: metadata_storage
        class: ${storage}
        attributes: {width: metadata_storage_width, depth: metadata_storage_depth}
      - {name: "metadata_counters[0..1]", class: counter, attributes: {width: metadata_counter_width}}
    actions:
      - {name: read, subcomponents: [${store("read", "storage")}]}
      - {name: write, subcomponents: [${store("write", "storage")}]}
      - {name: update, subcomponents: [${store("write", "storage")}]}
      - {name: metadata_read, subcomponents: [${store("read", "metadata_storage")}]}
      - {name: metadata_write, subcomponents: [${store("write", "metadata_storage")}]}
      - {name: metadata_update, subcomponents: [${store("write", "metadata_storage")}]}
      ${counting("compression_count", 0)}
      ${counting("decompression_count", 1)}
      - name: leak
        subcomponents:
          - ${store("leak", "storage")}
          - ${store("leak", "metadata_storage")}
          - {name: "metadata_counters[0..1]", actions: [{name: leak}]}`;
}

const TEXT = `compound_components:
  version: 0.4
  classes:${buffer("smartbuffer_SRAM", "SRAM")}${buffer("smartbuffer_RF", "regfile")}${withMetadata("smartbuffer_metadata", "smartbuffer_SRAM")}${withMetadata("regfile_metadata", "smartbuffer_RF")}
`;

let known: ReadonlyMap<string, CompoundClass> | undefined;

/** Names of the built-in classes, for suggestions. */
export const BUILT_IN_CLASS_NAMES: readonly string[] = [
  "smartbuffer_SRAM",
  "smartbuffer_RF",
  "smartbuffer_metadata",
  "regfile_metadata",
];

/** The built-in class of this name. They are read when the first one is asked for. */
export function builtInClass(name: string): CompoundClass | undefined {
  if (!BUILT_IN_CLASS_NAMES.includes(name)) return undefined;
  if (known === undefined) {
    const { documents } = readDocuments([{ name: "built-in component classes", text: TEXT }], {});
    const sections = documents.flatMap((document) => {
      const section = document.kind === "map" ? getValue(document, "compound_components") : undefined;
      return section === undefined ? [] : [section];
    });
    known = readCompoundClasses(sections, () => {});
  }
  return known.get(name);
}
