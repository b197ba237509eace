/** `tilewright map FILES`: searches the mapspace of an architecture, a problem and constraints for its best mapping. */
import { availableParallelism } from "node:os";
import {
  ALGORITHMS,
  type Diagnostic,
  diagnosticToJson,
  explainFruitless,
  METRICS,
  optimalNotPossible,
  optimalObstacle,
  type SearchRequest,
  type Spec,
  simpleLowerBound,
} from "@tilewright/core";
import { threadsWithin } from "@tilewright/node";
import { type Command, Option } from "commander";
import { searchThreadDied, threadsBeyondMemory } from "../errors.ts";
import { EXIT_DONE, EXIT_INTERRUPTED, EXIT_INVALID_MAPPING, EXIT_WRONG_INPUT } from "../exit-codes.ts";
import { mapJson, RESULT_FILE } from "../map-json.ts";
import { type MapReport, renderMap } from "../map-report.ts";
import { addTemplateOption, collect, energyTableNames, positive, type TemplateOptions } from "../options.ts";
import { chooseEnergyTable, locateDiagnostic, pricedSpecFrom, readFiles } from "../pipeline.ts";
import { prepareSearch } from "../prepare-search.ts";
import { printDiagnostics } from "../print-diagnostics.ts";
import { recordInput } from "../recorded-input.ts";
import { runOptimalSearch, runSearch } from "../run-search.ts";
import { readSearchWords, whole, wholeAboveZero } from "../search-options.ts";
import type { Terminal } from "../terminal.ts";
import { addOutputOption, type OutputOptions, writeTimeloopOutput } from "../timeloop-output.ts";

const DEFAULT_MEMORY_MB = 1024;

interface MapOptions extends TemplateOptions, OutputOptions {
  readonly json?: boolean;
  readonly searchPath?: readonly string[];
  readonly energyTable?: string;
  readonly objective?: string;
  readonly pareto?: boolean;
  readonly algorithm?: string;
  readonly threads?: number;
  readonly memory?: number;
  readonly time?: number;
  readonly seed?: number;
  readonly gap?: number;
}

export function addMapCommand(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  const command = program
    .command("map")
    .summary("searches for the best mapping")
    .description(
      "Searches the mapspace of an architecture, a problem and constraints. The files may come in any order and " +
        "number; a mapper section and the options say which search and what it makes least. - is standard input.",
    )
    .argument("<files...>", "YAML files")
    .option("--objective <metrics>", `what to make least, in order of importance: ${METRICS.join(", ")} (default: edp)`)
    .option("--pareto", "the Pareto front of the metrics of --objective, each point with its mapping")
    .option("--algorithm <name>", `${ALGORITHMS.join(", ")} (default: optimal, where it can be asked)`)
    .addOption(
      new Option("--threads <count>", "worker threads; results are the same (default: one for each core)").argParser(
        wholeAboveZero,
      ),
    )
    .addOption(
      new Option(
        "--memory <MB>",
        `room for what the search remembers, and for its threads (default: ${DEFAULT_MEMORY_MB})`,
      ).argParser(positive),
    )
    .addOption(new Option("--time <seconds>", "stop after so long and keep the best").argParser(positive))
    .addOption(
      new Option("--gap <percent>", "stop when the best is proven to be this close to the optimum").argParser(positive),
    )
    .addOption(new Option("--seed <number>", "of random searches (default: 1)").argParser(whole))
    .option("--energy-table <name|file>", `energies: a file with an ERT, or by name (${energyTableNames()})`)
    .option("--json", "one JSON document on standard output, progress as JSON lines on standard error")
    .addOption(
      new Option("-I, --search-path <folder>", "where included files are looked for; repeatable").argParser(collect),
    );
  addOutputOption(command);
  addTemplateOption(command).action(async (files: readonly string[], options: MapOptions) => {
    exit(await runMap(terminal, files, options));
  });
}

/** What the options ask for; words that are not known become diagnostics. */
function readRequest(options: MapOptions): {
  readonly request: SearchRequest;
  readonly asksOptimal: boolean;
  readonly diagnostics: readonly Diagnostic[];
} {
  const { objective, algorithm, diagnostics } = readSearchWords(options);
  const request = {
    ...(algorithm !== undefined && algorithm !== "optimal" && { algorithm }),
    ...(objective && { objective }),
    ...(options.seed !== undefined && { seed: options.seed }),
    ...(options.pareto && { pareto: true }),
  };
  return { request, asksOptimal: algorithm === "optimal", diagnostics };
}

