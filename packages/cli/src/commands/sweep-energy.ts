/** `tilewright sweep energy`: energies and area of one component over a grid of attributes. */
import { join } from "node:path";
import type { ThemeName } from "@tilewright/chart";
import {
  analyzeScaling,
  type Diagnostic,
  diagnosticToJson,
  type EstimateComponent,
  isAnswered,
  isRefused,
  parseAxes,
  planSweep,
  pointEstimator,
  type SweepPlan,
  type SweepRecord,
  type SweepScaling,
} from "@tilewright/core";
import { checkTableName, type JournalFile, openJournalFile, writeTable } from "@tilewright/node";
import { type Command, Option } from "commander";
import { checkChartName, writeChart } from "../draw-chart.ts";
import { estimateWithPrograms, readTables } from "../energy-estimators.ts";
import { addOwnEstimatorOptions, choiceOf } from "../energy-options.ts";
import { resumeWithoutOutput, sweepActionUnknown, sweepNothingToScale } from "../errors.ts";
import { EXIT_DONE, EXIT_INTERRUPTED, EXIT_WRONG_INPUT } from "../exit-codes.ts";
import { formatPlural } from "../format-number.ts";
import { collect } from "../options.ts";
import { printDiagnostics } from "../print-diagnostics.ts";
import { type FinishedPoints, runPoints } from "../run-points.ts";
import { scalingPage } from "../scaling-page.ts";
import { mergedSources, renderSweep } from "../sweep-report.ts";
import { sweepTable } from "../sweep-table.ts";
import type { Terminal } from "../terminal.ts";
import { joinLines } from "../text-layout.ts";
import { VERSION } from "../version.ts";

export interface SweepEnergyOptions {
  readonly component: string;
  readonly technology?: string;
  readonly action?: readonly string[];
  readonly compat?: boolean;
  readonly json?: boolean;
  readonly outputDir?: string;
  readonly output?: string;
  readonly plot?: readonly string[];
  readonly theme: ThemeName;
  readonly resume?: boolean;
  readonly table?: readonly string[];
  readonly estimator?: readonly string[];
  readonly estimatorTimeout: number;
}

export function addSweepCommand(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  const sweep = program
    .command("sweep")
    .summary("figures over ranges of attributes, with charts and fitted exponents")
    .description("Computes figures over ranges of attributes. See the help of its commands.");
  const energy = sweep
    .command("energy")
    .summary("energies and area of one component over ranges of its attributes")
    .description(
      "Energies and area of one component over a grid of attributes, with the exponents by which they scale and the " +
        "part of the circuit that makes them. An attribute is name=value, a list name=16,32, a range by a factor " +
        "name=16..2048x2 or by a step name=16..64+8.",
    )
    .argument("<attributes...>", "depth=8192 width=16..2048x2 ...")
    .requiredOption("--component <class>", "SRAM, regfile, DRAM, intmac, ...")
    .option("--technology <node>", "the same as the attribute technology=...")
    .addOption(new Option("--action <name>", "only this action; repeatable").argParser(collect))
    .option("--compat", "compute as the public Accelergy plug-ins do, faults included")
    .option("--json", "one JSON document on standard output")
    .option("-o, --output-dir <dir>", "write points.csv, .jsonl, .parquet, charts and the journal into a folder")
    .option("--output <file>", "write the points into a file: .csv, .jsonl or .parquet")
    .addOption(new Option("--plot <file>", "write a chart: .svg or .png; repeatable").argParser(collect))
    .addOption(new Option("--theme <name>", "of charts").choices(["light", "dark"]).default("light"))
    .option("--resume", "keep the finished points of an earlier run with the same output");
  addOwnEstimatorOptions(energy).action(async (attributes: readonly string[], options: SweepEnergyOptions) => {
    exit(await runSweepEnergy(terminal, attributes, options));
  });
}

function planFor(
  attributes: readonly string[],
  options: SweepEnergyOptions,
): { readonly plan?: SweepPlan; readonly diagnostics: readonly Diagnostic[] } {
  const technology = options.technology === undefined ? [] : [`technology=${options.technology}`];
  const { axes, diagnostics } = parseAxes([...attributes, ...technology]);
  const problems = [
    ...diagnostics,
    ...(options.output === undefined ? [] : [checkTableName(options.output)]),
    ...(options.plot ?? []).map(checkChartName),
    ...(options.resume === true && options.outputDir === undefined && options.output === undefined
      ? [resumeWithoutOutput()]
      : []),
  ].filter((diagnostic) => diagnostic !== undefined);
  if (problems.some(({ severity }) => severity === "error")) return { diagnostics: problems };
  // Other versions and ways of estimating answer otherwise: their points are other points.
  const own = [...(options.table ?? []), ...(options.estimator ?? [])];
  const salt = [`tilewright ${VERSION}${options.compat === true ? " compat" : ""}`, ...own].join(" + ");
  const planned = planSweep(options.component, axes, salt);
  return { ...planned, diagnostics: [...problems, ...planned.diagnostics] };
}

/** Beside the output; in a folder it stays, beside a file only as long as it is of use. */
function openJournal(options: SweepEnergyOptions): ReturnType<typeof openJournalFile> {
  const { outputDir, output, resume = false } = options;
  if (outputDir !== undefined) return openJournalFile(join(outputDir, "journal.jsonl"), resume);
  return output === undefined ? { diagnostics: [] } : openJournalFile(`${output}.journal`, resume);
}

