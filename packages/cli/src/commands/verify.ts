/** `tilewright verify RESULT [FILES]`: works out again what a result of `map` claims, and says of each claim whether it holds. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import {
  type Check,
  type CheckedPoint,
  checkClaims,
  checkPoint,
  checksOfAll,
  claimsOf,
  type Diagnostic,
  diagnosticToJson,
  failed,
  judged,
  type LocatedNode,
  type Mapping,
  Mapspace,
  type MapspaceLimits,
  notRederived,
  type PrintedPoint,
  passed,
  pointCosts,
  type ReadDocument,
  readConstraints,
  readSearchDocument,
  type Spec,
  type ValidEvaluation,
  writeTimeloopFiles,
} from "@tilewright/core";
import { type IncludeLoader, readSourceFile } from "@tilewright/node";
import { type Command, Option } from "commander";
import { EXIT_DONE, EXIT_INTERRUPTED, EXIT_INVALID_MAPPING, EXIT_WRONG_INPUT } from "../exit-codes.ts";
import { RESULT_FILE } from "../map-json.ts";
import { addTemplateOption, collect, energyTableNames, positive, type TemplateOptions } from "../options.ts";
import { type Input, pricedSpecFrom, readWith, specFrom } from "../pipeline.ts";
import { printDiagnostics } from "../print-diagnostics.ts";
import { runAttempts } from "../run-attempts.ts";
import type { Terminal } from "../terminal.ts";
import { type VerifyInputs, verifyInputs } from "../verify-inputs.ts";
import { holds, renderVerification, type VerifyReport, verifyJson } from "../verify-report.ts";

interface VerifyOptions extends TemplateOptions {
  readonly json?: boolean;
  readonly searchPath?: readonly string[];
  readonly energyTable?: string;
  readonly time: number;
  readonly search: boolean;
  readonly strict?: boolean;
}

const DEFAULT_SECONDS = 60;

export function addVerifyCommand(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  const command = program
    .command("verify")
    .summary("works out again what a result of map claims")
    .description(
      "Works out again what a result of map claims: that its mapping obeys the constraints, that the model and the " +
        "step simulator give its figures, that its lower bound and gap are right, and, by other searches, that nothing " +
        "is better. Exit codes: 0 all of it holds, 1 something does not, 2 the input is wrong.",
    )
    .argument("<result>", `what map --json printed, the ${RESULT_FILE} of its -o, or that folder; - is standard input`)
    .argument("[files...]", "the YAML files that it was made from, to be taken instead of those in the result")
    .addOption(new Option("--time <seconds>", "for all searches together").argParser(positive).default(DEFAULT_SECONDS))
    .option("--no-search", "leave out what takes a search")
    .option("--strict", "exit with 1 also where something could not be worked out again")
    .option("--energy-table <name|file>", `energies instead of those of the result (${energyTableNames()})`)
    .option("--json", "one JSON document on standard output")
    .addOption(
      new Option("-I, --search-path <folder>", "where included files are looked for; repeatable").argParser(collect),
    );
  addTemplateOption(command).action(async (result: string, files: readonly string[], options: VerifyOptions) => {
    exit(await runVerify(terminal, result, files, options));
  });
}

async function runVerify(
  terminal: Terminal,
  result: string,
  files: readonly string[],
  options: VerifyOptions,
): Promise<number> {
  const refuse = (diagnostics: readonly Diagnostic[]): number => {
    printDiagnostics(terminal, diagnostics);
    const document = {
      schema: "tilewright/verification/1",
      holds: false,
      checks: [],
      diagnostics: diagnostics.map(diagnosticToJson),
    };
    if (options.json) terminal.out(`${JSON.stringify(document, undefined, 2)}\n`);
    return EXIT_WRONG_INPUT;
  };
  const folder = isFolder(result) ? result : undefined;
  const read = readSourceFile(folder === undefined ? result : join(folder, RESULT_FILE));
  if (read.source === undefined) return refuse(read.diagnostics);
  const { document, diagnostics } = readSearchDocument(read.source);
  if (document === undefined) return refuse(diagnostics);
  const inputs = verifyInputs(result, document, files, options);
  if ("diagnostics" in inputs) return refuse(inputs.diagnostics);
  const stated = specWithout(inputs);
  const constraints = stated.spec && readConstraints(stated.spec);
  const said = [...stated.diagnostics, ...(constraints?.diagnostics ?? [])];
  if (stated.spec === undefined || constraints?.limits === undefined) return refuse(said);
  const { spec } = stated;
  const { limits } = constraints;

  const { checks: pointChecks, points } = checkPoints(document, inputs, spec, limits);
  const checks: Check[] = [inputs.check, ...pointChecks];
  const [best] = points;
  if (folder !== undefined && best)
    checks.push(checkFiles(folder, { ...spec, mapping: best.mapping }, best.evaluation));
  // Claims about points that do not exist say nothing.
  const claimed = document.front?.length ?? (document.found ? 1 : 0);
  const isWhole = points.length === claimed;
  const evaluations = points.map(({ evaluation }) => evaluation);
  let report: VerifyReport = { result, document, spec, checks, better: undefined };
  let interrupted = false;
  if (isWhole) {
    const mapspace = new Mapspace(spec, limits);
    checks.push(...checkClaims(document, mapspace, evaluations));
    const claims = claimsOf(document, pointCosts(document.objective, evaluations));
    if (options.search) {
      const again = await runAttempts(terminal, mapspace, claims, options.time);
      checks.push(...again.checks);
      report = { ...report, better: again.better };
      interrupted = again.interrupted;
    } else checks.push(notRederived("search-again", "no search was asked for"));
  } else checks.push(notRederived("claims", "they are about a mapping that is none"));
  terminal.out(
    options.json ? `${JSON.stringify(verifyJson(report), undefined, 2)}\n` : renderVerification(report, terminal),
  );
  if (!holds(report)) return EXIT_INVALID_MAPPING;
  if (interrupted) return EXIT_INTERRUPTED;
  const isOpen = checks.some(({ status }) => status === "not-rederived");
  return isOpen && options.strict === true ? EXIT_INVALID_MAPPING : EXIT_DONE;
}

function isFolder(path: string): boolean {
  return path !== "-" && existsSync(path) && statSync(path).isDirectory();
}

/** Documents without a mapping of their own. */
function withoutMappings({ documents }: Input): readonly LocatedNode[] {
  return documents.map((document) =>
    document.kind === "map"
      ? { ...document, entries: document.entries.filter(({ key }) => key !== "mapping") }
      : document,
  );
}

