/**
 * Evaluation of a syntax tree against a scope of names. Nothing is executed but what stands here: no `eval`, no
 * properties of objects, no functions but the listed ones. Work is bounded: every item that a function looks at is
 * paid from one budget.
 */
import type { Diagnostic } from "../text/diagnostic.ts";
import { binary, unary } from "./arithmetic.ts";
import type { CallNode, ExpressionNode, IndexNode } from "./ast.ts";
import { compare } from "./compare.ts";
import * as errors from "./errors.ts";
import { FaultError, faultAt } from "./errors.ts";
import { FUNCTIONS } from "./functions.ts";
import { CONSTANTS } from "./math-functions.ts";
import type { Expression } from "./parse.ts";
import { subSpan } from "./parse.ts";
import { itemsOf } from "./sequence-functions.ts";
import type { ExpressionValue, Value } from "./value.ts";
import { dictKey, dictOf, isSequence, shorten, shown, toInside, toOutside, truth, typeName } from "./value.ts";

export type Scope = ReadonlyMap<string, ExpressionValue>;

export interface EvaluateResult {
  /** Absent where a diagnostic says why; a value may well be null. */
  readonly value?: ExpressionValue;
  readonly diagnostics: readonly Diagnostic[];
}

const MAX_WORK = 1_000_000;

/** The value of `expression` with the names of `scope`, which go before the constants `pi`, `e`, `tau`, `inf`, `nan`. */
export function evaluateExpression(expression: Expression, scope: Scope): EvaluateResult {
  const evaluator = new Evaluator(scope);
  try {
    return { value: toOutside(evaluator.evaluate(expression.root)), diagnostics: [] };
  } catch (thrown) {
    if (!(thrown instanceof FaultError)) throw thrown;
    const { from, to } = evaluator.at ?? expression.root;
    return { diagnostics: [faultAt(thrown.fault, subSpan(expression.text, expression.span, from, to))] };
  }
}

class Evaluator {
  readonly #scope: Scope;
  #work = 0;
  /** The node whose own operation runs, or ran last: where a fault is shown. */
  at: ExpressionNode | undefined;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  evaluate(node: ExpressionNode): Value {
    switch (node.kind) {
      case "literal":
        return node.value;
      case "name":
        return this.#name(node.name, node);
      case "list":
      case "tuple":
        return { kind: node.kind, items: node.items.map((item) => this.evaluate(item)) };
      case "dict": {
        const pairs = node.pairs.map(([key, value]) => [this.evaluate(key), this.evaluate(value)] as const);
        this.at = node;
        return dictOf(pairs);
      }
      case "unary": {
        const operand = this.evaluate(node.operand);
        this.at = node;
        return node.operator === "not" ? !truth(operand) : unary(node.operator, operand);
      }
      case "binary": {
        const left = this.evaluate(node.left);
        const right = this.evaluate(node.right);
        this.at = node;
        const result = binary(node.operator, left, right);
        if (typeof result === "object") this.#pay(result);
        return result;
      }
      case "logical": {
        const left = this.evaluate(node.left);
        return truth(left) === (node.operator === "or") ? left : this.evaluate(node.right);
      }
      case "compare": {
        let left = this.evaluate(node.first);
        for (const { operator, operand } of node.rest) {
          const right = this.evaluate(operand);
          this.at = node;
          this.#pay(left, right);
          if (!compare(operator, left, right)) return false;
          left = right;
        }
        return true;
      }
      case "conditional":
        return this.evaluate(truth(this.evaluate(node.test)) ? node.then : node.otherwise);
      case "index":
        return this.#index(node);
      case "call":
        return this.#call(node);
    }
  }