/** Actions that are asked for but that no point has. */
function unknownActions(records: readonly SweepRecord[], asked: readonly string[]): readonly Diagnostic[] {
  const known = new Set(records.filter(isAnswered).flatMap(({ energyPj }) => Object.keys(energyPj)));
  if (known.size === 0) return [];
  return asked.filter((action) => !known.has(action)).map((action) => sweepActionUnknown(action, [...known]));
}

/** The estimators with the user's own among them; a program is asked anew for each point. */
function estimatorsOf(options: SweepEnergyOptions): {
  readonly estimate: EstimateComponent;
  readonly diagnostics: readonly Diagnostic[];
} {
  const choice = choiceOf(options);
  const { compat } = choice;
  const { estimators: tables, diagnostics } = readTables(choice);
  if (choice.programs.length === 0) return { estimate: pointEstimator({ compat, own: tables }), diagnostics };
  const estimate: EstimateComponent = (componentClass, attributes) => {
    const asked = estimateWithPrograms(choice, tables, (own) =>
      pointEstimator({ compat, own })(componentClass, attributes),
    );
    const failed = asked.diagnostics.filter(({ severity }) => severity === "error");
    return failed.length === 0 ? asked.result : { error: { diagnostics: failed.map(diagnosticToJson) } };
  };
  return { estimate, diagnostics };
}

/** @param estimate in place of the estimators, for tests */
export async function runSweepEnergy(
  terminal: Terminal,
  attributes: readonly string[],
  options: SweepEnergyOptions,
  estimate?: EstimateComponent,
): Promise<number> {
  const { plan, diagnostics } = planFor(attributes, options);
  const own = estimatorsOf(options);
  printDiagnostics(terminal, [...diagnostics, ...own.diagnostics]);
  if (plan === undefined || own.diagnostics.some(({ severity }) => severity === "error")) return EXIT_WRONG_INPUT;
  const { journal, diagnostics: journalDiagnostics } = openJournal(options);
  printDiagnostics(terminal, journalDiagnostics);
  if (journalDiagnostics.some(({ severity }) => severity === "error")) return EXIT_WRONG_INPUT;
  const points = await runPoints(terminal, plan, estimate ?? own.estimate, journal);
  const problems = unknownActions(points.records, options.action ?? []);
  const { action } = options;
  const scaling = analyzeScaling(plan, points.records, action === undefined ? {} : { actions: action });
  const written = problems.length > 0 ? problems : await writeOutputs(plan, points, scaling, options);
  closeJournal(journal, points, options);
  printDiagnostics(terminal, written);
  if (written.length > 0) return EXIT_WRONG_INPUT;
  report(terminal, plan, points, scaling, options);
  if (points.interrupted) {
    const kept = journal === undefined ? "" : "; --resume goes on from there";
    const count = formatPlural(points.records.length, "point");
    terminal.error(joinLines([`interrupted after ${count} of ${plan.points.length}${kept}`]));
    return EXIT_INTERRUPTED;
  }
  return points.records.every(isRefused) ? EXIT_WRONG_INPUT : EXIT_DONE;
}

function closeJournal(journal: JournalFile | undefined, points: FinishedPoints, options: SweepEnergyOptions): void {
  const ofUse = points.interrupted || options.outputDir !== undefined || options.resume === true;
  if (ofUse) journal?.close();
  else journal?.remove();
}

async function writeOutputs(
  plan: SweepPlan,
  { records }: FinishedPoints,
  scaling: SweepScaling | undefined,
  options: SweepEnergyOptions,
): Promise<readonly Diagnostic[]> {
  const { outputDir, output, plot = [], theme } = options;
  const tables = [
    ...(output === undefined ? [] : [output]),
    ...(outputDir === undefined
      ? []
      : ["csv", "jsonl", "parquet"].map((ending) => join(outputDir, `points.${ending}`))),
  ];
  const problems: Diagnostic[] = [];
  for (const path of tables) {
    const problem = await writeTable(path, sweepTable(records));
    if (problem !== undefined) problems.push(problem);
  }
  const charts = [
    ...plot,
    ...(outputDir === undefined
      ? []
      : [`chart-${theme}.svg`, `chart-${theme}.png`].map((name) => join(outputDir, name))),
  ];
  if (scaling !== undefined && scaling.lines.length > 0 && charts.length > 0) {
    const estimators = mergedSources(records).map(({ estimator }) => estimator);
    const problem = await writeChart(charts, scalingPage(plan, scaling, [...new Set(estimators)]), theme);
    if (problem !== undefined) problems.push(problem);
  } else if (plot.length > 0 && !records.every(isRefused)) problems.push(sweepNothingToScale());
  return problems;
}

function report(
  terminal: Terminal,
  plan: SweepPlan,
  { records, resumed, interrupted }: FinishedPoints,
  scaling: SweepScaling | undefined,
  options: SweepEnergyOptions,
): void {
  if (options.json !== true) {
    terminal.out(renderSweep(plan, records, scaling, { columns: terminal.columns, styles: terminal.styles }));
    return;
  }
  const document = {
    schema: "tilewright/sweep/1",
    componentClass: plan.componentClass,
    axes: plan.axes.map(({ name, values }) => ({ name, values })),
    complete: !interrupted,
    resumed,
    points: records,
    ...(scaling === undefined ? {} : { scaling }),
  };
  terminal.out(`${JSON.stringify(document)}\n`);
}
