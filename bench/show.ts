/** The program that bench/run.mjs bundles with all benchmark files: runs what they registered and shows a table. */
import { parseArgs } from "node:util";
import type { BenchResult } from "./harness.ts";
import { runBenchmarks } from "./harness.ts";

/** Runs by the command line's options: `[FILTER] [--rounds N] [--round-ms N] [--json]`. */
export async function main(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: "boolean", default: false },
      rounds: { type: "string", default: "9" },
      "round-ms": { type: "string", default: "100" },
    },
  });
  const options = { rounds: Number(values.rounds), roundMs: Number(values["round-ms"]) };
  const results = await runBenchmarks(positionals[0] ?? "", options);
  if (values.json) console.log(JSON.stringify({ node: process.version, ...options, results }, null, 1));
  else if (results.length === 0) console.log("no benchmark of that name");
  else console.log(table(results));
}

function table(results: readonly BenchResult[]): string {
  const header = ["benchmark", "rate", "a call", "spread", "ratio"];
  const rows = results.map((result) => [
    `${result.file}: ${result.name}`,
    `${withPrefix(result.unitsPerSecond)}${result.unit}/s`,
    `${withPrefix(result.secondsPerCall)}s`,
    `±${(result.spread * 100).toFixed(1)} %`,
    result.ratio === undefined ? "" : `${result.ratio.toPrecision(3)} x ${result.against}`,
  ]);
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 || column === header.length - 1 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join("  ")
      .trimEnd();
  return all.map(line).join("\n");
}

const PREFIXES: readonly (readonly [factor: number, prefix: string])[] = [
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
  [1, ""],
  [1e-3, "m"],
  [1e-6, "µ"],
  [1e-9, "n"],
];

function withPrefix(value: number): string {
  const [factor, prefix] = PREFIXES.find(([candidate]) => value >= candidate) ?? [1, ""];
  return `${(value / factor).toPrecision(3)} ${prefix}`;
}
