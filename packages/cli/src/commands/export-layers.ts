/** `tilewright export-layers MODEL -o DIR`: the layers of a network as Timeloop problems, one file each. */
import { join } from "node:path";
import {
  builtInNetworks,
  type Diagnostic,
  diagnosticToJson,
  exportLayers,
  type LayerExport,
  layerDimensions,
  type Network,
  networkMacs,
  networkParameters,
} from "@tilewright/core";
import { writeTextFile } from "@tilewright/node";
import type { Command } from "commander";
import { assignmentSizes, layersDescribed } from "../errors.ts";
import { EXIT_DONE, EXIT_WRONG_INPUT } from "../exit-codes.ts";
import { formatCount, formatPlural } from "../format-number.ts";
import { printDiagnostics } from "../print-diagnostics.ts";
import { addModelOptions, type ModelOptions, readModel } from "../read-model.ts";
import type { Terminal } from "../terminal.ts";
import { joinLines, type Row, renderTable, wrapText } from "../text-layout.ts";

interface ExportLayersOptions extends ModelOptions {
  readonly outputDir?: string;
  readonly assignmentSizes?: boolean;
  readonly unique?: boolean;
  readonly json?: boolean;
  readonly list?: boolean;
  readonly describe?: boolean;
}

export function addExportLayersCommand(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  const command = program
    .command("export-layers")
    .summary("the layers of a network as Timeloop problems")
    .description(
      "Writes each layer of a network that multiplies as a Timeloop problem. MODEL is an .onnx file, a network in YAML, a " +
        "folder of problems, or a name (--list lists them). Without -o the layers are only listed.",
    )
    .argument("[model]", "a name, a file or a folder")
    .option("-o, --output-dir <dir>", "where to write")
    .option("--unique", "one file for each shape that occurs")
    .option("--assignment-sizes", "write the input's size into P and Q, as the assignment's generator does")
    .option("--list", "list the networks that are known by name")
    .option("--describe", "print the description of a network known by name, to change and give back")
    .option("--json", "one JSON document on standard output");
  addModelOptions(command).action((model: string | undefined, options: ExportLayersOptions) => {
    if (options.list) {
      exit(listNetworks(terminal, options.json === true));
      return;
    }
    if (model === undefined) return command.error("error: give a network, or --list");
    exit(options.describe ? describeNetwork(terminal, model) : runExportLayers(terminal, model, options));
  });
}

function listNetworks(terminal: Terminal, json: boolean): number {
  const networks = builtInNetworks().map(({ name, summary }) => ({ name, summary }));
  if (json) terminal.out(`${JSON.stringify({ schema: "tilewright/networks/1", networks }, undefined, 2)}\n`);
  else {
    const width = Math.max(...networks.map(({ name }) => name.length)) + 2;
    const lines = networks.flatMap(({ name, summary }) =>
      wrapText(`${name.padEnd(width).replaceAll(" ", "\u00a0")}${summary}`, terminal.columns, 0, width),
    );
    terminal.out(joinLines(lines));
  }
  return EXIT_DONE;
}

function describeNetwork(terminal: Terminal, model: string): number {
  const found = builtInNetworks().find(({ name }) => name === model);
  if (found === undefined) {
    printDiagnostics(terminal, [layersDescribed(model)]);
    return EXIT_WRONG_INPUT;
  }
  terminal.out(found.text);
  return EXIT_DONE;
}

function runExportLayers(terminal: Terminal, model: string, options: ExportLayersOptions): number {
  const { network, diagnostics: found } = readModel(model, options);
  const diagnostics = [...found];
  const fail = (): number => {
    printDiagnostics(terminal, diagnostics);
    if (options.json) {
      const document = { schema: "tilewright/layers/1", valid: false, diagnostics: diagnostics.map(diagnosticToJson) };
      terminal.out(`${JSON.stringify(document, undefined, 2)}\n`);
    }
    return EXIT_WRONG_INPUT;
  };
  if (network === undefined) return fail();
  const layers = exportLayers(network, options);
  if (options.assignmentSizes) diagnostics.push(...sizeNotes(layers));
  for (const { file, yaml } of options.outputDir === undefined ? [] : layers) {
    const failure = writeTextFile(join(options.outputDir ?? "", file), yaml);
    if (failure === undefined) continue;
    diagnostics.push(failure);
    return fail();
  }
  printDiagnostics(terminal, diagnostics);
  if (options.json) terminal.out(`${JSON.stringify(exportJson(network, layers, diagnostics), undefined, 2)}\n`);
  else terminal.out(renderLayers(terminal, network, layers));
  terminal.error(joinLines(othersTold(terminal, network)));
  if (options.outputDir !== undefined) {
    terminal.error(joinLines([`wrote ${formatPlural(layers.length, "problem")} to ${options.outputDir}`]));
  }
  return EXIT_DONE;
}

