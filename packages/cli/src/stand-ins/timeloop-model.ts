/** `timeloop-model`: evaluates the mapping of its input and writes `timeloop-model.*`. */
import { join } from "node:path";
import {
  brokenLimits,
  type Diagnostic,
  type Evaluation,
  readConstraints,
  type Spec,
  writeResultFiles,
} from "@tilewright/core";
import { writeTextFile } from "@tilewright/node";
import { EXIT_DONE } from "../exit-codes.ts";
import { evaluateInput } from "../pipeline.ts";
import { diagnosticsOf } from "../print-diagnostics.ts";
import type { Terminal } from "../terminal.ts";
import { hidesIdle } from "./timeloop-arguments.ts";
import { openTimeloopRun, type StandInOptions } from "./timeloop-run.ts";
import { EXIT_TIMELOOP_FAILED, figuresLine, tell } from "./timeloop-text.ts";

export function runTimeloopModel(terminal: Terminal, args: readonly string[], options: StandInOptions): number {
  const run = openTimeloopRun(terminal, "timeloop-model", args, options, { mapping: true });
  if (typeof run === "number") return run;
  const { result, outputDir, sources } = run;
  const broken = result.spec === undefined ? [] : brokenConstraints(result.spec);
  if (broken.length > 0) {
    terminal.error("ERROR: mapping violates architecture constraints.\n");
    tell(terminal, [...result.diagnostics, ...broken]);
    return EXIT_TIMELOOP_FAILED;
  }
  const evaluation = evaluateInput(result, { semantics: "timeloop", method: "closed-form" });
  const { spec } = result;
  if (!evaluation.valid) {
    if (spec !== undefined) terminal.error(`ERROR: couldn't map level ${failingLevel(spec, evaluation)}\n`);
    tell(terminal, diagnosticsOf(result, evaluation, sources));
    return EXIT_TIMELOOP_FAILED;
  }
  tell(terminal, diagnosticsOf(result, evaluation, sources));
  if (spec === undefined) return EXIT_TIMELOOP_FAILED;
  terminal.out(`${figuresLine(evaluation)}\n`);
  const files = writeResultFiles(spec, evaluation, "timeloop-model", { hideIdle: hidesIdle(process.env) });
  for (const [name, text] of Object.entries(files)) {
    const failure = writeTextFile(join(outputDir, name), text);
    if (failure === undefined) continue;
    tell(terminal, [failure]);
    return EXIT_TIMELOOP_FAILED;
  }
  return EXIT_DONE;
}

/** Where the mapping breaks constraints of the architecture; those of a mapspace are for searches. */
function brokenConstraints(spec: Spec): readonly Diagnostic[] {
  const { mapping } = spec;
  if (mapping === undefined) return [];
  const ofChip = Object.entries(spec.raw ?? {}).filter(([section]) => !section.startsWith("mapspace"));
  const { limits, diagnostics } = readConstraints({ ...spec, raw: Object.fromEntries(ofChip) });
  return limits === undefined ? diagnostics : brokenLimits(spec, mapping, limits);
}

/** The level of which the first error speaks, and the error. */
function failingLevel({ architecture }: Spec, { diagnostics }: Evaluation): string {
  const message = diagnostics.find(({ severity }) => severity === "error")?.message ?? "";
  const level = architecture.storage.find(({ name }) => message.includes(`"${name}"`) || message.includes(`${name} `));
  return `${level?.name ?? architecture.compute.name}: ${message}`;
}
