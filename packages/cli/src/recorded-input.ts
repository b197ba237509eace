/**
 * Everything that was read, kept with the result, and read again from there: texts with their names, and for each include
 * what was found for it, so that no disk is asked the second time.
 */
import { createHash } from "node:crypto";
import type { Diagnostic, RecordedFile, RecordedInput, RecordedLookup, Source } from "@tilewright/core";
import {
  chooseEnergyTable,
  type EnergyChoice,
  readWith,
  type TemplateVariables,
  type TracedInput,
} from "./pipeline.ts";

/** SHA-256 of a text in UTF-8, as `sha256sum` prints it of the file. */
export function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

export function recordInput(
  input: TracedInput,
  choice: EnergyChoice,
  variables: TemplateVariables = {},
): RecordedInput {
  const files = input.sources.map(
    (source, i): RecordedFile => ({
      name: source.name,
      sha256: sha256(source.text),
      ...(i < input.given ? {} : { included: true }),
      text: source.text,
    }),
  );
  return {
    files,
    lookups: input.lookups,
    variables,
    ...(choice.kind === "named" && { energyTable: choice.name }),
    ...(choice.kind === "file" && { energyTable: recordInput(choice.input, { kind: "input" }) }),
  };
}

const keyOf = (path: string, from: string, searchPaths: readonly string[]): string =>
  JSON.stringify([path, from, searchPaths]);

/** Reads the recorded texts again. */
export function replayInput(recorded: RecordedInput): TracedInput {
  const sources = recorded.files.map(({ name, text }): Source => ({ name, text }));
  const given = sources.filter((_, i) => recorded.files[i]?.included !== true);
  const known = new Map<string, RecordedLookup>();
  for (const lookup of recorded.lookups) known.set(keyOf(lookup.path, lookup.from, lookup.searchPaths), lookup);
  const namesOf = (path: string, from: Source, searchPaths: readonly string[]): readonly string[] =>
    known.get(keyOf(path, from.name, searchPaths))?.names ?? [];
  const loader = {
    loadFile: (path: string, from: Source, searchPaths: readonly string[]): Source | undefined => {
      const [name] = namesOf(path, from, searchPaths);
      return sources.find((source) => source.name === name);
    },
    listFiles: namesOf,
  };
  return readWith(given, loader, recorded.variables);
}

/** The energies that were chosen. */
export function replayEnergy({ energyTable }: RecordedInput): {
  readonly choice?: EnergyChoice;
  readonly diagnostics: readonly Diagnostic[];
} {
  if (typeof energyTable !== "object") return chooseEnergyTable(energyTable);
  const input = replayInput(energyTable);
  return { choice: { kind: "file", file: energyTable.files[0]?.name ?? "", input }, diagnostics: input.diagnostics };
}