function specWithout({ input, energy }: VerifyInputs): ReturnType<typeof specFrom> {
  const own = { ...input, documents: withoutMappings(input) };
  return pricedSpecFrom(own, energy, {});
}

interface Point {
  readonly mapping: Mapping;
  readonly evaluation: ValidEvaluation;
}

/** The best and its evaluation, or every point of the front: read back, placed, evaluated. */
function checkPoints(
  document: ReadDocument,
  inputs: VerifyInputs,
  spec: Spec,
  limits: MapspaceLimits,
): { readonly checks: readonly Check[]; readonly points: readonly Point[] } {
  const { best, front, mapping, evaluation, objective } = document;
  const ofBest = best !== null && mapping !== null ? [{ figures: best, text: mapping, evaluation }] : [];
  const printed = front === undefined ? ofBest : front.map(({ mapping: text, ...figures }) => ({ figures, text }));
  const points: Point[] = [];
  const judge = (point: (typeof printed)[number], where: Point[] | undefined): readonly Check[] => {
    const reading = readMapping(inputs, point.text);
    if (typeof reading === "string") return [failed("mapping", reading)];
    const given: PrintedPoint = {
      mapping: reading,
      figures: point.figures,
      ...("evaluation" in point && { evaluation }),
    };
    const checked: CheckedPoint = checkPoint(spec, limits, objective, given);
    if (checked.evaluation) where?.push({ mapping: reading, evaluation: checked.evaluation });
    return [passed("mapping", "reads back against architecture and problem"), ...checked.checks];
  };
  if (front === undefined) return { checks: ofBest.flatMap((point) => judge(point, points)), points };
  const all = checksOfAll(printed.map((point) => judge(point, points)));
  // The best is the front's first point, with all its levels.
  const isFirst = JSON.stringify(ofBest[0]?.text) === JSON.stringify(printed[0]?.text);
  const first = ofBest.flatMap((point) => judge(point, undefined)).filter(({ status }) => status === "failed");
  const complaints = isFirst ? [] : ["the best is not the first point of the front"];
  return { checks: [...all, ...first, ...(isFirst ? [] : [judged("front", complaints, "")])], points };
}

/** Nothing is included from the disk of whoever verifies. */
const NO_FILES: IncludeLoader = { loadFile: () => undefined, listFiles: () => [] };

/** A printed mapping, or why it is none. */
function readMapping({ input, energy }: VerifyInputs, text: string): Mapping | string {
  const { documents, diagnostics } = readWith([{ name: "mapping", text }], NO_FILES, {});
  const keys = documents.flatMap((document) => (document.kind === "map" ? document.entries.map(({ key }) => key) : []));
  const other = keys.find((key) => key !== "mapping");
  if (other !== undefined) return `beside a mapping it has ${JSON.stringify(other)}`;
  const own = { ...input, documents: [...withoutMappings(input), ...documents] };
  const read = specFrom({ ...own, diagnostics: [...input.diagnostics, ...diagnostics] }, energy);
  const errors = read.diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
  return read.spec?.mapping ?? (errors.join("; ") || "it has no mapping");
}

/** Whether Timeloop's files in the folder of the result are those of its mapping. */
function checkFiles(folder: string, spec: Spec, evaluation: ValidEvaluation): Check {
  const files = Object.entries(writeTimeloopFiles(spec, evaluation, "timeloop-mapper"));
  const complaints = files.flatMap(([name, text]) => {
    const path = join(folder, name);
    if (!existsSync(path)) return [`${name} is missing`];
    return readFileSync(path, "utf8") === text ? [] : [`${name} is not that of this mapping`];
  });
  return judged(
    "files",
    complaints,
    `${files.length} files of the folder are those of this mapping, to the last character`,
  );
}