function sizeNotes(layers: readonly LayerExport[]): readonly Diagnostic[] {
  const changed = layers.filter(({ macs, trueMacs }) => macs !== trueMacs);
  if (changed.length === 0) return [];
  const sum = (of: (layer: LayerExport) => number): number =>
    layers.reduce((total, layer) => total + of(layer) * layer.layers.length, 0);
  const names = changed.flatMap((layer) => layer.layers);
  return [assignmentSizes(names, sum(({ macs }) => macs) / sum(({ trueMacs }) => trueMacs))];
}

function renderLayers(terminal: Terminal, network: Network, layers: readonly LayerExport[]): string {
  const { styles } = terminal;
  const groups = layers.some(({ shape }) => shape.groups > 1);
  const counts = layers.some((layer) => layer.layers.length > 1);
  const sizes = groups ? ["G", "C", "M", "R", "S", "N", "P", "Q"] : ["C", "M", "R", "S", "N", "P", "Q"];
  const columns = [
    { header: "file", align: "left" as const },
    ...(counts ? [{ header: "times", align: "right" as const }] : []),
    ...[...sizes, "stride", "MACs"].map((header) => ({ header, align: "right" as const })),
  ];
  const rows = layers.map(({ file, shape, macs, layers: names }): Row => {
    const size = new Map(layerDimensions(shape));
    const { widthStride, heightStride } = shape;
    const stride = widthStride === heightStride ? String(widthStride) : `${widthStride}x${heightStride}`;
    const own = sizes.map((name) => formatCount(size.get(name) ?? 1));
    return [file, ...(counts ? [String(names.length)] : []), ...own, stride, formatCount(macs)];
  });
  const total = networkMacs(network);
  const title = `${network.name}: ${formatCount(total)} MACs, ${formatCount(networkParameters(network))} parameters`;
  return joinLines([
    styles.strong(title),
    "",
    ...renderTable(columns, rows, { headerStyle: styles.faint, ruleStyle: styles.faint }),
  ]);
}

/** Layers without MACs are no problems: they are told of. */
function othersTold({ columns }: Terminal, { layers }: Network): readonly string[] {
  const named = (kind: string): readonly string[] =>
    layers.filter(({ work }) => work.kind === kind).map(({ name }) => name);
  const traffic = named("traffic");
  const unmodelled = named("unmodelled");
  const fused = named("fused").length;
  const line = (text: string): readonly string[] => wrapText(text, columns, 0, 2);
  return [
    ...(traffic.length > 0
      ? line(
          `no problem, since they move words without multiplying: ${formatPlural(traffic.length, "layer")}: ${shown(traffic)}`,
        )
      : []),
    ...(fused > 0
      ? line(`no problem, since done by other layers on the way: ${formatPlural(fused, "layer")} (--json lists them)`)
      : []),
    ...(unmodelled.length > 0
      ? line(`no problem, since not modelled: ${formatPlural(unmodelled.length, "layer")}: ${shown(unmodelled)}`)
      : []),
  ];
}

function shown(names: readonly string[], limit = 12): string {
  return names.length > limit ? `${names.slice(0, limit).join(", ")}, ... (--json lists them)` : names.join(", ");
}

function exportJson(network: Network, layers: readonly LayerExport[], diagnostics: readonly Diagnostic[]): object {
  const files = new Map(layers.flatMap((layer) => layer.layers.map((name) => [name, layer] as const)));
  return {
    schema: "tilewright/layers/1",
    valid: true,
    network: network.name,
    macs: networkMacs(network),
    parameters: networkParameters(network),
    layers: network.layers.map(({ name, operator, work, inputs, outputs }) => {
      const written = files.get(name);
      const own = { name, operator, kind: work.kind, inputs, outputs };
      if (work.kind !== "product" || written === undefined) return { ...own, ...work };
      const { shape, file, macs, trueMacs } = written;
      return {
        ...own,
        file,
        macs,
        ...(macs === trueMacs ? {} : { trueMacs }),
        dimensions: Object.fromEntries(layerDimensions(shape)),
        strides: { width: shape.widthStride, height: shape.heightStride },
        dilations: { width: shape.widthDilation, height: shape.heightDilation },
        transposed: shape.transposed,
        secondOperand: work.secondOperand,
      };
    }),
    diagnostics: diagnostics.map(diagnosticToJson),
  };
}
