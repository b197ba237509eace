/**
 * The only place where commands call the core:
 *
 *   files -> Sources -> documents -> Spec (with its energy table) -> Evaluation
 *
 * Every stage collects diagnostics; an input with errors still becomes an (invalid) evaluation, which says why.
 */
import {
  type Diagnostic,
  type DiagnosticJson,
  diagnosticToJson,
  type Evaluation,
  type EvaluationRun,
  energyTableByName,
  estimateLevels,
  evaluateSpecResult,
  type LocatedNode,
  lineStarts,
  namedEnergyTables,
  type ReadSpecOptions,
  type RecordedLookup,
  readDocuments,
  readSpec,
  type Semantics,
  type Source,
  type SpecResult,
  startEvaluation,
  type WalkObserver,
} from "@tilewright/core";
import { createIncludeLoader, type IncludeLoader, readSourceFile, readSourceFiles } from "@tilewright/node";
import { energyTableEmpty, energyTableUnknown } from "./errors.ts";

/** Located documents of some files, with everything that was said about them. */
export interface Input {
  readonly sources: readonly Source[];
  readonly documents: readonly LocatedNode[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The same with what it takes to read it again without a disk. */
export interface TracedInput extends Input {
  /** So many of the sources were given, in order; they include the others. */
  readonly given: number;
  /** What was asked for by includes, and what was found. */
  readonly lookups: readonly RecordedLookup[];
}

/** Variables of templates by name. */
export type TemplateVariables = Readonly<Record<string, string | number | boolean>>;

/** Texts to documents, with includes found beside each text and in `searchPaths`. */
export function readTexts(
  sources: readonly Source[],
  searchPaths: readonly string[] = [],
  variables: TemplateVariables = {},
): TracedInput {
  const found: Diagnostic[] = [];
  const input = readWith(
    sources,
    createIncludeLoader(searchPaths, (diagnostic) => found.push(diagnostic)),
    variables,
  );
  return { ...input, diagnostics: [...found, ...input.diagnostics] };
}

/** Texts to documents, with whatever finds the files that they include. */
export function readWith(sources: readonly Source[], loader: IncludeLoader, variables: TemplateVariables): TracedInput {
  const all = [...sources];
  const lookups: RecordedLookup[] = [];
  const record = (path: string, from: Source, searchPaths: readonly string[], names: readonly string[]): void => {
    lookups.push({ from: from.name, path, searchPaths, names });
  };
  const { documents, diagnostics } = readDocuments(sources, {
    loadFile: (path, from, paths) => {
      const source = loader.loadFile(path, from, paths);
      if (source !== undefined && !all.includes(source)) all.push(source);
      record(path, from, paths, source === undefined ? [] : [source.name]);
      return source;
    },
    listFiles: (pattern, from, paths) => {
      const names = loader.listFiles(pattern, from, paths);
      record(pattern, from, paths, names);
      return names;
    },
    variables,
  });
  return { sources: all, given: sources.length, lookups, documents, diagnostics };
}

/** Files (`-` for standard input) to documents. */
export function readFiles(
  files: readonly string[],
  searchPaths: readonly string[] = [],
  variables: TemplateVariables = {},
): TracedInput {
  const { sources, diagnostics } = readSourceFiles(files);
  const input = readTexts(sources, searchPaths, variables);
  return { ...input, diagnostics: [...diagnostics, ...input.diagnostics] };
}

/** Where energies come from: what the input says, a table known by name, or a file with an ERT of its own. */
export type EnergyChoice =
  | { readonly kind: "input" }
  | { readonly kind: "named"; readonly name: string }
  | { readonly kind: "file"; readonly file: string; readonly input: TracedInput };

function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}

function sectionsOf(document: LocatedNode): readonly string[] {
  return document.kind === "map" ? document.entries.map((entry) => entry.key) : [];
}

function readEnergyFile(file: string): { readonly choice?: EnergyChoice; readonly diagnostics: readonly Diagnostic[] } {
  const input = readFiles([file]);
  if (hasErrors(input.diagnostics)) return { diagnostics: input.diagnostics };
  if (!input.documents.some((document) => sectionsOf(document).includes("ERT"))) {
    return { diagnostics: [energyTableEmpty(file)] };
  }
  return { choice: { kind: "file", file, input }, diagnostics: input.diagnostics };
}

/** Reads what `--energy-table` says: a name that is known, or else a file. */
export function chooseEnergyTable(nameOrFile: string | undefined): {
  readonly choice?: EnergyChoice;
  readonly diagnostics: readonly Diagnostic[];
} {
  if (nameOrFile === undefined) return { choice: { kind: "input" }, diagnostics: [] };
  const known = namedEnergyTables().map((table) => table.name);
  if (known.includes(nameOrFile)) return { choice: { kind: "named", name: nameOrFile }, diagnostics: [] };
  const looksLikeFile = /[./\\]/.test(nameOrFile) || nameOrFile === "-";
  if (looksLikeFile || readSourceFile(nameOrFile).source !== undefined) return readEnergyFile(nameOrFile);
  return { diagnostics: [energyTableUnknown(nameOrFile, known)] };
}

/** Reads an ERT file, whatever its name (`--ert`). */
export function chooseEnergyFile(file: string): {
  readonly choice?: EnergyChoice;
  readonly diagnostics: readonly Diagnostic[];
} {
  return readEnergyFile(file);
}

function withoutEnergyTables(documents: readonly LocatedNode[]): readonly LocatedNode[] {
  return documents.map((document) =>
    document.kind === "map"
      ? { ...document, entries: document.entries.filter((entry) => entry.key !== "ERT") }
      : document,
  );
}

/** Documents to the Spec, with the energies of `choice` in the place of the input's own. */
export function specFrom(
  input: Input,
  choice: EnergyChoice = { kind: "input" },
  require: NonNullable<ReadSpecOptions["require"]> = { mapping: true },
): SpecResult {
  const documents =
    choice.kind === "file" ? [...withoutEnergyTables(input.documents), ...choice.input.documents] : input.documents;
  const earlier = choice.kind === "file" ? [...input.diagnostics, ...choice.input.diagnostics] : input.diagnostics;
  const result = readSpec(documents, { earlier, require });
  if (choice.kind !== "named" || result.spec === undefined) return result;
  const table = energyTableByName(choice.name, result.spec.architecture);
  if (table.ert === undefined) return { diagnostics: [...result.diagnostics, ...table.diagnostics] };
  return { ...result, spec: { ...result.spec, ert: table.ert } };
}

/** Like `specFrom`, with energies estimated from the architecture where the input gives none and nobody chose a table. */
export function pricedSpecFrom(
  input: Input,
  choice: EnergyChoice,
  require?: NonNullable<ReadSpecOptions["require"]>,
): SpecResult {
  const result = specFrom(input, choice, require);
  const { spec } = result;
  if (choice.kind !== "input" || spec === undefined || spec.ert !== undefined) return result;
  const { ert, art, diagnostics } = estimateLevels(input.documents, spec.architecture);
  const areas = spec.art ?? art;
  return {
    ...result,
    spec: { ...spec, ...(ert && { ert }), ...(areas && { art: areas }) },
    diagnostics: [...result.diagnostics, ...diagnostics],
  };
}

export interface EvaluationRequest {
  readonly semantics: Semantics;
  /** `walk` is the step simulator, `closed-form` the model; they give the same figures. */
  readonly method: "closed-form" | "walk";
  readonly id?: string;
  /** Told of every step of an exact walk. */
  readonly observer?: WalkObserver;
}

/** An evaluation under way: it pauses between the time steps of an exact walk. */
export function startInput(result: SpecResult, request: EvaluationRequest): EvaluationRun {
  const { spec, diagnostics } = result;
  if (spec !== undefined && !hasErrors(diagnostics)) return startEvaluation(spec, request, diagnostics);
  const evaluation = evaluateSpecResult(result, request);
  return { progress: () => 1, advance: () => true, result: () => evaluation };
}

/** The Spec to its evaluation. */
export function evaluateInput(result: SpecResult, request: EvaluationRequest): Evaluation {
  return evaluateSpecResult(result, request);
}

/** JSON diagnostics back to diagnostics with a place in the text, for the terminal's code frames. */
export function locateDiagnostic(json: DiagnosticJson, sources: readonly Source[]): Diagnostic {
  const { code, severity, message, hint, file, line, column } = json;
  const source = sources.find((candidate) => candidate.name === file);
  const from = source && line !== undefined ? (lineStarts(source)[line - 1] ?? 0) + (column ?? 1) - 1 : 0;
  return {
    code,
    severity,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(source === undefined ? {} : { span: { source, from, to: from + 1 } }),
  };
}

export { diagnosticToJson };
