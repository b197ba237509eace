/**
 * The command line of `accelergy`, in the manner of Python's argparse: options may stand anywhere, long ones be cut short,
 * values follow after a blank or `=`, and `-e` and `-f` take all words up to the next option.
 *
 *     accelergy [-o FOLDER] [--oprefix TEXT] [-f KIND...] [-p DIGITS] [-v] [-l] [-e FILE...] FILE-OR-FOLDER...
 *
 * Source: Accelergy (6911d15), input_output.py.
 */
import { ACCELERGY_FILES, type AccelergyFile, nearestWord } from "@tilewright/core";

/** What `-f` may name, besides `all`. */
export type AccelergyOutput = AccelergyFile | "energy_estimation";
const ACCELERGY_OUTPUTS: readonly AccelergyOutput[] = [...ACCELERGY_FILES, "energy_estimation"];

export interface AccelergyArguments {
  readonly inputs: readonly string[];
  readonly outputDir: string;
  readonly prefix: string;
  readonly outputs: readonly AccelergyOutput[];
  readonly digits: number;
  readonly verbose: boolean;
  readonly listsComponents: boolean;
  readonly plugIns: readonly string[];
  readonly asksHelp: boolean;
}

interface OptionForm {
  readonly long: string;
  readonly short?: string;
  /** How many words follow. */
  readonly takes: "none" | "one" | "many";
}

const OPTIONS: readonly OptionForm[] = [
  { long: "help", short: "h", takes: "none" },
  { long: "outdir", short: "o", takes: "one" },
  { long: "extra_plugins", short: "e", takes: "many" },
  { long: "precision", short: "p", takes: "one" },
  { long: "verbose", short: "v", takes: "none" },
  { long: "output_files", short: "f", takes: "many" },
  { long: "oprefix", takes: "one" },
  { long: "suppress_version_errors", takes: "none" },
  { long: "update_config_version", takes: "none" },
  { long: "list-components", short: "l", takes: "none" },
];

/** @returns the arguments, or a sentence on why they are refused */
export function readAccelergyArguments(args: readonly string[]): AccelergyArguments | string {
  const given = new Map<string, string[]>();
  const inputs: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const word = args[i] as string;
    if (!/^-./.test(word)) {
      inputs.push(word);
      continue;
    }
    const found = findOption(word);
    if (typeof found === "string") return found;
    const { option, value } = found;
    const values = value === undefined ? [] : [value];
    const isFull = (): boolean => option.takes === "none" || (option.takes === "one" && values.length === 1);
    while (!isFull() && i + 1 < args.length && !/^-./.test(args[i + 1] as string)) values.push(args[++i] as string);
    // The older `-v 1`.
    if (option.long === "verbose" && args[i + 1] === "1") i++;
    if (option.takes === "one" && values.length === 0) return `argument --${option.long}: expected one argument`;
    if (option.long === "extra_plugins" && values.length === 0) return "argument --extra_plugins: expected a file";
    given.set(option.long, values);
  }
  return checked(inputs, given);
}

function findOption(word: string): { readonly option: OptionForm; readonly value?: string } | string {
  if (word.startsWith("--")) {
    const [name = "", ...rest] = word.slice(2).split("=");
    const exact = OPTIONS.find(({ long }) => long === name);
    const near = OPTIONS.filter(({ long }) => name !== "" && long.startsWith(name));
    const option = exact ?? (near.length === 1 ? near[0] : undefined);
    if (option === undefined && near.length > 1) {
      return `ambiguous option: ${word} could match ${near.map(({ long }) => `--${long}`).join(", ")}`;
    }
    if (option === undefined) return unknownOption(word);
    if (rest.length > 0 && option.takes === "none") return `argument --${option.long}: it takes no value`;
    return { option, ...(rest.length > 0 && { value: rest.join("=") }) };
  }
  const option = OPTIONS.find(({ short }) => short === word[1]);
  if (option === undefined || (option.takes === "none" && word.length > 2)) return unknownOption(word);
  return { option, ...(word.length > 2 && { value: word.slice(2).replace(/^=/, "") }) };
}

function unknownOption(word: string): string {
  const names = OPTIONS.map(({ long }) => `--${long}`);
  const guess = nearestWord(word, names);
  return `unrecognized arguments: ${word}${guess === undefined ? "" : ` (did you mean ${guess}?)`}`;
}

function checked(
  inputs: readonly string[],
  given: ReadonlyMap<string, readonly string[]>,
): AccelergyArguments | string {
  const digits = Number(given.get("precision")?.[0] ?? 6);
  if (!(Number.isInteger(digits) && digits >= 1 && digits <= 17)) {
    return `argument -p/--precision: significant digits, 1 to 17, not ${given.get("precision")?.[0]}`;
  }
  const outputs: AccelergyOutput[] = [];
  for (const word of given.get("output_files") ?? ["all"]) {
    const output = ACCELERGY_OUTPUTS.find((name) => name === word);
    if (output !== undefined) outputs.push(output);
    else if (word === "all") outputs.push(...ACCELERGY_OUTPUTS);
    else {
      const guess = nearestWord(word, ACCELERGY_OUTPUTS);
      const hint = guess === undefined ? "" : `did you mean ${guess}? `;
      return `argument -f/--output_files: there is no output ${word} (${hint}all, ${ACCELERGY_OUTPUTS.join(", ")})`;
    }
  }
  return {
    inputs,
    outputDir: given.get("outdir")?.[0] ?? "./",
    prefix: given.get("oprefix")?.[0] ?? "",
    outputs: [...new Set(outputs)],
    digits,
    verbose: given.has("verbose"),
    listsComponents: given.has("list-components"),
    plugIns: given.get("extra_plugins") ?? [],
    asksHelp: given.has("help"),
  };
}

export const ACCELERGY_USAGE: string =
  "usage: accelergy [-h] [-o OUTDIR] [-p PRECISION] [-v] [-f [OUTPUT ...]] [--oprefix OPREFIX] [-l]\n" +
  "                 [--suppress_version_errors] [--update_config_version] [files or folders ...]\n";
