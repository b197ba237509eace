/** `tilewright map FILES`: searches the mapspace of an architecture, a problem and constraints for its best mapping. */
import {
  ALGORITHMS,
  type Diagnostic,
  diagnosticToJson,
  explainEmptyMapspace,
  explainFruitless,
  Mapspace,
  METRICS,
  optimalNotPossible,
  optimalObstacle,
  planSearch,
  readConstraints,
  readMapperSettings,
  type SearchRequest,
  type Spec,
  simpleLowerBound,
} from "@tilewright/core";
import { type Command, Option } from "commander";
import { searchThreadDied } from "../errors.ts";
import { EXIT_DONE, EXIT_INTERRUPTED, EXIT_INVALID_MAPPING, EXIT_WRONG_INPUT } from "../exit-codes.ts";
import { type MapReport, mapJson, renderMap } from "../map-report.ts";
import { addTemplateOption, collect, energyTableNames, type TemplateOptions } from "../options.ts";
import { chooseEnergyTable, locateDiagnostic, readFiles, specFrom, withEstimates } from "../pipeline.ts";
import { printDiagnostics } from "../print-diagnostics.ts";
import { runOptimalSearch, runSearch } from "../run-search.ts";
import { positive, readSearchWords, whole, wholeAboveZero } from "../search-options.ts";
import type { Terminal } from "../terminal.ts";
import { addOutputOption, type OutputOptions, writeTimeloopOutput } from "../timeloop-output.ts";

interface MapOptions extends TemplateOptions, OutputOptions {
  readonly json?: boolean;
  readonly searchPath?: readonly string[];
  readonly energyTable?: string;
  readonly objective?: string;
  readonly pareto?: boolean;
  readonly algorithm?: string;
  readonly threads?: number;
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
    .addOption(new Option("--threads <count>", "worker threads; results are the same").argParser(wholeAboveZero))
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
  const obstacle = isOptimal ? optimalObstacle(mapspace, plan.objective, plan.pareto) : undefined;
  if (obstacle !== undefined) diagnostics.push(optimalNotPossible(obstacle, plan.algorithm));
  printDiagnostics(terminal, diagnostics);
  const seconds = options.time ?? Number.POSITIVE_INFINITY;
  const run =
    isOptimal && obstacle === undefined
      ? await runOptimalSearch(terminal, mapspace, plan, { seconds, json, gap: (options.gap ?? 0) / 100 })
      : await runSearch(terminal, mapspace, plan, { threads: options.threads ?? 1, seconds, json });
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
