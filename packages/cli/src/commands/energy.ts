/** `tilewright energy`: what each action of each component costs and how large it is, with sources. */

import { join } from "node:path";
import {
  type ComponentFigures,
  componentToJson,
  type Diagnostic,
  diagnosticToJson,
  energyToJson,
  estimateChip,
  estimateComponent,
  readComponentContext,
  standardEstimators,
  writeAccelergyFiles,
} from "@tilewright/core";
import { writeTextFile } from "@tilewright/node";
import { type Command, Option } from "commander";
import { printable } from "../display-width.ts";
import { estimateWithPrograms, readTables } from "../energy-estimators.ts";
import { addOwnEstimatorOptions, choiceOf, type EnergyOptions } from "../energy-options.ts";
import { findFigures } from "../energy-question.ts";
import { renderChip, renderComponents } from "../energy-report.ts";
import { renderWhy } from "../energy-why.ts";
import { EXIT_DONE, EXIT_WRONG_INPUT } from "../exit-codes.ts";
import { addTemplateOption, collect, collectVariable } from "../options.ts";
import { type Input, readFiles } from "../pipeline.ts";
import { printDiagnostics } from "../print-diagnostics.ts";
import type { Terminal } from "../terminal.ts";
import { joinLines, wrapText } from "../text-layout.ts";
import { runEnergyBatch } from "./energy-batch.ts";

const ATTRIBUTE = /^[A-Za-z_]\w*=/;

export function addEnergyCommand(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  const command = program
    .command("energy")
    .summary("energy and area of components, each figure with its source")
    .description(
      "Estimates what each action of each component costs and how large it is. The files hold an architecture and " +
        "component classes, in the 0.3 or the 0.4 form; an ERT or ART among them goes before estimates. " +
        "With --component, attributes are written name=value.",
    )
    .argument("[files...]", "YAML files; with --component also name=value")
    .option("--json", "one JSON document on standard output")
    .option(
      "-o, --output-dir <folder>",
      "also write Accelergy's files there: ERT, ART, summaries, flattened architecture",
    )
    .option("--compat", "compute as the public Accelergy plug-ins do, faults included")
    .addOption(
      new Option("--why <name.action>", "where a figure comes from, name.area for an area; repeatable").argParser(
        collect,
      ),
    )
    .option("--component <class>", "one component: SRAM width=64 depth=1024 technology=45nm")
    .option("--batch <file.jsonl>", 'one {"class", "attributes"} a line, one answer a line, - is stdin')
    .addOption(
      new Option("-I, --search-path <folder>", "where included files are looked for; repeatable").argParser(collect),
    );
  addOwnEstimatorOptions(addTemplateOption(command)).action(
    async (files: readonly string[], options: EnergyOptions) => {
      if (options.batch !== undefined) {
        if (options.component !== undefined || options.why !== undefined || options.outputDir !== undefined) {
          command.error(
            "error: --batch goes with files that define component classes, --compat, --table and --estimator",
          );
        }
        exit(await runEnergyBatch(terminal, options.batch, files, options));
        return;
      }
      if (options.component !== undefined) {
        if (options.outputDir !== undefined)
          command.error("error: --output-dir is for an architecture, not for --component");
        exit(askComponent(terminal, options.component, files, options));
        return;
      }
      if (files.length === 0) command.error("error: give YAML files with an architecture, or --component, or --batch");
      exit(askChip(terminal, files, options));
    },
  );
}

function askChip(terminal: Terminal, files: readonly string[], options: EnergyOptions): number {
  const input = readFiles(files, options.searchPath, options.define);
  const choice = choiceOf(options);
  const tables = readTables(choice);
  const { result, diagnostics: outside } = estimateWithPrograms(choice, tables.estimators, (own) =>
    estimateChip(input.documents, {
      compat: choice.compat,
      own,
      earlier: [...input.diagnostics, ...tables.diagnostics],
    }),
  );
  const diagnostics = outside.length > 0 ? outside : result.diagnostics;
  const { chip } = result;
  if (chip === undefined || outside.length > 0) return refuse(terminal, options, diagnostics);
  if (options.why !== undefined) return answerWhy(terminal, options, chip.components, diagnostics);
  printDiagnostics(terminal, diagnostics);
  if (options.json === true) {
    const json = { ...energyToJson(chip), diagnostics: diagnostics.map(diagnosticToJson) };
    terminal.out(`${JSON.stringify(json, undefined, 2)}\n`);
  } else {
    const { columns, styles } = terminal;
    terminal.out(renderChip(chip, { columns, styles, compat: choice.compat }));
  }
  if (options.outputDir === undefined) return EXIT_DONE;
  const written = Object.entries(writeAccelergyFiles(chip));
  for (const [name, text] of written) {
    const failure = writeTextFile(join(options.outputDir, name), text);
    if (failure === undefined) continue;
    printDiagnostics(terminal, [failure]);
    return EXIT_WRONG_INPUT;
  }
  const names = written.map(([name]) => name).join(" ");
  terminal.error(joinLines(wrapText(`wrote to ${printable(options.outputDir)}: ${names}`, terminal.columns, 0, 2)));
  return EXIT_DONE;
}

