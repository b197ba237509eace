/**
 * A JSON text that claims to be the result of a mapping search, field by field: nobody knows who wrote it. Whatever is
 * not as it must be is a diagnostic with its place in the text; what it says is judged later.
 */
import { METRICS, type Metric, readMetric } from "../search/objective.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { locateJson } from "../text/locate-json.ts";
import type { Source, Span } from "../text/source.ts";
import { resultField, resultJson, resultSchema, resultWithoutSearch } from "./errors.ts";
import {
  type FiguresJson,
  type PointJson,
  type PrunedJson,
  type RecordedFile,
  type RecordedInput,
  type RecordedLookup,
  SEARCH_SCHEMA,
  type SearchDocument,
} from "./search-document.ts";

/** The document with its evaluation as it stands there: figures to be compared, not believed. */
export type ReadDocument = Omit<SearchDocument, "evaluation" | "diagnostics"> & { readonly evaluation: unknown };

export interface DocumentReading {
  readonly document?: ReadDocument;
  readonly diagnostics: readonly Diagnostic[];
}

export function readSearchDocument(source: Source): DocumentReading {
  let value: unknown;
  try {
    value = JSON.parse(source.text);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    const at = Number(/position (\d+)/.exec(problem)?.[1] ?? source.text.trimEnd().length);
    return { diagnostics: [resultJson({ source, from: at, to: at + 1 }, problem)] };
  }
  const reader = new Reader(source);
  const document = reader.read(value);
  return reader.diagnostics.length > 0 || document === undefined
    ? { diagnostics: reader.diagnostics }
    : { document, diagnostics: [] };
}

type Path = readonly (string | number)[];
type Fields = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  if (value === undefined) return "absent";
  if (Array.isArray(value)) return "a list";
  if (isObject(value)) return "an object";
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

class Reader {
  readonly diagnostics: Diagnostic[] = [];
  readonly #source: Source;

  constructor(source: Source) {
    this.#source = source;
  }