async function runMap(terminal: Terminal, files: readonly string[], options: MapOptions): Promise<number> {
  const json = options.json === true;
  const input = readFiles(files, options.searchPath, options.define);
  const energy = chooseEnergyTable(options.energyTable);
  const result =
    energy.choice === undefined
      ? { diagnostics: [...input.diagnostics, ...energy.diagnostics] }
      : pricedSpecFrom(input, energy.choice, {});
  const { request, asksOptimal, diagnostics: wrongOptions } = readRequest(options);
  const diagnostics: Diagnostic[] = [...result.diagnostics, ...wrongOptions];
  const hasErrors = (): boolean => diagnostics.some(({ severity }) => severity === "error");
  const fail = (code: number): number => {
    printDiagnostics(terminal, diagnostics);
    const document = {
      schema: "tilewright/mapping-search/1",
      found: false,
      diagnostics: diagnostics.map(diagnosticToJson),
    };
    if (json) terminal.out(`${JSON.stringify(document, undefined, 2)}\n`);
    return code;
  };
  const spec: Spec | undefined = "spec" in result ? result.spec : undefined;
  if (!spec) return fail(EXIT_WRONG_INPUT);
  if (hasErrors()) return fail(EXIT_WRONG_INPUT);
  const prepared = prepareSearch(spec, request);
  diagnostics.push(...prepared.diagnostics);
  if (prepared.kind !== "ready") return fail(prepared.kind === "empty" ? EXIT_INVALID_MAPPING : EXIT_WRONG_INPUT);
  const { mapspace, settings, plan } = prepared;
  const isOptimal = asksOptimal || (request.algorithm ?? settings.algorithm ?? "optimal") === "optimal";
  const memoryMb = options.memory ?? DEFAULT_MEMORY_MB;
  const memoryBytes = memoryMb * 2 ** 20;
  const obstacle = isOptimal ? optimalObstacle(mapspace, memoryBytes) : undefined;
  if (obstacle !== undefined) diagnostics.push(optimalNotPossible(obstacle, plan.algorithm));
  const wanted = options.threads ?? availableParallelism();
  const threads = threadsWithin(memoryBytes, wanted);
  if (options.threads !== undefined && threads < wanted) {
    diagnostics.push(threadsBeyondMemory(wanted, threads, memoryMb));
  }
  printDiagnostics(terminal, diagnostics);
  const limits = { threads, seconds: options.time ?? Number.POSITIVE_INFINITY, json };
  const run =
    isOptimal && obstacle === undefined
      ? await runOptimalSearch(terminal, mapspace, plan, {
          ...limits,
          gap: (options.gap ?? 0) / 100,
          memoryBytes,
        })
      : await runSearch(terminal, mapspace, plan, limits);
  const { best } = run.outcome;
  // What the model has to say of the mapping, energies that are missing for instance.
  const sources = energy.choice?.kind === "file" ? [...input.sources, ...energy.choice.input.sources] : input.sources;
  const notes = best?.evaluation.diagnostics.map((note) => locateDiagnostic(note, sources)) ?? [];
  if (run.died.length > 0) notes.push(searchThreadDied(run.died));
  if (!best && run.stoppedBy !== "user") notes.push(...explainFruitless(mapspace, run.outcome));
  printDiagnostics(terminal, notes);
  diagnostics.push(...notes);
  const report: MapReport = { mapspace, plan, run, lowerBound: simpleLowerBound(spec), diagnostics };
  const document = (): string => {
    const inputs = recordInput(input, energy.choice ?? { kind: "input" }, options.define);
    return `${JSON.stringify(mapJson(report, inputs), undefined, 2)}\n`;
  };
  terminal.out(json ? document() : renderMap(report, terminal));
  if (best && options.outputDir !== undefined) {
    const found = { ...spec, mapping: best.mapping };
    const more = { [RESULT_FILE]: document() };
    const failure = writeTimeloopOutput(terminal, options.outputDir, found, best.evaluation, "timeloop-mapper", more);
    if (failure) {
      printDiagnostics(terminal, [failure]);
      return EXIT_WRONG_INPUT;
    }
  }
  if (run.stoppedBy === "user") return EXIT_INTERRUPTED;
  return best ? EXIT_DONE : EXIT_INVALID_MAPPING;
}
