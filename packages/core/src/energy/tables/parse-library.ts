/** CSV in the layout of the public library plug-in (see `estimators/library.ts`) into rows; mistakes are told by line. */
import type { Diagnostic } from "../../text/diagnostic.ts";
import { lineStarts } from "../../text/position.ts";
import type { Source } from "../../text/source.ts";
import { libraryCells, libraryColumn, libraryEmpty, libraryFigure } from "../errors.ts";

/** One row: a set of attributes, what it costs, and for which actions. */
export interface LibraryRow {
  /** In lower case. */
  readonly component: string;
  /** In lower case. */
  readonly actions: readonly string[];
  /** Alternatives of a name are tried in order. */
  readonly attributes: readonly { readonly names: readonly string[]; readonly value: string }[];
  readonly energyPj?: number;
  readonly areaUm2?: number;
  /** `file.csv:3`. */
  readonly place: string;
}

interface Header {
  readonly names: readonly string[];
  readonly energy: number;
  readonly area: number;
  readonly action: number;
}

/** Rows of `source`; the component is named by the file unless a line `COMPONENT: name` says otherwise. */
export function parseLibrary(source: Source): {
  readonly rows: readonly LibraryRow[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const rows: LibraryRow[] = [];
  const diagnostics: Diagnostic[] = [];
  let component = stem(source.name);
  let header: Header | undefined;
  const starts = lineStarts(source);
  source.text.split(/\r?\n/).forEach((written, index) => {
    const [text = ""] = written.split("#");
    if (text.replaceAll(",", "").trim() === "") return;
    const from = starts[index] ?? 0;
    const span = { source, from, to: from + Math.max(1, written.length) };
    const [, name] = /^\s*COMPONENT\s*:\s*([^,]+)/i.exec(text) ?? [];
    if (name !== undefined) {
      component = name.trim().toLowerCase();
      header = undefined;
      return;
    }
    const cells = text.split(",").map((cell) => cell.trim());
    if (header === undefined) {
      const read = readHeader(cells);
      if ("missing" in read) diagnostics.push(libraryColumn(span, read.missing));
      header = "missing" in read ? { names: [], energy: -1, area: -1, action: -1 } : read;
      return;
    }
    if (header.action < 0) return;
    const last = Math.max(header.energy, header.area, header.action);
    if (cells.length <= last) {
      diagnostics.push(libraryCells(span, last + 1, cells.length));
      return;
    }
    const figureAt = (column: number): number | undefined => {
      const cell = column < 0 ? "" : (cells[column] ?? "");
      if (cell === "" || cell === "*") return undefined;
      const value = Number(cell);
      if (Number.isFinite(value) && value >= 0) return value;
      diagnostics.push(libraryFigure(span, header?.names[column] ?? "", cell));
      return undefined;
    };
    const energyPj = figureAt(header.energy);
    const areaUm2 = figureAt(header.area);
    const attributes = header.names.flatMap((names, column) => {
      const isFigure = column === header?.energy || column === header?.area || column === header?.action;
      return isFigure || names === "" || /^(comment|energy in|area in)/i.test(names)
        ? []
        : [{ names: names.split("|").map((each) => each.trim()), value: cells[column] ?? "" }];
    });
    rows.push({
      component,
      actions: (cells[header.action] ?? "")
        .toLowerCase()
        .split("|")
        .map((action) => action.trim()),
      attributes,
      ...(energyPj === undefined ? {} : { energyPj }),
      ...(areaUm2 === undefined ? {} : { areaUm2 }),
      place: `${source.name}:${index + 1}`,
    });
  });
  if (rows.length === 0 && diagnostics.length === 0) diagnostics.push(libraryEmpty(source.name));
  return { rows, diagnostics };
}

function readHeader(cells: readonly string[]): Header | { readonly missing: string } {
  const energy = cells.findIndex((cell) => /^(dynamic )?energy\s*(\(.*\))?$/i.test(cell));
  const area = cells.findIndex((cell) => /^area\s*(\(.*\))?$/i.test(cell));
  const action = cells.findIndex((cell) => /^actions?$/i.test(cell));
  if (action < 0) return { missing: "action" };
  if (energy < 0) return { missing: "energy" };
  return { names: cells, energy, area, action };
}

function stem(name: string): string {
  const file = name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf("\\")) + 1);
  const dot = file.indexOf(".");
  return (dot < 0 ? file : file.slice(0, dot)).toLowerCase();
}
