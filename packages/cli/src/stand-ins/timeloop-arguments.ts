/**
 * The command lines of `timeloop-model`, `timeloop-mapper` and `timeloop-metrics`, and what they print of them:
 *
 *     timeloop-mapper FILE... [-o FOLDER]
 *
 * The folder must exist. A file called `timeloop-mapper.map.yaml` is left out, since scripts that pass `*.yaml` meet the
 * mapper's own output there. Everything else that starts with a hyphen is refused: Timeloop takes it for a file.
 *
 * Source: Timeloop (NVlabs/timeloop at 4cf6d4c), src/util/args.cpp and compound-config.cpp.
 */
import { statSync } from "node:fs";
import { nearestWord } from "@tilewright/core";

/** The programs of Timeloop that have a stand-in. */
export const TIMELOOP_TOOLS = ["timeloop-model", "timeloop-mapper", "timeloop-metrics"] as const;
export type TimeloopTool = (typeof TIMELOOP_TOOLS)[number];

export interface TimeloopArguments {
  readonly files: readonly string[];
  readonly outputDir: string;
  /** Left out of the files. */
  readonly leftOut: readonly string[];
}

/** @returns the arguments, or a sentence on why they are refused */
export function readTimeloopArguments(tool: TimeloopTool, args: readonly string[]): TimeloopArguments | string {
  const files: string[] = [];
  const leftOut: string[] = [];
  let outputDir = ".";
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string;
    if (arg === "-o" && tool !== "timeloop-metrics") {
      const folder = args[++i];
      if (folder === undefined) return "-o needs a folder after it";
      if (!isFolder(folder)) return `cannot access output directory: ${folder}`;
      outputDir = folder;
    } else if (arg === "-o") return "timeloop-metrics takes no -o: it writes into the current folder";
    else if (arg.startsWith("-")) {
      const guess = nearestWord(arg, ["-o"]);
      return `there is no option ${arg}${guess === undefined ? "" : `; did you mean ${guess}?`}`;
    } else if (arg === "timeloop-mapper.map.yaml") leftOut.push(arg);
    else files.push(arg);
  }
  const [first] = files;
  if (first === undefined) return `usage: ${tool} FILE.yaml...${tool === "timeloop-metrics" ? "" : " [-o FOLDER]"}`;
  const libconfig = files.find((file) => file.endsWith(".cfg"));
  if (libconfig !== undefined) return `${libconfig} is in libconfig's format, which tilewright does not read: use YAML`;
  if (!/\.ya?ml/.test(first)) return `the first input file must end in .yaml or .yml: ${first}`;
  return { files, outputDir, leftOut };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Environment variables by which Timeloop counts, or writes numbers, in another way. */
const OTHER_WAYS = [
  "TIMELOOP_DISABLE_FIRST_ELEMENT_ONLY_SPATIAL_EXTRAPOLATION",
  "TIMELOOP_DISABLE_LINK_TRANSFERS",
  "TIMELOOP_DISABLE_SPATIAL_EXTRAPOLATION",
  "TIMELOOP_DISABLE_TEMPORAL_EXTRAPOLATION",
  "TIMELOOP_ENABLE_RUBY_CYCLE_COUNT",
  "TIMELOOP_ENABLE_TOROIDAL_LINKS",
  "TIMELOOP_ENABLE_UPDATED_RMW",
  "TIMELOOP_MULTICAST_MODEL",
  "TIMELOOP_OUTPUT_STAT_DEFAULT_FLOAT",
  "TIMELOOP_OUTPUT_STAT_SCIENTIFIC",
  "TIMELOOP_RUN_LAST_ITERATION",
] as const;

/** @returns a sentence on the first variable that asks for what tilewright does not do */
export function refusedVariable(environment: NodeJS.ProcessEnv): string | undefined {
  const asks = OTHER_WAYS.find((name) => (environment[name] ?? "0") !== "0");
  return asks === undefined ? undefined : `${asks} is set, and tilewright does not count that way: unset it`;
}

/** `TIMELOOP_HIDE_INCONSEQUENTIAL_STATS=0` lists levels that nothing touches as well. */
export function hidesIdle(environment: NodeJS.ProcessEnv): boolean {
  return environment["TIMELOOP_HIDE_INCONSEQUENTIAL_STATS"] !== "0";
}
