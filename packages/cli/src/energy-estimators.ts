/** The estimators that a command line names besides the built-in ones: tables of the user's own and outside programs. */
import {
  type Diagnostic,
  type Estimator,
  externalEstimator,
  externalRecorder,
  libraryEstimator,
  parseLibrary,
} from "@tilewright/core";
import { askExternalEstimator, readSourceFile } from "@tilewright/node";

export interface EstimatorChoice {
  readonly compat: boolean;
  readonly tables: readonly string[];
  readonly programs: readonly string[];
  readonly timeoutSeconds: number;
}

export interface OwnEstimators {
  readonly estimators: readonly Estimator[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads `--table` files. */
export function readTables({ tables, compat }: EstimatorChoice): OwnEstimators {
  const diagnostics: Diagnostic[] = [];
  const estimators = tables.flatMap((file) => {
    const read = readSourceFile(file);
    diagnostics.push(...read.diagnostics);
    if (read.source === undefined) return [];
    const library = parseLibrary(read.source);
    diagnostics.push(...library.diagnostics);
    return [libraryEstimator({ name: file, citation: `the table ${file}`, rows: library.rows }, { compat })];
  });
  return { estimators, diagnostics };
}

/**
 * Runs `estimate` with outside programs among its estimators: once to collect what it asks, then with their answers.
 * @returns the result of the last run, and what went wrong with the programs
 */
export function estimateWithPrograms<T>(
  choice: EstimatorChoice,
  tables: readonly Estimator[],
  estimate: (own: readonly Estimator[]) => T,
): { readonly result: T; readonly diagnostics: readonly Diagnostic[] } {
  if (choice.programs.length === 0) return { result: estimate(tables), diagnostics: [] };
  const recorders = choice.programs.map((command) => ({ command, recorder: externalRecorder(command) }));
  const asked = estimate([...recorders.map(({ recorder }) => recorder.estimator), ...tables]);
  const diagnostics: Diagnostic[] = [];
  const answering = recorders.map(({ command, recorder }) => {
    const questions = recorder.questions();
    const run = askExternalEstimator(command, questions, choice.timeoutSeconds);
    diagnostics.push(...run.diagnostics);
    return externalEstimator(command, questions, run.answers);
  });
  if (diagnostics.some(({ severity }) => severity === "error")) return { result: asked, diagnostics };
  return { result: estimate([...answering, ...tables]), diagnostics };
}
