/**
 * MODEL of the command line to a network:
 *
 *     resnet32-cifar10     a network known by name
 *     net.onnx             an ONNX file
 *     net.yaml, -          a network in YAML, or one layer as a Timeloop problem
 *     layers/              a folder of Timeloop problems, each a layer
 */
import { basename } from "node:path";
import {
  builtInNetwork,
  builtInNetworks,
  type Diagnostic,
  describesNetwork,
  type NetworkReading,
  type ParameterValues,
  readNetwork,
  readOnnx,
  readProblemLayers,
} from "@tilewright/core";
import { pathKind, readBinaryFile, yamlFilesIn } from "@tilewright/node";
import { type Command, InvalidArgumentError, Option } from "commander";
import { modelOptionUnused, modelUnknown } from "./errors.ts";
import { readFiles } from "./pipeline.ts";

/** Options of commands that take a MODEL. */
export interface ModelOptions {
  /** Sizes of ONNX inputs and dimensions. */
  readonly shape?: ReadonlyMap<string, readonly number[]>;
  /** Parameters of a network in YAML or of one known by name. */
  readonly set?: ParameterValues;
}

export function addModelOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--set <name=value>", "a parameter of the network (tokens=384); repeatable").argParser(
        collectParameter,
      ),
    )
    .addOption(
      new Option(
        "--shape <name=sizes>",
        "of an ONNX input (x=1,3,224,224) or dimension (batch=8); repeatable",
      ).argParser(collectShape),
    );
}

function collectParameter(text: string, before: ParameterValues | undefined): ParameterValues {
  const [, name, value] = /^([A-Za-z_]\w*)=(.+)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError("Write name=value.");
  const number = Number(value);
  const read = value === "true" || value === "false" ? value === "true" : Number.isFinite(number) ? number : value;
  return new Map([...(before ?? []), [name, read]]);
}

function collectShape(
  text: string,
  before: ReadonlyMap<string, readonly number[]> | undefined,
): ReadonlyMap<string, readonly number[]> {
  const [, name, list] = /^(.+)=([\d,x\s]+)$/s.exec(text) ?? [];
  const sizes = list?.split(/[,x]/).map((size) => Number(size.trim() === "" ? Number.NaN : size));
  if (name === undefined || sizes === undefined || !sizes.every((size) => Number.isSafeInteger(size) && size >= 1)) {
    throw new InvalidArgumentError("Write name=1,3,224,224, sizes being whole numbers of at least 1.");
  }
  return new Map([...(before ?? []), [name, sizes]]);
}

/** The network that `model` means. Built-in names go before files: `./vgg16` is a file of that name. */
export function readModel(model: string, options: ModelOptions = {}): NetworkReading {
  const builtIn = builtInNetwork(model, options.set);
  if (builtIn) return unused(builtIn, model, options, "shape");
  const kind = model === "-" ? "file" : pathKind(model);
  if (kind === "folder") return unused(readFolder(model), model, options, "shape", "set");
  if (kind === "file" && /\.onnx$/i.test(model)) return unused(readOnnxFile(model, options), model, options, "set");
  const isPath = /[/\\]|\.(ya?ml|onnx)$/i.test(model);
  if (kind === "nothing" && !isPath)
    return {
      diagnostics: [
        modelUnknown(
          model,
          builtInNetworks().map(({ name }) => name),
        ),
      ],
    };
  return unused(readYamlFile(model, options), model, options, "shape");
}

function readOnnxFile(path: string, options: ModelOptions): NetworkReading {
  const { bytes, diagnostics } = readBinaryFile(path);
  if (bytes === undefined) return { diagnostics };
  return readOnnx(bytes, path, options.shape ? { shapes: options.shape } : {});
}

function readYamlFile(path: string, options: ModelOptions): NetworkReading {
  const { documents, diagnostics } = readFiles([path]);
  const isProblem = !documents.some(describesNetwork) && documents.some(hasProblem);
  if (isProblem) {
    const layer = { file: path, layer: layerName(path), documents, diagnostics };
    return unused(readProblemLayers(layerName(path), [layer]), path, options, "set");
  }
  return readNetwork(documents, { earlier: diagnostics, ...(options.set && { parameters: options.set }) });
}

type Documents = ReturnType<typeof readFiles>["documents"];

function hasProblem(document: Documents[number]): boolean {
  return document.kind === "map" && document.entries.some(({ key }) => key === "problem");
}

function layerName(path: string): string {
  return path === "-" ? "layer" : basename(path).replace(/\.ya?ml$/i, "");
}

function readFolder(folder: string): NetworkReading {
  const files = yamlFilesIn(folder).map((file) => ({ file, layer: layerName(file), ...readFiles([file]) }));
  return readProblemLayers(basename(folder.replace(/[/\\]+$/, "")) || "network", files);
}

/** An option that has nothing to change is an error, not a silence. */
function unused(
  reading: NetworkReading,
  model: string,
  options: ModelOptions,
  ...names: readonly (keyof ModelOptions)[]
): NetworkReading {
  const extra: Diagnostic[] = names
    .filter((name) => options[name] !== undefined)
    .map((name) => modelOptionUnused(model, name));
  return extra.length === 0 ? reading : { diagnostics: [...reading.diagnostics, ...extra] };
}
