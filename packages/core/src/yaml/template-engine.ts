/**
 * The template engine, made strict and bounded.
 *
 * An undefined name is an error (Jinja's StrictUndefined, which Accelergy uses) unless `default` or `is defined` looks
 * at it. Every step, and every item of a list and stretch of a text that a step gives, is paid from one budget, so
 * that loops in loops and doubling texts end. The last mark that was passed tells where the engine stands.
 */
import { Environment, Interpreter, parse, tokenize } from "@huggingface/jinja";
import type { Fault } from "../expression/errors.ts";
import { FaultError } from "../expression/errors.ts";
import * as errors from "./errors.ts";
import type { ReadLimits } from "./limits.ts";
import { MARK_OPEN } from "./template-segments.ts";

// The engine's own declarations import one another without file endings, which TypeScript cannot follow from an ES
// module; these say what is used here.
interface Scope {
  readonly variables: ReadonlyMap<string, unknown>;
  readonly parent?: Scope;
  set(name: string, value: unknown): void;
}
interface EngineValue {
  readonly type: string;
  readonly value: unknown;
}
interface Engine {
  run(program: TemplateProgram): EngineValue;
  evaluate(node: NodeShape | undefined, scope: Scope): EngineValue;
}
const EngineScope = Environment as unknown as new () => Scope;
const EngineBase = Interpreter as unknown as new (scope: Scope) => Engine;

/** A parsed template. */
export interface TemplateProgram {
  readonly body: readonly unknown[];
}

/** The parts of the engine's nodes that are looked at here. */
interface NodeShape {
  readonly type: string;
  readonly value?: unknown;
  readonly operand?: unknown;
  readonly filter?: NodeShape;
  readonly test?: NodeShape;
  readonly callee?: NodeShape;
  readonly property?: NodeShape;
}

const MARK_AT_END = /\ufdd0([0-9a-z]+)\ufdd1[^\ufdd0]*$/;
/** Text units that cost one step. */
const STEP_TEXT = 64;
const MAX_ITEMS = 100_000;
const MAX_DEPTH = 300;

/** Parses a marked template; throws what the engine throws. */
export function parseTemplate(marked: string): TemplateProgram {
  return parse(tokenize(marked)) as TemplateProgram;
}

/** How an evaluation ended: with an output, or with a fault after a mark. */
export type TemplateRun = { readonly output: string } | { readonly fault: Fault; readonly mark: number | undefined };

/** Evaluates a parsed template with the variables and functions `names`. */
export function runTemplate(
  program: TemplateProgram,
  names: ReadonlyMap<string, unknown>,
  limits: Pick<ReadLimits, "templateSteps" | "textLength">,
): TemplateRun {
  const interpreter = new BoundedInterpreter(createScope(names), limits);
  try {
    return { output: String(interpreter.run(program).value) };
  } catch (thrown) {
    return { fault: faultOf(thrown), mark: interpreter.mark };
  }
}

function faultOf(thrown: unknown): Fault {
  if (thrown instanceof FaultError) return thrown.fault;
  // Too deep a recursion, or too long a string.
  if (thrown instanceof RangeError) return errors.templateLimit("the template nests or grows without end");
  return errors.templateFailure(thrown instanceof Error ? thrown.message : String(thrown));
}

function createScope(names: ReadonlyMap<string, unknown>): Scope {
  const environment = new EngineScope();
  for (const name of ["true", "True"]) environment.set(name, true);
  for (const name of ["false", "False"]) environment.set(name, false);
  for (const name of ["none", "None"]) environment.set(name, null);
  environment.set("range", range);
  for (const [name, value] of names) {
    if (!environment.variables.has(name)) environment.set(name, value);
  }
  return environment;
}

function range(...args: readonly unknown[]): readonly number[] {
  const numbers = args.map(Number);
  const [start, stop, step] =
    numbers.length === 1 ? [0, numbers[0] ?? 0, 1] : [numbers[0] ?? 0, numbers[1] ?? 0, numbers[2] ?? 1];
  const length = Math.max(0, Math.ceil((stop - start) / step));
  if (!(length <= MAX_ITEMS)) throw new FaultError(errors.templateLimit(`range() of more than ${MAX_ITEMS} items`));
  return Array.from({ length }, (_, i) => start + i * step);
}

