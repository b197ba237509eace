/** `tilewright network MODEL FILES`: a whole network on a chip, each distinct layer mapped, with totals and reasons. */
import { availableParallelism } from "node:os";
import {
  type Diagnostic,
  diagnosticToJson,
  groupByLayer,
  type LayerRequest,
  type LocatedNode,
  type Network,
  readMapperSettings,
  type Source,
  withInputSizes,
} from "@tilewright/core";
import type { ResultCache } from "@tilewright/node";
import type { Command } from "commander";
import { networkSectionGiven } from "../errors.ts";
import { EXIT_DONE, EXIT_INTERRUPTED, EXIT_INVALID_MAPPING, EXIT_WRONG_INPUT } from "../exit-codes.ts";
import { type Interruption, watchInterruption } from "../interruption.ts";
import { LayerSolver, type SolverProgress } from "../network/layer-solver.ts";
import { writeNetworkFiles } from "../network/network-files.ts";
import { type NetworkReport, networkJson } from "../network/network-json.ts";
import { type NetworkTask, type ReadyLayer, readLayers } from "../network/network-layers.ts";
import { addNetworkOptions, cacheOf, type NetworkOptions } from "../network/network-options.ts";
import { renderNetwork } from "../network/network-report.ts";
import { type NetworkRun, runNetwork } from "../network/network-run.ts";
import { findStayLevel } from "../network/stay-level.ts";
import { addTemplateOption } from "../options.ts";
import {
  chooseEnergyTable,
  type EnergyChoice,
  type Input,
  locateDiagnostic,
  pricedSpecFrom,
  readFiles,
} from "../pipeline.ts";
import { printDiagnostics } from "../print-diagnostics.ts";
import { startProgress } from "../progress.ts";
import { addModelOptions, type ModelOptions, readModel } from "../read-model.ts";
import { readSearchWords } from "../search-options.ts";
import type { Terminal } from "../terminal.ts";

export function addNetworkCommand(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  const command = program
    .command("network")
    .summary("evaluates a whole network, each layer with its best mapping")
    .description(
      "Maps every layer of a network that multiplies onto a chip (layers of one shape once), adds up energy and cycles, and " +
        "says where they go. The files describe the chip: architecture, components, constraints, mapper; no problem.",
    )
    .argument("<model>", "an .onnx file, a network in YAML, a folder of problems, or a name (export-layers --list)")
    .argument("<files...>", "YAML files");
  addNetworkOptions(command, "optimal, where it can be asked");
  addModelOptions(command);
  addTemplateOption(command).action(
    async (model: string, files: readonly string[], options: NetworkOptions & ModelOptions) => {
      const input = readFiles(files, options.searchPath, options.define);
      exit(await runNetworkCommand(terminal, model, input, options));
    },
  );
}

/** @param input the chip's files */
export async function runNetworkCommand(
  terminal: Terminal,
  model: string,
  input: Input,
  options: NetworkOptions & ModelOptions,
): Promise<number> {
  const json = options.json === true;
  const diagnostics: Diagnostic[] = [];
  const say = (more: readonly Diagnostic[]): void => {
    diagnostics.push(...more);
  };
  const fail = (): number => {
    printDiagnostics(terminal, diagnostics);
    const document = { schema: "tilewright/network/1", found: false, diagnostics: diagnostics.map(diagnosticToJson) };
    if (json) terminal.out(`${JSON.stringify(document, undefined, 2)}\n`);
    return EXIT_WRONG_INPUT;
  };
  const read = readModel(model, options);
  const energy = chooseEnergyTable(options.energyTable);
  const words = readSearchWords(options);
  say([...read.diagnostics, ...energy.diagnostics, ...words.diagnostics, ...foreignSections(input)]);
  const given = energy.choice && read.network && prepare(read.network, input, energy.choice, options, words, say);
  if (!given || hasErrors(diagnostics)) return fail();
  const layers = readLayers(given);
  say(layers.diagnostics);
  const [first] = layers.ready ?? [];
  const { keepActivations: keep } = options;
  const level = keep === undefined || !first ? undefined : findStayLevel(keep === true ? undefined : keep, first);
  say(level?.diagnostics ?? []);
  if (!layers.ready || hasErrors(diagnostics)) return fail();
  const task = { ...given, ...(level?.buffer !== undefined && { buffer: level.buffer }) };
  printDiagnostics(terminal, diagnostics);

  const started = performance.now();
  const cache = cacheOf(options);
  const { run, interrupted, hits, misses } = await search(terminal, task, layers.ready, options, cache);
  const sources = energy.choice?.kind === "file" ? [...input.sources, ...energy.choice.input.sources] : input.sources;
  const notes = [...run.diagnostics, ...modelNotes(run, sources), ...(cache?.diagnostics() ?? [])];
  printDiagnostics(terminal, notes);
  const report: NetworkReport = {
    run,
    objective: run.cost.mapped[0]?.plan.search.objective ?? words.objective ?? [],
    seconds: (performance.now() - started) / 1000,
    cache: cache && { folder: cache.folder, hits, misses },
    interrupted,
    diagnostics: [...diagnostics, ...notes],
  };
  terminal.out(json ? `${JSON.stringify(networkJson(report), undefined, 2)}\n` : renderNetwork(report, terminal));
  if (options.outputDir !== undefined) {
    const failure = writeNetworkFiles(terminal, options.outputDir, report);
    if (failure) {
      printDiagnostics(terminal, [failure]);
      return EXIT_WRONG_INPUT;
    }
  }
  if (interrupted) return EXIT_INTERRUPTED;
  return run.found && !hasErrors(notes) ? EXIT_DONE : EXIT_INVALID_MAPPING;
}

