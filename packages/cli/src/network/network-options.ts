/** Options of commands that search for the mappings of whole networks. */
import { ALGORITHMS, METRICS } from "@tilewright/core";
import { openResultCache, type ResultCache, userCacheFolder } from "@tilewright/node";
import { type Command, Option } from "commander";
import { collect, energyTableNames, positive, type TemplateOptions } from "../options.ts";
import { whole, wholeAboveZero } from "../search-options.ts";
import { VERSION } from "../version.ts";
import { programSalt } from "./program-salt.ts";

export interface NetworkOptions extends TemplateOptions {
  readonly json?: boolean;
  readonly searchPath?: readonly string[];
  readonly energyTable?: string;
  readonly objective?: string;
  readonly algorithm?: string;
  readonly threads?: number;
  readonly time?: number;
  readonly totalTime?: number;
  readonly seed?: number;
  readonly gap?: number;
  /** False for `--no-traffic`. */
  readonly traffic: boolean;
  readonly keepActivations?: string | true;
  readonly assignmentSizes?: boolean;
  /** False for `--no-cache`. */
  readonly cache?: string | false;
  readonly outputDir?: string;
}

/** @param algorithm what is searched by default */
export function addNetworkOptions(command: Command, algorithm: string): Command {
  return command
    .option("--objective <metrics>", `what to make least, in order of importance: ${METRICS.join(", ")}`)
    .option("--algorithm <name>", `${ALGORITHMS.join(", ")} (default: ${algorithm})`)
    .addOption(
      new Option("--threads <count>", "layers side by side; results are the same (default: all cores)").argParser(
        wholeAboveZero,
      ),
    )
    .addOption(new Option("--time <seconds>", "stop each layer's search after so long").argParser(positive))
    .addOption(new Option("--total-time <seconds>", "the same for all of them together").argParser(positive))
    .addOption(
      new Option("--gap <percent>", "stop a search when its best is proven to be this close").argParser(positive),
    )
    .addOption(new Option("--seed <number>", "of random searches (default: 1)").argParser(whole))
    .option("--keep-activations [level]", "let activations stay on the chip where that costs least")
    .option("--no-traffic", "leave out layers that only move words")
    .option("--assignment-sizes", "count places on each layer's input, as the assignment's generator does")
    .option("--cache <folder>", "where results are kept (default: in the user's cache folder)")
    .option("--no-cache", "search for everything again")
    .option("--energy-table <name|file>", `energies: a file with an ERT, or by name (${energyTableNames()})`)
    .option(
      "-o, --output-dir <folder>",
      "also write each layer's problem and Timeloop's files, network.csv and network.json",
    )
    .option("--json", "one JSON document on standard output, progress as JSON lines on standard error")
    .addOption(
      new Option("-I, --search-path <folder>", "where included files are looked for; repeatable").argParser(collect),
    );
}

/** The cache that the options name; by default the user's, and none for a program without a file of its own. */
export function cacheOf({ cache }: Pick<NetworkOptions, "cache">): ResultCache | undefined {
  if (cache === false) return undefined;
  const salt = programSalt();
  if (cache !== undefined) return openResultCache(cache, salt ?? VERSION);
  const folder = salt === undefined ? undefined : userCacheFolder();
  return folder === undefined || salt === undefined ? undefined : openResultCache(folder, salt);
}
