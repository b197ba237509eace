/** `model-cases.jsonl`: architecture, problem and mapping through Timeloop's model, against our evaluation of the same texts. */
import { readFileSync } from "node:fs";
import type { InvalidReason } from "@tilewright/core";
import { evaluate, readDocuments, readSpec } from "@tilewright/core";
import { compareModel } from "./compare-model.ts";
import type { ModelCase } from "./model-case.ts";
import type { CaseFilter, CaseOutcome, Suite } from "./outcome.ts";
import { isWanted } from "./outcome.ts";

export const modelSuite: Suite = { name: "model", path: "model-cases.jsonl", run: runModelCases };

function* runModelCases(path: string, filter: CaseFilter): Iterable<CaseOutcome> {
  for (const line of readFileSync(path, "utf8").split("\n")) {
    if (line.trim() === "") continue;
    const modelCase: ModelCase = JSON.parse(line);
    if (!isWanted(filter, modelCase.id, modelCase.family)) continue;
    yield guarded(modelCase);
  }
}

/** A crash is an outcome like another: it must not hide the cases after it. */
function guarded(modelCase: ModelCase): CaseOutcome {
  try {
    return runCase(modelCase);
  } catch (error) {
    return refused(modelCase, false, `crash: ${error instanceof Error ? error.stack : String(error)}`);
  }
}

function runCase(modelCase: ModelCase): CaseOutcome {
  const { expected } = modelCase;
  const sources = (["architecture", "problem", "mapping", "ert"] as const).flatMap((part) => {
    const text = modelCase[part];
    return text === undefined ? [] : [{ name: `${part}.yaml`, text }];
  });
  const { documents, diagnostics } = readDocuments(sources, {});
  const reading = readSpec(documents);
  const complaints = [...diagnostics, ...reading.diagnostics].filter(({ severity }) => severity === "error");
  if (reading.spec === undefined) {
    const note = `not read: ${complaints.map(({ code, message }) => `${code}: ${message}`).join("; ")}`;
    const reason = reading.invalidReason ?? "spec";
    return refused(modelCase, !expected.valid && isReason(reason, expected.message), note);
  }
  const evaluation = evaluate(reading.spec, { semantics: "timeloop" });
  if (!evaluation.valid) {
    const note = `invalid (${evaluation.reason}): ${evaluation.diagnostics.map(({ message }) => message).join("; ")}`;
    return refused(modelCase, !expected.valid && isReason(evaluation.reason, expected.message), note);
  }
  if (!expected.valid) return refused(modelCase, false, `valid for us; the tool says: ${expected.message.join(" ")}`);
  const comparison = compareModel(expected, evaluation, reading.spec);
  return {
    id: modelCase.id,
    family: modelCase.family,
    validAgreed: true,
    compared: comparison.compared,
    differences: comparison.differences,
    sideBySide: comparison.sideBySide,
    notCompared: [...comparison.notCompared],
  };
}

/** Whether a refusal of ours has the reason that the tool's message tells. */
function isReason(reason: InvalidReason, messages: readonly string[]): boolean {
  const text = messages.join(" ");
  if (text.includes("exceeds buffer capacity")) return reason === "capacity";
  if (text.includes("exceeds hardware")) return reason === "fanout";
  if (text.includes("product of all factors")) return reason === "factors";
  return true;
}

function refused(modelCase: ModelCase, validAgreed: boolean, note: string): CaseOutcome {
  const printed = modelCase.expected.valid ? "valid" : `invalid: ${modelCase.expected.message.join(" ")}`;
  const row = { field: "validity", place: "case", printed, ours: note };
  return {
    id: modelCase.id,
    family: modelCase.family,
    validAgreed,
    compared: 1,
    differences: validAgreed ? [] : [row],
    sideBySide: [row],
    notCompared: [],
    note,
  };
}