class BoundedInterpreter extends EngineBase {
  readonly #names: () => readonly string[];
  readonly #maxSteps: number;
  readonly #maxLength: number;
  readonly #sizes = new WeakMap<object, number>();
  #steps = 0;
  #depth = 0;
  /** The operand of a `default` or `is defined`, which may be undefined. */
  #lenient: unknown;
  /** Number of the mark last passed. */
  mark: number | undefined;

  constructor(environment: Scope, limits: Pick<ReadLimits, "templateSteps" | "textLength">) {
    super(environment);
    this.#names = () => [...environment.variables.keys()];
    this.#maxSteps = limits.templateSteps;
    this.#maxLength = limits.textLength;
  }

  override evaluate(node: NodeShape | undefined, environment: Scope): EngineValue {
    if (!node) return super.evaluate(node, environment);
    if (node.type === "StringLiteral") this.#passMark(String(node.value));
    else if (node.type === "FilterExpression" && filterName(node.filter) === "default") this.#lenient = node.operand;
    else if (node.type === "TestExpression" && /^(un)?defined$/.test(String(node.test?.value))) {
      this.#lenient = node.operand;
    }
    // Counted, not left to the stack: the engine takes an overflow while it looks up a name for an unknown name.
    if (++this.#depth > MAX_DEPTH) throw new FaultError(errors.templateLimit("the template calls itself too deep"));
    const result = this.#evaluateInside(node, environment);
    if (result.type === "UndefinedValue") this.#checkUndefined(node, environment);
    else this.#pay(result);
    return result;
  }

  #evaluateInside(node: NodeShape, environment: Scope): EngineValue {
    try {
      return super.evaluate(node, environment);
    } finally {
      this.#depth--;
    }
  }

  #passMark(text: string): void {
    if (!text.includes(MARK_OPEN)) return;
    const digits = MARK_AT_END.exec(text)?.[1];
    if (digits !== undefined) this.mark = Number.parseInt(digits, 36);
  }

  #checkUndefined(node: NodeShape, environment: Scope): void {
    this.#step(1);
    if (this.#lenient === node) return;
    if (node.type === "Identifier") {
      const names = new Set(this.#names());
      for (let scope: Scope | undefined = environment; scope; scope = scope.parent) {
        for (const name of scope.variables.keys()) names.add(name);
      }
      throw new FaultError(errors.templateUnknownName(String(node.value), [...names]));
    }
    if (node.type === "MemberExpression") {
      throw new FaultError(errors.templateUnknownName(String(node.property?.value ?? "?"), []));
    }
  }

  #pay(result: EngineValue): void {
    const { type, value } = result;
    if (typeof value === "string") {
      if (value.length > this.#maxLength) {
        throw new FaultError(
          errors.templateLimit(`the template makes a text of more than ${this.#maxLength} characters`),
        );
      }
      this.#step(1 + value.length / STEP_TEXT);
    } else if (type === "ArrayValue" || type === "TupleValue" || type === "ObjectValue") {
      this.#step(this.#size(result));
    } else this.#step(1);
  }

  /** Values inside a list or map, written out: what printing it would cost. */
  #size(value: object): number {
    const known = this.#sizes.get(value);
    if (known !== undefined) return known;
    const contents = (value as { readonly value?: unknown }).value;
    let size = 1;
    if (Array.isArray(contents) || contents instanceof Map) {
      for (const item of contents.values()) size += typeof item === "object" && item !== null ? this.#size(item) : 1;
    }
    this.#sizes.set(value, size);
    return size;
  }

  #step(cost: number): void {
    this.#steps += cost;
    if (this.#steps > this.#maxSteps) throw new FaultError(errors.templateLimit("the template takes too many steps"));
  }
}

function filterName(filter: NodeShape | undefined): string | undefined {
  const named = filter?.type === "CallExpression" ? filter.callee : filter;
  return typeof named?.value === "string" ? named.value : undefined;
}
