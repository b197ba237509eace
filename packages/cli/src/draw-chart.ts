/** Charts into files, SVG or PNG by the ending of the name. What draws them is loaded here, and only when asked. */
import { extname } from "node:path";
import type { ChartPage, ThemeName } from "@tilewright/chart";
import type { Diagnostic } from "@tilewright/core";
import { renderPng, writeBytesFile, writeTextFile } from "@tilewright/node";
import { chartFormatUnknown } from "./errors.ts";

const ENDINGS = [".svg", ".png"];

/** Why no chart can be written under this name; undefined where one can. */
export function checkChartName(path: string): Diagnostic | undefined {
  return ENDINGS.includes(extname(path).toLowerCase()) ? undefined : chartFormatUnknown(path, ENDINGS);
}

/** Draws once and writes every file; the first that cannot be written is told. */
export async function writeChart(
  paths: readonly string[],
  page: ChartPage,
  theme: ThemeName,
): Promise<Diagnostic | undefined> {
  const unknown = paths.map(checkChartName).find((diagnostic) => diagnostic !== undefined);
  if (unknown !== undefined) return unknown;
  const { renderChartPage } = await import("@tilewright/chart/headless");
  const svg = renderChartPage(page, theme);
  for (const path of paths) {
    const isPng = extname(path).toLowerCase() === ".png";
    const problem = isPng ? writeBytesFile(path, await renderPng(svg)) : writeTextFile(path, svg);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