function askComponent(
  terminal: Terminal,
  componentClass: string,
  given: readonly string[],
  options: EnergyOptions,
): number {
  const files = given.filter((word) => !ATTRIBUTE.test(word));
  const attributes = given
    .filter((word) => ATTRIBUTE.test(word))
    .reduce<ReturnType<typeof collectVariable>>((before, word) => collectVariable(word, before), {});
  const input: Input = files.length === 0 ? NO_INPUT : readFiles(files, options.searchPath, options.define);
  const context = readComponentContext(input.documents);
  const choice = choiceOf(options);
  const tables = readTables(choice);
  const { result, diagnostics: outside } = estimateWithPrograms(choice, tables.estimators, (own) =>
    estimateComponent(
      { componentClass, attributes },
      standardEstimators({ compat: choice.compat, own }),
      choice.compat,
      context,
    ),
  );
  const diagnostics = [
    ...input.diagnostics,
    ...context.diagnostics,
    ...tables.diagnostics,
    ...(outside.length > 0 ? outside : result.diagnostics),
  ];
  const { component } = result;
  if (component === undefined || diagnostics.some(({ severity }) => severity === "error")) {
    return refuse(terminal, options, diagnostics);
  }
  if (options.why !== undefined) return answerWhy(terminal, options, [component], diagnostics);
  printDiagnostics(terminal, diagnostics);
  if (options.json === true) {
    const json = { schema: "tilewright/energy/1", valid: true, compat: choice.compat, ...componentToJson(component) };
    terminal.out(`${JSON.stringify({ ...json, diagnostics: diagnostics.map(diagnosticToJson) }, undefined, 2)}\n`);
  } else {
    const { columns, styles } = terminal;
    terminal.out(renderComponents([component], { columns, styles, compat: choice.compat }));
  }
  return EXIT_DONE;
}

const NO_INPUT: Input = { sources: [], documents: [], diagnostics: [] };

function answerWhy(
  terminal: Terminal,
  options: EnergyOptions,
  components: readonly ComponentFigures[],
  diagnostics: readonly Diagnostic[],
): number {
  // Of a single component its name may be left out: --component SRAM ... --why read.
  const [only] = components.length === 1 ? components : [];
  const questions = (options.why ?? []).map((question) =>
    only !== undefined && !question.includes(".") && question !== only.name ? `${only.name}.${question}` : question,
  );
  const answers = questions.map((question) => findFigures(question, components));
  const unknown = answers.flatMap((answer) => ("code" in answer ? [answer] : []));
  if (unknown.length > 0) return refuse(terminal, options, [...diagnostics, ...unknown]);
  const asked = answers.flatMap((answer) => ("code" in answer ? [] : answer));
  printDiagnostics(terminal, diagnostics);
  if (options.json === true) {
    const json = {
      schema: "tilewright/energy-explanation/1",
      valid: true,
      figures: asked.map(({ title, value, unit, component, figure }) => ({
        name: title,
        class: component.componentClass,
        value,
        unit: unit === "pJ" ? "pJ" : "um^2",
        parts: figure.parts,
      })),
    };
    terminal.out(`${JSON.stringify(json, undefined, 2)}\n`);
  } else terminal.out(renderWhy(asked, terminal));
  return EXIT_DONE;
}

function refuse(terminal: Terminal, options: EnergyOptions, diagnostics: readonly Diagnostic[]): number {
  printDiagnostics(terminal, diagnostics);
  if (options.json === true) {
    const json = { schema: "tilewright/energy/1", valid: false, diagnostics: diagnostics.map(diagnosticToJson) };
    terminal.out(`${JSON.stringify(json, undefined, 2)}\n`);
  }
  return EXIT_WRONG_INPUT;
}
