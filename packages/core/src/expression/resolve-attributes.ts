/**
 * A set of named attributes whose expressions may use one another and the names of an outer scope.
 *
 * The rule, which gives what Accelergy gives for every file that it accepts:
 *   1. a name means an attribute written *earlier* in the same set, as it was resolved;
 *   2. else the outer scope, so that `width: width * 2` doubles the inherited width;
 *   3. else an attribute written *later* (Accelergy refuses this), unless that needs the first one: a cycle.
 */
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Span } from "../text/source.ts";
import { attributeCycle, faultAt, tooLarge } from "./errors.ts";
import type { Scope } from "./evaluate.ts";
import { evaluateExpression, namesIn } from "./evaluate.ts";
import type { Expression } from "./parse.ts";
import { parseExpression } from "./parse.ts";
import type { ExpressionValue } from "./value.ts";

/** An attribute as given: a value that stands as it is, or the text of an expression and its place. */
export type AttributeInput =
  | { readonly value: ExpressionValue; readonly span: Span }
  | { readonly text: string; readonly span: Span };

export interface ResolveResult {
  /** Attributes that have a value, in the order given; those with errors are left out. */
  readonly values: ReadonlyMap<string, ExpressionValue>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Evaluates all of `attributes`; `outer` holds what they inherit. */
export function resolveAttributes(attributes: ReadonlyMap<string, AttributeInput>, outer: Scope): ResolveResult {
  const resolver = new Resolver(attributes, outer);
  for (const name of attributes.keys()) resolver.pass(name);
  const values = new Map<string, ExpressionValue>();
  for (const name of attributes.keys()) {
    const value = resolver.values.get(name);
    if (value !== undefined) values.set(name, value);
  }
  return { values, diagnostics: resolver.diagnostics };
}

/** Attributes that wait for one another: recursion stays shallow. */
const MAX_CHAIN = 200;

class Resolver {
  readonly #attributes: ReadonlyMap<string, AttributeInput>;
  readonly #outer: Scope;
  readonly #place: ReadonlyMap<string, number>;
  /** The outer names and, over them, the attributes passed so far: grown along the way, not copied for each. */
  readonly #visible: Map<string, ExpressionValue>;
  readonly #failed = new Set<string>();
  readonly #open: string[] = [];
  readonly values = new Map<string, ExpressionValue>();
  readonly diagnostics: Diagnostic[] = [];

  constructor(attributes: ReadonlyMap<string, AttributeInput>, outer: Scope) {
    this.#attributes = attributes;
    this.#outer = outer;
    this.#visible = new Map(outer);
    this.#place = new Map([...attributes.keys()].map((name, i) => [name, i]));
  }

  /** Resolves `name`, in the order of writing, and makes it visible to those that come after. */
  pass(name: string): void {
    this.resolve(name);
    const value = this.values.get(name);
    if (value !== undefined) this.#visible.set(name, value);
  }

  resolve(name: string): void {
    if (this.values.has(name) || this.#failed.has(name)) return;
    const attribute = this.#attributes.get(name);
    if (!attribute) return;
    if ("value" in attribute) {
      this.values.set(name, attribute.value);
      return;
    }
    this.#open.push(name);
    const value = this.#evaluate(name, attribute.text, attribute.span);
    this.#open.pop();
    if (value === undefined) this.#failed.add(name);
    else this.values.set(name, value);
  }

  #evaluate(name: string, text: string, span: Span): ExpressionValue | undefined {
    const { expression, diagnostics } = parseExpression(text, span);
    if (!expression) {
      this.diagnostics.push(...diagnostics);
      return undefined;
    }
    const used = this.#attributesUsed(name, expression);
    if (!used) return undefined;
    const hidden = [...used.keys()].map((key) => [key, this.#visible.get(key)] as const);
    for (const [key, value] of used) this.#visible.set(key, value);
    const result = evaluateExpression(expression, this.#visible);
    for (const [key, value] of hidden) {
      if (value === undefined) this.#visible.delete(key);
      else this.#visible.set(key, value);
    }
    this.diagnostics.push(...result.diagnostics);
    return result.value;
  }

  /** The attributes that `expression` uses, resolved; undefined where one of those has failed. */
  #attributesUsed(name: string, expression: Expression): Scope | undefined {
    const values = new Map<string, ExpressionValue>();
    const here = this.#place.get(name) ?? 0;
    for (const used of namesIn(expression)) {
      const place = this.#place.get(used);
      if (place === undefined || (place >= here && this.#outer.has(used))) continue;
      const from = this.#open.indexOf(used);
      if (from >= 0) {
        this.#reportCycle(this.#open.slice(from));
        return undefined;
      }
      if (this.#open.length > MAX_CHAIN) {
        const fault = tooLarge(`more than ${MAX_CHAIN} attributes wait for one another`);
        this.diagnostics.push(faultAt(fault, expression.span));
        return undefined;
      }
      this.resolve(used);
      const value = this.values.get(used);
      if (value === undefined) return undefined;
      values.set(used, value);
    }
    return values;
  }

  #reportCycle(names: readonly string[]): void {
    const spans = names.flatMap((name) => this.#attributes.get(name)?.span ?? []);
    this.diagnostics.push(attributeCycle(names, spans));
    for (const name of names) this.#failed.add(name);
  }
}