  read(value: unknown): ReadDocument | undefined {
    const schema = isObject(value) ? value["schema"] : undefined;
    if (!isObject(value) || schema !== SEARCH_SCHEMA) {
      this.diagnostics.push(resultSchema(this.#span(["schema"]), typeof schema === "string" ? schema : undefined));
      return undefined;
    }
    if (value["found"] === false && value["objective"] === undefined) {
      this.diagnostics.push(resultWithoutSearch(this.#span(["found"])));
      return undefined;
    }
    const found = this.#flag(value, "found");
    const pruned = this.#object(value, "pruned", []);
    const inputs = value["inputs"];
    const front = value["front"];
    return {
      schema: SEARCH_SCHEMA,
      tilewright: this.#text(value, "tilewright", []),
      found,
      complete: this.#flag(value, "complete"),
      algorithm: this.#text(value, "algorithm", []),
      objective: this.#objective(value["objective"]),
      best: found ? this.#figures(value["best"], ["best"]) : null,
      lowerBound: this.#numbers(value["lowerBound"], ["lowerBound"]),
      gap: value["gap"] === null ? null : this.#number(value, "gap", []),
      optimal: this.#flag(value, "optimal"),
      statement: this.#text(value, "statement", []),
      mapspaceSize: value["mapspaceSize"] === null ? null : this.#digits(value, "mapspaceSize"),
      factorizations: this.#digits(value, "factorizations"),
      keepChoices: this.#number(value, "keepChoices", []),
      evaluated: this.#number(value, "evaluated", []),
      valid: this.#number(value, "valid", []),
      pruned: this.#pruned(pruned),
      ...(value["nodes"] !== undefined && { nodes: this.#number(value, "nodes", []) }),
      mapping: found ? this.#text(value, "mapping", []) : null,
      evaluation: found ? this.#object(value, "evaluation", []) : null,
      ...(front !== undefined && { front: this.#list(front, ["front"], (each, path) => this.#point(each, path)) }),
      ...(inputs !== undefined && { inputs: this.#input(inputs, ["inputs"]) }),
    };
  }

  #span(path: Path): Span {
    const from = locateJson(this.#source.text, path);
    return { source: this.#source, from, to: from + 1 };
  }

  #complain(path: Path, allowed: string, value: unknown): void {
    const words = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("");
    this.diagnostics.push(resultField(this.#span(path), words.replace(/^\./, ""), allowed, describe(value)));
  }

  #flag(fields: Fields, key: string): boolean {
    const value = fields[key];
    if (typeof value === "boolean") return value;
    this.#complain([key], "true or false", value);
    return false;
  }

  #number(fields: Fields, key: string, path: Path): number {
    const value = fields[key];
    if (typeof value === "number") return value;
    this.#complain([...path, key], "a number", value);
    return 0;
  }

  #text(fields: Fields, key: string, path: Path): string {
    const value = fields[key];
    if (typeof value === "string") return value;
    this.#complain([...path, key], "a text", value);
    return "";
  }

  #digits(fields: Fields, key: string): string {
    const value = fields[key];
    if (typeof value === "string" && /^\d+$/.test(value)) return value;
    this.#complain([key], "a whole number as a text", value);
    return "0";
  }

  #object(fields: Fields, key: string, path: Path): Fields {
    const value = fields[key];
    if (isObject(value)) return value;
    this.#complain([...path, key], "an object", value);
    return {};
  }

  #list<T>(value: unknown, path: Path, read: (each: unknown, path: Path) => T): readonly T[] {
    if (Array.isArray(value)) return value.map((each: unknown, i) => read(each, [...path, i]));
    this.#complain(path, "a list", value);
    return [];
  }

  #numbers(value: unknown, path: Path): Readonly<Record<string, number>> {
    if (!isObject(value)) {
      this.#complain(path, "an object of numbers", value);
      return {};
    }
    return Object.fromEntries(Object.keys(value).map((key) => [key, this.#number(value, key, path)]));
  }

  #objective(value: unknown): readonly Metric[] {
    const metrics = this.#list(value, ["objective"], (word, path) => {
      const metric = typeof word === "string" ? readMetric(word) : undefined;
      if (typeof metric === "string") return metric;
      this.#complain(path, `a metric (${METRICS.join(", ")}, accesses-N)`, word);
      return "edp";
    });
    if (Array.isArray(value) && value.length === 0) this.#complain(["objective"], "a list of metrics", value);
    return metrics;
  }

  #figures(value: unknown, path: Path): FiguresJson {
    const fields = isObject(value) ? value : {};
    if (!isObject(value)) this.#complain(path, "an object with the figures of a mapping", value);
    else {
      return {
        edpJouleCycles: this.#number(fields, "edpJouleCycles", path),
        energyPj: this.#number(fields, "energyPj", path),
        cycles: this.#number(fields, "cycles", path),
        utilization: this.#number(fields, "utilization", path),
        values: this.#numbers(fields["values"], [...path, "values"]),
      };
    }
    return { edpJouleCycles: 0, energyPj: 0, cycles: 0, utilization: 0, values: {} };
  }

  #point(value: unknown, path: Path): PointJson {
    const figures = this.#figures(value, path);
    return { ...figures, mapping: isObject(value) ? this.#text(value, "mapping", path) : "" };
  }

  #pruned(fields: Fields): PrunedJson {
    const count = (key: string): number => this.#number(fields, key, ["pruned"]);
    return {
      capacity: count("capacity"),
      fanout: count("fanout"),
      other: count("other"),
      bound: count("bound"),
      dominated: count("dominated"),
    };
  }

  #input(value: unknown, path: Path): RecordedInput {
    const fields = isObject(value) ? value : {};
    if (!isObject(value)) this.#complain(path, "an object with the files that were read", value);
    const variables = this.#object(fields, "variables", path);
    for (const [name, set] of Object.entries(variables)) {
      if (!["string", "number", "boolean"].includes(typeof set)) {
        this.#complain([...path, "variables", name], "a text, a number, true or false", set);
      }
    }
    const table = fields["energyTable"];
    return {
      files: this.#list(fields["files"], [...path, "files"], (each, at) => this.#file(each, at)),
      lookups: this.#list(fields["lookups"], [...path, "lookups"], (each, at) => this.#lookup(each, at)),
      variables: variables as RecordedInput["variables"],
      ...(typeof table === "string" && { energyTable: table }),
      ...(table !== undefined &&
        typeof table !== "string" && { energyTable: this.#input(table, [...path, "energyTable"]) }),
    };
  }

  #file(value: unknown, path: Path): RecordedFile {
    const fields = isObject(value) ? value : {};
    return {
      name: this.#text(fields, "name", path),
      sha256: this.#text(fields, "sha256", path),
      ...(fields["included"] === true && { included: true }),
      text: this.#text(fields, "text", path),
    };
  }

  #lookup(value: unknown, path: Path): RecordedLookup {
    const fields = isObject(value) ? value : {};
    const texts = (key: string): readonly string[] =>
      this.#list(fields[key], [...path, key], (each, at) => {
        if (typeof each !== "string") this.#complain(at, "a text", each);
        return String(each);
      });
    return {
      from: this.#text(fields, "from", path),
      path: this.#text(fields, "path", path),
      searchPaths: texts("searchPaths"),
      names: texts("names"),
    };
  }
}
