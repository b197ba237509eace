/**
 * One line of a batch: a JSON object whose fields are YAML texts, to one result. A bad line gives a bad result,
 * never an exception: whoever sent a thousand cases gets a thousand answers.
 */
import type { Diagnostic, InvalidEvaluation, Source, ValidEvaluation } from "@tilewright/core";
import { batchField, batchJson } from "./errors.ts";
import {
  type EnergyChoice,
  type EvaluationRequest,
  evaluateInput,
  pricedSpecFrom,
  readTexts,
  type TemplateVariables,
} from "./pipeline.ts";

/** Fields that are YAML texts; each may also hold what its key says without the key in the text. */
const TEXT_FIELDS = ["architecture", "problem", "mapping", "ert", "art", "variables", "components"] as const;

/** What a case may call itself; given back as it came. */
type CaseId = string | number;

/** The result of one line: an evaluation with the case's id, or with its line number where it has none. */
export type BatchResult = (Omit<ValidEvaluation, "id"> | Omit<InvalidEvaluation, "id">) & {
  readonly id?: CaseId | undefined;
  readonly line?: number;
};

export interface BatchLineOptions extends EvaluationRequest {
  readonly searchPaths: readonly string[];
  readonly variables?: TemplateVariables;
  readonly energy: EnergyChoice;
}

function badLine(line: number, id: CaseId | undefined, diagnostics: readonly Diagnostic[], name: string): BatchResult {
  return {
    schema: "tilewright/evaluation/1",
    valid: false,
    ...(id === undefined ? {} : { id }),
    line,
    reason: "spec",
    diagnostics: diagnostics.map(({ code, severity, message, hint }) => ({
      code,
      severity,
      message,
      file: name,
      line,
      ...(hint === undefined ? {} : { hint }),
    })),
  };
}

/** A line that could not even be read as text. */
export function unreadableLine(diagnostic: Diagnostic, name: string, line: number): BatchResult {
  return badLine(line, undefined, [diagnostic], name);
}

/** Evaluates the text of one line; `name` is the file's, `line` its one-based number in it. */
export function evaluateLine(text: string, name: string, line: number, options: BatchLineOptions): BatchResult {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "not JSON";
    return badLine(line, undefined, [batchJson(`the line is not JSON: ${reason}`)], name);
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    return badLine(line, undefined, [batchJson("the line is JSON, but no object")], name);
  }
  const fields = new Map<string, unknown>(Object.entries(parsed));
  const givenId = fields.get("id");
  const id = typeof givenId === "string" || typeof givenId === "number" ? givenId : undefined;
  const sources: Source[] = [];
  const problems: Diagnostic[] = [];
  for (const field of TEXT_FIELDS) {
    const value = fields.get(field);
    if (value === undefined || value === null) continue;
    if (typeof value === "string") sources.push({ name: `${name}:${line}:${field}`, text: value });
    else problems.push(batchField(field));
  }
  if (problems.length > 0) return badLine(line, id, problems, name);
  const input = readTexts(sources, options.searchPaths, options.variables);
  const result = pricedSpecFrom(input, options.energy);
  const { semantics, method } = options;
  const evaluation = evaluateInput(result, { semantics, method });
  return id === undefined ? { line, ...evaluation } : { ...evaluation, id };
}
