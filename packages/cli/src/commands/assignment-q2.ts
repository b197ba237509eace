/** `tilewright assignment q2`: the figures of question 2 with a page that explains them. */
import { join } from "node:path";
import type { ThemeName } from "@tilewright/chart";
import { type Diagnostic, type EstimateComponent, figureName, formatExponent, pointEstimator } from "@tilewright/core";
import { renderPng, type Table, writeBytesFile, writeTable, writeTextFile } from "@tilewright/node";
import { type Command, Option } from "commander";
import { type ComputedFigure, computeFigures } from "../assignment-q2/compute-figures.ts";
import { explanation } from "../assignment-q2/explanation.ts";
import { figurePage, figureTitle, overviewPage } from "../assignment-q2/figure-pages.ts";
import { htmlPage, type Image, markdownPage } from "../assignment-q2/write-page.ts";
import { EXIT_DONE, EXIT_WRONG_INPUT } from "../exit-codes.ts";
import { formatPlural } from "../format-number.ts";
import { printDiagnostics } from "../print-diagnostics.ts";
import { refusalText } from "../sweep-report.ts";
import { sweepTable } from "../sweep-table.ts";
import type { Terminal } from "../terminal.ts";
import { joinLines, renderTable } from "../text-layout.ts";

export interface AssignmentQ2Options {
  readonly outputDir: string;
  readonly compat?: boolean;
  readonly json?: boolean;
  readonly theme: ThemeName;
}

/** @param assignment the command that it is a part of */
export function addAssignmentQ2Command(assignment: Command, terminal: Terminal, exit: (code: number) => void): void {
  assignment
    .command("q2")
    .summary("question 2: how the energy of SRAM, register file, DRAM and MAC scales")
    .description(
      "Writes the figures of question 2 (SVG, PNG, CSV) and a page that explains them by the parts of the circuits " +
        "(HTML, Markdown), all numbers taken from the figures.",
    )
    .option("-o, --output-dir <dir>", "where to write", "q2")
    .option("--compat", "compute as the public Accelergy plug-ins do, faults included")
    .addOption(
      new Option("--theme <name>", "dark writes dark pictures beside the light ones")
        .choices(["light", "dark"])
        .default("light"),
    )
    .option("--json", "one JSON document on standard output as well")
    .action(async (options: AssignmentQ2Options) => {
      exit(await runAssignmentQ2(terminal, options));
    });
}

/** @param estimate in place of the estimators, for tests */
export async function runAssignmentQ2(
  terminal: Terminal,
  options: AssignmentQ2Options,
  estimate?: EstimateComponent,
): Promise<number> {
  const compat = options.compat === true;
  const figures = computeFigures({
    estimate: estimate ?? pointEstimator({ compat }),
    ...(compat || estimate !== undefined ? {} : { publicEstimate: pointEstimator({ compat: true }) }),
  });
  const problem = await writeFigures(figures, options);
  printDiagnostics(terminal, problem === undefined ? [] : [problem]);
  if (problem !== undefined) return EXIT_WRONG_INPUT;
  if (options.json === true) {
    const document = {
      schema: "tilewright/assignment-q2/1",
      compat,
      figures: figures.map(({ definition, axis, records, lines }) => ({ ...definition, axis, points: records, lines })),
    };
    terminal.out(`${JSON.stringify(document)}\n`);
  } else terminal.out(report(figures, terminal, options));
  const refused = figures.filter((figure) => figure.refused.length > 0);
  for (const { definition, refused: records } of refused) {
    // One point's reasons are much like another's.
    const messages = records[0]?.error.diagnostics.map(refusalText) ?? [];
    terminal.error(
      joinLines([`${definition.id}: ${formatPlural(records.length, "point")} without an answer`, ...messages]),
    );
  }
  return refused.length > 0 ? EXIT_WRONG_INPUT : EXIT_DONE;
}

/** All points of all figures, the figure's name in the first column. */
function tableOf(figures: readonly ComputedFigure[]): Table {
  const { columns, rows } = sweepTable(figures.flatMap(({ records }) => records));
  const ids = figures.flatMap(({ definition, records }) => records.map(() => definition.id));
  return {
    columns: [{ name: "figure", type: "text" }, ...columns],
    rows: rows.map((row, i) => [ids[i] ?? null, ...row]),
  };
}

async function writeFigures(
  figures: readonly ComputedFigure[],
  { outputDir, theme, compat }: AssignmentQ2Options,
): Promise<Diagnostic | undefined> {
  const drawable = figures.filter(({ lines, refused }) => lines.length > 0 && refused.length === 0);
  const pages = new Map([
    ...(drawable.length > 0 ? [["overview", overviewPage(drawable)] as const] : []),
    ...drawable.map((figure) => [figure.definition.id, figurePage(figure, drawable)] as const),
  ]);
  const { renderChartPage } = await import("@tilewright/chart/headless");
  const drawings = new Map<string, string>();
  for (const [id, page] of pages) {
    for (const each of ["light", "dark"] as const) drawings.set(`${id}-${each}`, renderChartPage(page, each));
  }
  const svgOf = (id: string, each: ThemeName): string => drawings.get(`${id}-${each}`) ?? "";
  const blocks = explanation(figures, compat === true).filter(
    (block) => block.kind !== "figure" || pages.has(block.id),
  );
  const themes: readonly ThemeName[] = theme === "dark" ? ["light", "dark"] : ["light"];
  const fileOf = (id: string, each: ThemeName): string => (each === "light" ? id : `${id}-dark`);
  const imageOf = (id: string): Image => ({
    light: `${fileOf(id, "light")}.svg`,
    ...(theme === "dark" ? { dark: `${fileOf(id, "dark")}.svg` } : {}),
  });
  for (const id of pages.keys()) {
    for (const each of themes) {
      const svg = svgOf(id, each);
      const base = join(outputDir, fileOf(id, each));
      const problem = writeTextFile(`${base}.svg`, svg) ?? writeBytesFile(`${base}.png`, await renderPng(svg));
      if (problem !== undefined) return problem;
    }
  }
  return (
    (await writeTable(join(outputDir, "q2.csv"), tableOf(figures))) ??
    writeTextFile(join(outputDir, "explanation.md"), markdownPage(blocks, imageOf)) ??
    writeTextFile(join(outputDir, "explanation.html"), htmlPage(blocks, svgOf))
  );
}

function report(figures: readonly ComputedFigure[], { styles }: Terminal, { outputDir }: AssignmentQ2Options): string {
  const rows = figures.flatMap((figure) =>
    figure.lines.map((line) => [
      figureTitle(figure),
      figureName(line),
      line.overall === undefined ? "-" : formatExponent(line.overall.exponent),
      line.segments.map(({ exponent }) => formatExponent(exponent)).join(" "),
    ]),
  );
  const table = renderTable(
    [
      { header: "figure", align: "left" },
      { header: "", align: "left" },
      { header: "exponent", align: "right" },
      { header: "by range", align: "left" },
    ],
    rows,
    { headerStyle: styles.faint, ruleStyle: styles.faint },
  );
  return joinLines([
    styles.strong("Question 2: how energy scales with width and depth, at 45 nm"),
    "",
    ...table,
    "",
    `${join(outputDir, "explanation.html")} explains them; charts, Markdown and q2.csv lie beside it.`,
  ]);
}
