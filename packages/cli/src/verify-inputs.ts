/**
 * What a result is verified against: the files that somebody names, or the texts that the result carries. Either way it is
 * worked out whether they are the texts that it was made from.
 */
import {
  type Check,
  type Diagnostic,
  judged,
  notRederived,
  type ReadDocument,
  type RecordedFile,
  type RecordedInput,
  type Source,
} from "@tilewright/core";
import { resultInputsMissing } from "./errors.ts";
import { chooseEnergyTable, type EnergyChoice, type Input, readFiles, type TemplateVariables } from "./pipeline.ts";
import { replayEnergy, replayInput, sha256 } from "./recorded-input.ts";

export interface VerifyInputs {
  readonly input: Input;
  readonly energy: EnergyChoice;
  readonly check: Check;
}

export interface InputOptions {
  readonly searchPath?: readonly string[] | undefined;
  readonly define?: TemplateVariables | undefined;
  readonly energyTable?: string | undefined;
}

/** The inputs, or why there are none. */
export function verifyInputs(
  result: string,
  { inputs }: ReadDocument,
  files: readonly string[],
  { searchPath, define, energyTable }: InputOptions,
): VerifyInputs | { readonly diagnostics: readonly Diagnostic[] } {
  if (files.length === 0 && inputs === undefined) return { diagnostics: [resultInputsMissing(result)] };
  const { choice, diagnostics } =
    energyTable === undefined && inputs !== undefined ? replayEnergy(inputs) : chooseEnergyTable(energyTable);
  if (choice === undefined) return { diagnostics };
  if (files.length === 0 && inputs !== undefined) {
    return { input: replayInput(inputs), energy: choice, check: checkHashes(inputs) };
  }
  const input = readFiles(files, searchPath, { ...inputs?.variables, ...define });
  const check =
    inputs === undefined
      ? notRederived("inputs", "the result does not say what it was made from: the files that you name are taken")
      : checkSources(inputs, input.sources);
  return { input, energy: choice, check };
}

function allFiles({ files, energyTable }: RecordedInput): readonly RecordedFile[] {
  return [...files, ...(typeof energyTable === "object" ? allFiles(energyTable) : [])];
}

function tampered(files: readonly RecordedFile[]): readonly string[] {
  return files
    .filter(({ text, sha256: recorded }) => sha256(text) !== recorded)
    .map(({ name }) => `${name}: its text does not have the recorded hash`);
}

function checkHashes(recorded: RecordedInput): Check {
  const files = allFiles(recorded);
  const words = `${files.length} texts that the result carries, with their hashes; name your files to compare them`;
  return judged("inputs", tampered(files), words);
}

/** Whether the texts that were read now are those that were recorded, whatever their names. */
function checkSources(recorded: RecordedInput, sources: readonly Source[]): Check {
  const complaints = [...tampered(allFiles(recorded))];
  const own = sources.map(({ name, text }) => ({ name, text, hash: sha256(text) }));
  const hashes = new Set(recorded.files.map((file) => sha256(file.text)));
  const strangers = own.filter(({ hash }) => !hashes.has(hash));
  const missing = recorded.files.filter((file) => !own.some(({ hash }) => hash === sha256(file.text)));
  for (const { name, text } of strangers) {
    const counterpart = missing.find((file) => baseName(file.name) === baseName(name));
    complaints.push(
      counterpart === undefined
        ? `${name} was not among the inputs`
        : `${name} differs from the recorded text in line ${firstDifference(text, counterpart.text)}`,
    );
  }
  for (const { name } of missing) {
    if (strangers.every((each) => baseName(each.name) !== baseName(name))) complaints.push(`${name} is missing`);
  }
  return judged("inputs", complaints, `${own.length} files, the same texts as the result was made from`);
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function firstDifference(a: string, b: string): number {
  const [own, other] = [a.split("\n"), b.split("\n")];
  const at = own.findIndex((line, i) => line !== other[i]);
  return (at < 0 ? own.length : at) + 1;
}
