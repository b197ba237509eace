/** `tilewright map FILES`: searches the mapspace of an architecture, a problem and constraints for its best mapping. */
import { availableParallelism } from "node:os";
import {
  ALGORITHMS,
  type Diagnostic,
  diagnosticToJson,
  explainEmptyMapspace,
  explainFruitless,
  findAlgorithm,
  Mapspace,
  METRICS,
  type Metric,
  nearestWord,
  optimalNotPossible,
  optimalObstacle,
  planSearch,
  readConstraints,
  readMapperSettings,
  readMetric,
  type SearchRequest,
  type Spec,
  simpleLowerBound,
  unknownAlgorithm,
  unknownMetric,
} from "@tilewright/core";
import { threadsWithin } from "@tilewright/node";
import { type Command, InvalidArgumentError, Option } from "commander";
import { searchThreadDied, threadsBeyondMemory } from "../errors.ts";
import { EXIT_DONE, EXIT_INTERRUPTED, EXIT_INVALID_MAPPING, EXIT_WRONG_INPUT } from "../exit-codes.ts";
import { type MapReport, mapJson, renderMap } from "../map-report.ts";
import { addTemplateOption, collect, energyTableNames, type TemplateOptions } from "../options.ts";
import { chooseEnergyTable, locateDiagnostic, readFiles, specFrom, withEstimates } from "../pipeline.ts";
import { printDiagnostics } from "../print-diagnostics.ts";
import { runOptimalSearch, runSearch } from "../run-search.ts";
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

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError("Write a number above 0.");
  return value;
}

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new InvalidArgumentError("Write a whole number.");
  return value;
}

function wholeAboveZero(text: string): number {
  return whole(text) >= 1 ? whole(text) : positive("0");
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
  readonly diagnostics: Diagnostic[];
} {
  const diagnostics: Diagnostic[] = [];
  const objective: Metric[] = [];
  for (const word of options.objective?.split(",") ?? []) {
    const metric = readMetric(word);
    if (typeof metric === "string") objective.push(metric);
    else diagnostics.push(unknownMetric(word.trim(), METRICS, metric.nearest));
  }
  const algorithm = options.algorithm === undefined ? undefined : findAlgorithm(options.algorithm);
  if (options.algorithm !== undefined && algorithm === undefined) {
    diagnostics.push(unknownAlgorithm(options.algorithm, ALGORITHMS, nearestWord(options.algorithm, ALGORITHMS)));
  }
  const request = {
    ...(algorithm !== undefined && algorithm !== "optimal" && { algorithm }),
    ...(objective.length > 0 && { objective }),
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
      : withEstimates(specFrom(input, energy.choice, {}), input, energy.choice);
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
  const mapper = readMapperSettings(spec);
  const constraints = readConstraints(spec);
  diagnostics.push(...mapper.diagnostics, ...constraints.diagnostics);
  if (hasErrors() || !constraints.limits) return fail(EXIT_WRONG_INPUT);
  const impossible = explainEmptyMapspace(spec, constraints.limits);
  if (impossible.length > 0) {
    diagnostics.push(...impossible);
    return fail(EXIT_INVALID_MAPPING);
  }
  const mapspace = new Mapspace(spec, constraints.limits);
  const plan = planSearch(mapspace, mapper.settings, request);
  const isOptimal = asksOptimal || (request.algorithm ?? mapper.settings.algorithm ?? "optimal") === "optimal";
  const memoryMb = options.memory ?? DEFAULT_MEMORY_MB;
  const memoryBytes = memoryMb * 2 ** 20;
  const obstacle = isOptimal ? optimalObstacle(mapspace, plan.objective, plan.pareto, memoryBytes) : undefined;
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
  terminal.out(json ? `${JSON.stringify(mapJson(report), undefined, 2)}\n` : renderMap(report, terminal));
  if (best && options.outputDir !== undefined) {
    const found = { ...spec, mapping: best.mapping };
    const failure = writeTimeloopOutput(terminal, options.outputDir, found, best.evaluation, "timeloop-mapper");
    if (failure) {
      printDiagnostics(terminal, [failure]);
      return EXIT_WRONG_INPUT;
    }
  }
  if (run.stoppedBy === "user") return EXIT_INTERRUPTED;
  return best ? EXIT_DONE : EXIT_INVALID_MAPPING;
}
