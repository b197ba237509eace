/** `tilewright compare FILES --mapping A --mapping B ...`: Table 2 of the assignment for any number of mappings. */
import { basename } from "node:path";
import type { Diagnostic } from "@tilewright/core";
import type { Command } from "commander";
import { type Comparison, compareMappings, type MappingUnderComparison } from "../comparison.ts";
import { renderComparison } from "../comparison-report.ts";
import { EXIT_DONE, EXIT_INTERRUPTED, EXIT_INVALID_MAPPING, EXIT_WRONG_INPUT } from "../exit-codes.ts";
import { otherSemantics } from "../explain-comparison.ts";
import {
  addSharedOptions,
  addTemplateOption,
  collect,
  energyTableNames,
  type SharedOptions,
  type TemplateOptions,
} from "../options.ts";
import {
  chooseEnergyFile,
  chooseEnergyTable,
  diagnosticToJson,
  type EnergyChoice,
  evaluateInput,
  type Input,
  pricedSpecFrom,
  readFiles,
} from "../pipeline.ts";
import { diagnosticsOf, printDiagnostics } from "../print-diagnostics.ts";
import type { Terminal } from "../terminal.ts";
import { watchRun } from "../watch-run.ts";

interface CompareOptions extends SharedOptions, TemplateOptions {
  readonly mapping: readonly string[];
  readonly energyTable?: readonly string[];
  readonly ert?: readonly string[];
}

export function addCompareCommand(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  const command = program
    .command("compare")
    .summary("several mappings of one problem side by side, and why they differ")
    .description(
      "Evaluates several mappings of one problem and shows what each memory reads and writes, the energy by one or " +
        "more tables, and a sentence why. FILES hold what the mappings share: architecture, problem, ERT.",
    )
    .argument("<files...>", "YAML files that all mappings share, in any order")
    .requiredOption("-m, --mapping <file>", "a mapping; repeat for each", collect)
    .option(
      "--energy-table <name|file>",
      `energies, by name (${energyTableNames()}) or from a file; repeatable`,
      collect,
    )
    .option("--ert <file>", "energies from a file with an ERT; repeatable", collect);
  addTemplateOption(addSharedOptions(command)).action(async (files: readonly string[], options: CompareOptions) => {
    exit(await compare(terminal, files, options));
  });
}

function readEnergyChoices(options: CompareOptions): {
  readonly choices: readonly EnergyChoice[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const read = [
    ...(options.energyTable ?? []).map((table) => chooseEnergyTable(table)),
    ...(options.ert ?? []).map((file) => chooseEnergyFile(file)),
  ];
  const choices = read.flatMap(({ choice }) => (choice === undefined ? [] : [choice]));
  return {
    choices: read.length === 0 ? [{ kind: "input" }] : choices,
    diagnostics: read.flatMap(({ diagnostics }) => diagnostics),
  };
}

/** `maps/ws.map.yaml` is called `ws.map`; where two files would share a name both keep their path. */
export function mappingNames(files: readonly string[]): readonly string[] {
  const short = files.map((file) => basename(file).replace(/\.ya?ml$/i, ""));
  return short.map((name, index) =>
    short.filter((other) => other === name).length > 1 ? (files[index] ?? name) : name,
  );
}

function join(shared: Input, mapping: Input): Input {
  return {
    sources: [...shared.sources, ...mapping.sources],
    documents: [...shared.documents, ...mapping.documents],
    diagnostics: [...shared.diagnostics, ...mapping.diagnostics],
  };
}

/** Each diagnostic once, though every mapping meets those of the shared files again. */
function distinct(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics) {
    const { code, message, span } = diagnostic;
    const key = JSON.stringify([code, message, span?.source.name, span?.from]);
    if (!seen.has(key)) seen.set(key, diagnostic);
  }
  return [...seen.values()];
}

async function compare(terminal: Terminal, files: readonly string[], options: CompareOptions): Promise<number> {
  const shared = readFiles(files, options.searchPath, options.define);
  const energy = readEnergyChoices(options);
  const names = mappingNames(options.mapping);
  const inputs = options.mapping.map((file) => readFiles([file], options.searchPath, options.define));
  const diagnostics: Diagnostic[] = [...energy.diagnostics];
  const mappings: MappingUnderComparison[] = [];
  const watch = watchRun(terminal, "compare", { saysInterrupted: false });
  for (const [index, mappingInput] of inputs.entries()) {
    if (watch.isOver) break;
    const input = join(shared, mappingInput);
    const results = energy.choices.map((choice) => pricedSpecFrom(input, choice));
    const evaluations = results.map((result) =>
      evaluateInput(result, { semantics: options.semantics, method: "closed-form" }),
    );
    const [first] = results;
    const [evaluation] = evaluations;
    results.forEach((result, at) => {
      const each = evaluations[at];
      if (each !== undefined) diagnostics.push(...diagnosticsOf(result, each, input.sources));
    });
    const other =
      first !== undefined && evaluation?.valid === true
        ? evaluateInput(first, { semantics: otherSemantics(options.semantics), method: "closed-form" })
        : undefined;
    mappings.push({
      name: names[index] ?? "",
      file: options.mapping[index] ?? "",
      ...(first?.spec === undefined ? {} : { spec: first.spec }),
      evaluations,
      ...(other === undefined ? {} : { otherEvaluation: other }),
    });
    watch.tell(() => ({ done: index + 1, total: inputs.length }));
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { interrupted } = watch;
  watch.end();

  const all = distinct(diagnostics);
  printDiagnostics(terminal, all);
  const wrong = mappings.some(({ evaluations: [each] }) => each?.valid === false && each.reason === "spec");
  if (wrong || energy.diagnostics.some(({ severity }) => severity === "error")) {
    if (options.json === true) {
      const failure = {
        schema: "tilewright/comparison/1",
        valid: false,
        reason: "spec",
        diagnostics: all.map(diagnosticToJson),
      };
      terminal.out(`${JSON.stringify(failure, undefined, 2)}\n`);
    }
    return EXIT_WRONG_INPUT;
  }
  const comparison: Comparison = compareMappings(mappings, options.semantics);
  if (options.json === true) {
    terminal.out(`${JSON.stringify({ ...comparison, diagnostics: all.map(diagnosticToJson) }, undefined, 2)}\n`);
  } else terminal.out(renderComparison(comparison, { columns: terminal.columns, styles: terminal.styles }));
  if (interrupted) return EXIT_INTERRUPTED;
  return comparison.mappings.every((mapping) => mapping.valid) ? EXIT_DONE : EXIT_INVALID_MAPPING;
}
