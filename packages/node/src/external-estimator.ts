/**
 * Runs an outside estimator: all questions go to its standard input as JSON lines, its standard output is read as JSON
 * lines when it ends. It runs without a shell, with a time limit, and only because somebody named it on the command line.
 */
import { spawnSync } from "node:child_process";
import type { Diagnostic, ExternalAnswer, ExternalQuestion } from "@tilewright/core";
import { externalAnswerBad, externalFailed, externalTimeout } from "./errors.ts";

const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

export interface ExternalRun {
  readonly answers: readonly ExternalAnswer[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Asks `command` all `questions` at once. */
export function askExternalEstimator(
  command: string,
  questions: readonly ExternalQuestion[],
  timeoutSeconds: number,
): ExternalRun {
  const [program, ...args] = splitCommand(command);
  if (program === undefined) return failed(externalFailed(command, "the command is empty"));
  const input = questions.map((question) => `${JSON.stringify(question)}\n`).join("");
  const run = spawnSync(program, args, {
    input,
    encoding: "utf8",
    timeout: timeoutSeconds * 1000,
    killSignal: "SIGKILL",
    maxBuffer: MAX_OUTPUT_BYTES,
    windowsHide: true,
  });
  if (run.error !== undefined) {
    const code = "code" in run.error ? String(run.error.code) : "";
    if (code === "ETIMEDOUT") return failed(externalTimeout(command, timeoutSeconds));
    // A program that stops reading early may still have answered.
    if (code !== "EPIPE")
      return failed(externalFailed(command, code === "ENOENT" ? "there is no such program" : run.error.message));
  }
  if (run.status !== 0) {
    const said = run.stderr.trim().split("\n").at(-1) ?? "";
    const how = run.status === null ? `it was ended by ${run.signal}` : `it ended with code ${run.status}`;
    return failed(externalFailed(command, said === "" ? how : `${how}: ${said}`));
  }
  return readAnswers(command, run.stdout);
}

function failed(diagnostic: Diagnostic): ExternalRun {
  return { answers: [], diagnostics: [diagnostic] };
}

function readAnswers(command: string, output: string): ExternalRun {
  const answers: ExternalAnswer[] = [];
  const diagnostics: Diagnostic[] = [];
  output.split("\n").forEach((line, index) => {
    if (line.trim() === "") return;
    const read = readAnswer(line);
    if (typeof read === "string") diagnostics.push(externalAnswerBad(command, index + 1, read));
    else answers.push(read);
  });
  return { answers, diagnostics };
}

function readAnswer(line: string): ExternalAnswer | string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return "it is not JSON";
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return "it is no object";
  const fields = new Map<string, unknown>(Object.entries(parsed));
  const id = fields.get("id");
  if (typeof id !== "number") return '"id" is no number';
  const decline = fields.get("decline");
  if (typeof decline === "string") return { id, decline };
  const value = fields.get("value");
  if (typeof value !== "number" || !(value >= 0)) return '"value" is no number from 0, and there is no "decline"';
  const accuracy = fields.get("accuracy");
  if (accuracy !== undefined && !(typeof accuracy === "number" && accuracy >= 0 && accuracy <= 100)) {
    return '"accuracy" is no number from 0 to 100';
  }
  const text = (key: string): string | undefined => {
    const given = fields.get(key);
    return typeof given === "string" ? given : undefined;
  };
  const equation = text("equation");
  const citation = text("citation");
  return {
    id,
    value,
    ...(typeof accuracy === "number" && { accuracy }),
    ...(equation !== undefined && { equation }),
    ...(citation !== undefined && { citation }),
  };
}

/** Words of a command; quotes keep spaces. */
function splitCommand(command: string): readonly string[] {
  const words = command.match(/"[^"]*"|'[^']*'|[^\s"']+/g) ?? [];
  return words.map((word) => word.replace(/^(["'])(.*)\1$/s, "$2"));
}
