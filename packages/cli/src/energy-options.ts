/** Options of the command `energy`; those that name estimators of one's own, of `sweep energy` as well. */
import { type Command, InvalidArgumentError, Option } from "commander";
import type { EstimatorChoice } from "./energy-estimators.ts";
import { collect, type TemplateOptions } from "./options.ts";

export interface EnergyOptions extends TemplateOptions {
  readonly json?: boolean;
  readonly outputDir?: string;
  readonly compat?: boolean;
  readonly why?: readonly string[];
  readonly component?: string;
  readonly batch?: string;
  readonly table?: readonly string[];
  readonly estimator?: readonly string[];
  readonly estimatorTimeout: number;
  readonly searchPath?: readonly string[];
}

/** @param options of any command that takes estimators of the user's own */
export function choiceOf(
  options: Pick<EnergyOptions, "compat" | "table" | "estimator" | "estimatorTimeout">,
): EstimatorChoice {
  return {
    compat: options.compat === true,
    tables: options.table ?? [],
    programs: options.estimator ?? [],
    timeoutSeconds: options.estimatorTimeout,
  };
}

const DEFAULT_TIMEOUT_SECONDS = 60;

/** `--table`, `--estimator`, `--estimator-timeout`. */
export function addOwnEstimatorOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--table <file.csv>", "a table of your own, in the library plug-in's layout; repeatable").argParser(
        collect,
      ),
    )
    .addOption(
      new Option("--estimator <command>", "a program that answers in JSON lines; repeatable").argParser(collect),
    )
    .addOption(
      new Option("--estimator-timeout <seconds>", "how long such a program may take")
        .argParser(seconds)
        .default(DEFAULT_TIMEOUT_SECONDS),
    );
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 86_400)) throw new InvalidArgumentError("Write seconds, above 0 and up to a day.");
  return value;
}
