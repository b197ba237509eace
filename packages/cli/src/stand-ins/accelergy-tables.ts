/**
 * Where the input has no energy table Timeloop calls Accelergy and reads back what that wrote. So do its stand-ins, within
 * one process: the tables are estimated, written as Accelergy writes them, and the run goes by the written figures, with
 * their six digits. A second run that is given the written table therefore says the same.
 */
import { join } from "node:path";
import { ACCELERGY_FILES, type Diagnostic, estimateChip, renderDiagnostic, writeAccelergyFile } from "@tilewright/core";
import { writeTextFile } from "@tilewright/node";
import { type Input, readTexts } from "../pipeline.ts";
import { hasSection, withoutSections } from "./timeloop-input.ts";

export interface TableRequest {
  /** Energies as the public plug-ins of Accelergy compute them. */
  readonly compat: boolean;
  readonly outputDir: string;
  readonly prefix: string;
}

/** The input with an ERT and an ART. `diagnostics` has errors where a component could not be estimated. */
export function withAccelergyTables(
  input: Input,
  { compat, outputDir, prefix }: TableRequest,
): { readonly input: Input; readonly diagnostics: readonly Diagnostic[] } {
  if (hasSection(input.documents, "ERT") || !hasSection(input.documents, "architecture")) {
    return { input, diagnostics: [] };
  }
  const earlier = input.diagnostics;
  if (earlier.some(({ severity }) => severity === "error")) return { input, diagnostics: [] };
  const documents = withoutSections(input.documents, ["ART"]);
  const { chip, diagnostics } = estimateChip(documents, { compat });
  // Accelergy's own log, which Timeloop leaves in the current folder.
  const log = diagnostics.map((each) => renderDiagnostic(each, {})).join("\n");
  const failures = [writeTextFile(`${prefix}.accelergy.log`, log)];
  if (chip === undefined) {
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    return { input, diagnostics: [...errors, ...failures.filter((failure) => failure !== undefined)] };
  }
  const files = ACCELERGY_FILES.map((kind) => ({ kind, ...writeAccelergyFile(kind, chip) }));
  for (const { name, text } of files) failures.push(writeTextFile(join(outputDir, `${prefix}.${name}`), text));
  const tables = readTexts(
    files
      .filter(({ kind }) => kind === "ERT" || kind === "ART")
      .map(({ name, text }) => ({ name: join(outputDir, `${prefix}.${name}`), text })),
  );
  return {
    input: { ...input, documents: [...documents, ...tables.documents], sources: [...input.sources, ...tables.sources] },
    diagnostics: failures.filter((failure) => failure !== undefined),
  };
}
