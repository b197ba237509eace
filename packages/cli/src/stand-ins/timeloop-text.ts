/**
 * What Timeloop's programs print and scripts read: one line of figures, and errors that begin with `ERROR:`. Standard
 * error stays empty where all went well, since scripts take anything there for a failure.
 */
import { type Diagnostic, renderDiagnostic, type ValidEvaluation } from "@tilewright/core";
import type { Terminal } from "../terminal.ts";

/** All failures of Timeloop's programs. */
export const EXIT_TIMELOOP_FAILED = 1;

/** `Utilization = 1.00 | pJ/Compute =    7.943 | Cycles = 1536` */
export function figuresLine({ utilization, energyPj, computes, cycles }: ValidEvaluation, middle = ""): string {
  const perCompute = (energyPj / computes).toFixed(3).padStart(8);
  return `Utilization = ${utilization.toFixed(2)} | pJ/Compute = ${perCompute} | ${middle}Cycles = ${cycles}`;
}

/** Refuses the command line. */
export function refuseArguments(terminal: Terminal, why: string): number {
  terminal.error(`ERROR: ${why}\nERROR: error parsing command line.\n`);
  return EXIT_TIMELOOP_FAILED;
}

/** Errors with their places on standard error, as Timeloop begins them; warnings on standard output. */
export function tell(terminal: Terminal, diagnostics: readonly Diagnostic[]): void {
  for (const diagnostic of diagnostics) {
    const frame = renderDiagnostic(diagnostic, {}).trimEnd();
    if (diagnostic.severity === "error") terminal.error(`${frame.replace(/^error(\[[^\]]*\]): /, "ERROR: $1 ")}\n`);
    else if (diagnostic.severity === "warning") terminal.out(`${frame}\n`);
  }
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}