  #name(name: string, node: ExpressionNode): Value {
    const given = this.#scope.get(name);
    if (given !== undefined) return toInside(given);
    const constant = CONSTANTS.get(name);
    if (constant !== undefined) return constant;
    if (FUNCTIONS.has(name)) return { kind: "function", name };
    this.at = node;
    throw new FaultError(errors.unknownName(name, [...this.#scope.keys()], [...FUNCTIONS.keys(), ...CONSTANTS.keys()]));
  }

  #index(node: IndexNode): Value {
    const target = this.evaluate(node.target);
    const index = this.evaluate(node.index);
    this.at = node;
    if (typeof target === "object" && target !== null && target.kind === "dict") {
      const found = target.entries.get(dictKey(index));
      if (found) return found[1];
      const keys = [...target.entries.values()].map(([key]) => (typeof key === "string" ? key : shown(key)));
      throw new FaultError(errors.unknownKey(typeof index === "string" ? index : shown(index), keys));
    }
    if (typeof target !== "string" && !isSequence(target)) {
      throw new FaultError(errors.wrongType(`${typeName(target)} has no items`, "only lists, tables and texts have"));
    }
    if (typeof index !== "bigint") {
      throw new FaultError(errors.wrongType(`an index is an integer, not ${typeName(index)}`, "write a[0]"));
    }
    const items = itemsOf("index", target);
    const wrapped = index < 0n ? index + BigInt(items.length) : index;
    const item = wrapped < 0n || wrapped >= BigInt(items.length) ? undefined : items[Number(wrapped)];
    if (item === undefined) throw new FaultError(errors.outOfRange(shorten(index.toString()), items.length));
    return item;
  }

  #call(node: CallNode): Value {
    const { callee } = node;
    this.at = callee;
    if (callee.kind !== "name") {
      if (callee.kind !== "index") throw new FaultError(errors.notACall("this"));
      throw new FaultError(errors.unsupported("a method", "use the built-in functions, e.g. len(x)"));
    }
    const { name } = callee;
    const isGiven = this.#scope.has(name);
    if (isGiven && !FUNCTIONS.has(name) && name !== "map") throw new FaultError(errors.notACall(`"${name}"`));
    if (!FUNCTIONS.has(name) && name !== "map") {
      throw new FaultError(errors.unknownFunction(name, [...FUNCTIONS.keys(), "map"]));
    }
    const args = node.arguments.map((argument) => this.evaluate(argument));
    this.at = node;
    if (name !== "map") return this.#apply(name, args);
    const [applied, list] = args;
    if (args.length !== 2) throw new FaultError(errors.wrongArguments("map", "2 arguments", args.length));
    if (typeof applied !== "object" || applied === null || applied.kind !== "function") {
      throw new FaultError(errors.wrongType("map() needs a function first", "write map(ceil, [1.5, 2.5])"));
    }
    return { kind: "list", items: itemsOf("map", list).map((item) => this.#apply(applied.name, [item])) };
  }

  #apply(name: string, args: readonly Value[]): Value {
    const known = FUNCTIONS.get(name);
    if (!known) throw new FaultError(errors.unknownFunction(name, [...FUNCTIONS.keys()]));
    const { least, most, apply } = known;
    if (args.length < least || args.length > most) {
      const count = least === most ? `${least}` : `${least} to ${most}`;
      throw new FaultError(errors.wrongArguments(name, `${count} argument${count === "1" ? "" : "s"}`, args.length));
    }
    this.#pay(...args);
    const result = apply(args);
    this.#pay(result);
    return result;
  }

  /** Charges the work that values of this size mean. */
  #pay(...values: readonly Value[]): void {
    this.#work += 1;
    for (const value of values) {
      if (typeof value === "string") this.#work += value.length / 10;
      else if (typeof value === "object" && value !== null) {
        this.#work += isSequence(value) ? value.items.length : value.kind === "dict" ? value.entries.size : 0;
      }
    }
    if (this.#work > MAX_WORK) throw new FaultError(errors.tooLarge("the expression takes too much work"));
  }
}

/** The names that `expression` uses and that are no built-in function called or named. */
export function namesIn(expression: Expression): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ExpressionNode): void => {
    switch (node.kind) {
      case "literal":
        return;
      case "name":
        names.add(node.name);
        return;
      case "list":
      case "tuple":
        for (const item of node.items) visit(item);
        return;
      case "dict":
        for (const [key, value] of node.pairs) {
          visit(key);
          visit(value);
        }
        return;
      case "unary":
        visit(node.operand);
        return;
      case "binary":
      case "logical":
        visit(node.left);
        visit(node.right);
        return;
      case "compare":
        visit(node.first);
        for (const { operand } of node.rest) visit(operand);
        return;
      case "conditional":
        visit(node.test);
        visit(node.then);
        visit(node.otherwise);
        return;
      case "index":
        visit(node.target);
        visit(node.index);
        return;
      case "call":
        if (node.callee.kind !== "name") visit(node.callee);
        for (const argument of node.arguments) visit(argument);
    }
  };
  visit(expression.root);
  return names;
}
