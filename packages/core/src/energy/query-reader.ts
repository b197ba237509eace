/**
 * Typed access to the attributes and arguments of one query. What is read becomes an input of the provenance; a default
 * that is taken becomes a note; what is missing or makes no sense ends in a `Decline` that says so.
 */
import type { AttributeValue } from "../architecture/architecture.ts";
import { nearestWord } from "../text/nearest-word.ts";
import { Decline, type EstimateQuery, type ProvenanceInput } from "./estimator.ts";
import { parseTechnologyNm } from "./technology.ts";

const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;
const DURATION = /^\s*((?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*(ps|ns|us|µs|ms|s)\s*$/i;
const SECONDS_IN: Readonly<Record<string, number>> = { ps: 1e-12, ns: 1e-9, us: 1e-6, µs: 1e-6, ms: 1e-3, s: 1 };
const DEFAULT_CYCLE_SECONDS = 5e-9;

/** Rules for one number. */
export interface NumberOptions {
  readonly unit?: string;
  /** Taken, with a note, where nothing is given. */
  readonly fallback?: number;
  /** Smallest value; 1 for counts, 0 for others unless told. */
  readonly min?: number;
  /** Whole numbers only. */
  readonly whole?: boolean;
}

/** Reads one query; keeps what it read. */
export class QueryReader {
  readonly query: EstimateQuery;
  readonly #inputs = new Map<string, ProvenanceInput>();
  readonly notes: string[] = [];

  constructor(query: EstimateQuery) {
    this.query = query;
  }

  get inputs(): readonly ProvenanceInput[] {
    return [...this.#inputs.values()];
  }

  /** The first attribute of these names that is given; null counts as absent. */
  find(names: readonly string[]): { readonly name: string; readonly value: AttributeValue } | undefined {
    for (const name of names) {
      const value = givenValue(this.query.attributes, name);
      if (value !== undefined && value !== null) return { name, value };
    }
    return undefined;
  }

  /** A number, under the first of its names. */
  number(names: readonly [string, ...string[]], options: NumberOptions = {}): number {
    const found = this.find(names);
    const [first] = names;
    if (found === undefined) {
      if (options.fallback === undefined) throw new Decline(this.#missing(names));
      this.#keep(first, options.fallback, options.unit, "default");
      this.notes.push(`${first} is not given: ${options.fallback} is taken`);
      return options.fallback;
    }
    const value = toNumber(found.value);
    const min = options.min ?? (options.whole === true ? 1 : 0);
    if (value === undefined || value < min || (options.whole === true && !Number.isInteger(value))) {
      const kind = options.whole === true ? "a whole number" : "a number";
      throw new Decline(`${found.name} is ${shown(found.value)}: it must be ${kind} of at least ${min}`);
    }
    this.#keep(found.name, value, options.unit, "given");
    return value;
  }

  /** A whole number from 1. */
  count(names: readonly [string, ...string[]], fallback?: number): number {
    return this.number(names, { whole: true, ...(fallback === undefined ? {} : { fallback }) });
  }

  /** A word, as written. */
  word(names: readonly [string, ...string[]], fallback?: string): string {
    const found = this.find(names);
    if (found !== undefined && typeof found.value === "string") {
      this.#keep(found.name, found.value, undefined, "given");
      return found.value;
    }
    if (found !== undefined) throw new Decline(`${found.name} is ${shown(found.value)}: it must be a word`);
    if (fallback === undefined) throw new Decline(this.#missing(names));
    this.#keep(names[0], fallback, undefined, "default");
    this.notes.push(`${names[0]} is not given: ${fallback} is taken`);
    return fallback;
  }

  technologyNm(): number {
    const found = this.find(["technology"]);
    if (found === undefined) throw new Decline('attribute "technology" is missing: write technology: 45nm');
    const nanometres = parseTechnologyNm(found.value);
    if (nanometres === undefined) {
      throw new Decline(`technology ${shown(found.value)} is no process node: write it like 45nm`);
    }
    this.#keep("technology", nanometres, "nm", "given");
    return nanometres;
  }

  /** Seconds of one clock cycle; 5 ns, as in the public table plug-in, where nobody says. */
  cycleSeconds(): number {
    const given = this.find(["global_cycle_seconds", "cycle_seconds"]);
    const value = given?.value ?? this.query.arguments?.["global_cycle_seconds"];
    if (value === undefined || value === null) {
      this.#keep("global_cycle_seconds", DEFAULT_CYCLE_SECONDS, "s", "default");
      this.notes.push("global_cycle_seconds is not given: 5e-9 is taken");
      return DEFAULT_CYCLE_SECONDS;
    }
    const seconds = parseSeconds(value);
    if (seconds === undefined || seconds <= 0) {
      throw new Decline(`global_cycle_seconds is ${shown(value)}: it must be a duration such as 1e-9`);
    }
    this.#keep("global_cycle_seconds", seconds, "s", "given");
    return seconds;
  }

  /** Seconds that the action may take: cycles of latency times the clock. */
  latencySeconds(): number {
    const given = this.query.arguments?.["action_latency_cycles"] ?? this.query.attributes["action_latency_cycles"];
    const cycles = given === undefined || given === null ? 1 : toNumber(given);
    if (cycles === undefined || cycles <= 0) {
      throw new Decline(`action_latency_cycles is ${shown(given ?? null)}: it must be a number above 0`);
    }
    if (cycles !== 1) this.#keep("action_latency_cycles", cycles, undefined, "given");
    return this.cycleSeconds() * cycles;
  }

  /** An argument of the action that switches a share of its energy: 1 where it is not given; 0 switches it off. */
  delta(name: "data_delta" | "address_delta"): 0 | 1 {
    const given = this.query.arguments?.[name];
    if (given === undefined || given === null) return 1;
    const value = typeof given === "boolean" ? Number(given) : toNumber(given);
    if (value === undefined) throw new Decline(`argument ${name} is ${shown(given)}: it must be a number`);
    this.#keep(name, value, undefined, "given");
    return value === 0 ? 0 : 1;
  }

  /** Keeps what was derived from the query as an input. */
  record(name: string, value: number | string, unit?: string): void {
    this.#keep(name, value, unit, "given");
  }

  #keep(name: string, value: number | string, unit: string | undefined, origin: ProvenanceInput["origin"]): void {
    this.#inputs.set(name, { name, value, ...(unit === undefined ? {} : { unit }), origin });
  }

  #missing(names: readonly string[]): string {
    const near = nearestWord(names[0] ?? "", Object.keys(this.query.attributes));
    const guess = near === undefined ? "" : `: is "${near}" meant for it?`;
    const others = names.length > 1 ? ` (or ${names.slice(1).join(", ")})` : "";
    return `attribute "${names[0]}"${others} is missing${guess}`;
  }
}

/** A number, or a text that is one. */
export function toNumber(value: AttributeValue): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value === "string" && NUMBER.test(value)) return Number(value);
  return undefined;
}

/** Seconds: a number is in seconds, `5ns` says its unit. */
export function parseSeconds(value: AttributeValue): number | undefined {
  const number = toNumber(value);
  if (number !== undefined || typeof value !== "string") return number;
  const [, digits, unit] = DURATION.exec(value) ?? [];
  if (digits === undefined || unit === undefined) return undefined;
  return Number((Number(digits) * (SECONDS_IN[unit.toLowerCase()] ?? 1)).toPrecision(12));
}

function givenValue(values: EstimateQuery["attributes"], name: string): AttributeValue | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

/** A value in a message. */
export function shown(value: AttributeValue): string {
  const text = JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}

/** A figure in an equation: six digits, no trailing noise. */
export function figure(value: number): string {
  return String(Number(value.toPrecision(6)));
}