function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}

/** The layers are the problems, and their mappings are looked for. */
function foreignSections({ documents }: Input): readonly Diagnostic[] {
  return documents.flatMap((document: LocatedNode) =>
    document.kind === "map"
      ? document.entries
          .filter(({ key }) => key === "problem" || key === "mapping")
          .map(({ key, keySpan }) => networkSectionGiven(key, keySpan))
      : [],
  );
}

/** The chip with its energies, and what is asked for; undefined where the input is wrong. */
function prepare(
  network: Network,
  input: Input,
  choice: EnergyChoice,
  options: NetworkOptions,
  words: Omit<LayerRequest, "gap" | "seed">,
  say: (diagnostics: readonly Diagnostic[]) => void,
): NetworkTask | undefined {
  const { objective, algorithm } = words;
  const { gap, seed } = options;
  const chip = pricedSpecFrom(input, choice, { problem: false });
  say(chip.diagnostics);
  if (!chip.spec) return undefined;
  const mapper = readMapperSettings(chip.spec);
  say(mapper.diagnostics);
  return {
    network: options.assignmentSizes ? withInputSizes(network) : network,
    chip: chip.spec,
    mapper: mapper.settings,
    request: {
      ...(objective && { objective }),
      ...(algorithm && { algorithm }),
      ...(seed !== undefined && { seed }),
      ...(gap !== undefined && { gap: gap / 100 }),
    },
    countsTraffic: options.traffic,
  };
}

interface SearchEnd {
  readonly run: NetworkRun;
  readonly interrupted: boolean;
  readonly hits: number;
  readonly misses: number;
}

async function search(
  terminal: Terminal,
  task: NetworkTask,
  ready: readonly ReadyLayer[],
  options: NetworkOptions,
  cache: ResultCache | undefined,
): Promise<SearchEnd> {
  const json = options.json === true;
  const progress = json ? undefined : startProgress(terminal, "network");
  const interruption: Interruption = watchInterruption(() => {
    progress?.finish();
    terminal.error(json ? `${JSON.stringify({ event: "interrupted" })}\n` : "interrupted\n");
  });
  let told = -1;
  const onProgress = ({ done, asked }: SolverProgress): void => {
    progress?.update(done, asked, `${done} of ${asked} searches`);
    if (!json || done === told) return;
    told = done;
    terminal.error(`${JSON.stringify({ event: "progress", searches: done, of: asked })}\n`);
  };
  const solver = new LayerSolver({
    threads: options.threads ?? availableParallelism(),
    secondsPerLayer: options.time ?? Number.POSITIVE_INFINITY,
    secondsInAll: options.totalTime ?? Number.POSITIVE_INFINITY,
    cache,
    isInterrupted: () => interruption.requested,
    onProgress,
  });
  try {
    const run = await runNetwork(task, ready, solver);
    const { done, hits } = solver.progress;
    return { run, interrupted: interruption.requested, hits, misses: done - hits };
  } finally {
    progress?.finish();
    interruption.release();
    await solver.close();
  }
}

/** What the model has to say of the mappings, energies that are missing for instance. */
function modelNotes({ cost }: NetworkRun, sources: readonly Source[]): readonly Diagnostic[] {
  return groupByLayer(
    cost.mapped.map(({ name, evaluation }) => ({
      layer: name,
      diagnostics: (evaluation?.diagnostics ?? []).map((note) => locateDiagnostic(note, sources)),
    })),
  );
}
