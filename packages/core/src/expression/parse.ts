/**
 * Tokens to a syntax tree, by precedence climbing (Pratt 1973). From loosest to tightest, as in Python:
 *
 *   a if c else b · or · and · not · comparisons and `in` · + - · * / // % · unary - + ~ · ** · call, index
 *
 * `**` takes its right side first (2 ** 3 ** 2 is 2 ** 9) and binds tighter than a sign on its left (-2 ** 2 is -4).
 */
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Span } from "../text/source.ts";
import type { BinaryOperator, CompareOperator, ExpressionNode } from "./ast.ts";
import type { Fault } from "./errors.ts";
import { FaultError, faultAt, syntax, tooLarge, unsupported } from "./errors.ts";
import type { Token } from "./lexer.ts";
import { tokenize } from "./lexer.ts";

/** A parsed expression, ready to be evaluated any number of times. */
export interface Expression {
  readonly text: string;
  /** Where the text stands in its file; quotes around it may be included. */
  readonly span: Span;
  readonly root: ExpressionNode;
}

export interface ParseResult {
  readonly expression?: Expression;
  readonly diagnostics: readonly Diagnostic[];
}

const MAX_LENGTH = 4000;
const MAX_DEPTH = 100;

/** Parses `text`, which is written at `span`. */
export function parseExpression(text: string, span: Span): ParseResult {
  const fail = (fault: Fault, from: number, to: number): ParseResult => ({
    diagnostics: [faultAt(fault, subSpan(text, span, from, to))],
  });
  if (text.length > MAX_LENGTH) {
    return fail(tooLarge(`the expression has more than ${MAX_LENGTH} characters`), 0, text.length);
  }
  const { tokens, fault } = tokenize(text);
  if (fault) {
    const { from, to, ...what } = fault;
    return fail(what, from, to);
  }
  const parser = new Parser(tokens);
  try {
    return { expression: { text, span, root: parser.parse() }, diagnostics: [] };
  } catch (thrown) {
    if (!(thrown instanceof FaultError)) throw thrown;
    const { from, to } = parser.current;
    return fail(thrown.fault, from, to);
  }
}

/**
 * The place of `[from, to)` of an expression's text in its file. Where the file spells the text otherwise (escapes,
 * a plain scalar folded over lines), the whole span is the best answer.
 */
export function subSpan(text: string, span: Span, from: number, to: number): Span {
  const { source } = span;
  const begin = source.text.slice(span.from, span.to + 1).indexOf(text);
  if (begin < 0) return span;
  return { source, from: span.from + begin + from, to: span.from + begin + to };
}

const COMPARISONS: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">="]);
const BINDING: ReadonlyMap<string, number> = new Map([
  ["+", 1],
  ["-", 1],
  ["*", 2],
  ["/", 2],
  ["//", 2],
  ["%", 2],
]);
const RESERVED: ReadonlyMap<string, string> = new Map([
  ["lambda", "write the value itself"],
  ["for", "comprehensions are not read; write the values, or use sum, min, max over a list"],
  ["await", "write the value itself"],
  ["yield", "write the value itself"],
  ["import", "the functions of Python's math module are there without import"],
]);
const KEYWORDS: ReadonlySet<string> = new Set(["if", "else", "and", "or", "not", "in", "is", ...RESERVED.keys()]);
const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map([
  ["True", true],
  ["False", false],
  ["None", null],
]);

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** The token at which parsing stands: where a fault is shown. */
  get current(): Token {
    return this.#tokens[Math.min(this.#at, this.#tokens.length - 1)] as Token;
  }

  parse(): ExpressionNode {
    if (this.#tokens.length <= 1) throw new FaultError(syntax("the expression is empty", "write a value"));
    const first = this.#conditional();
    const root = this.#is(",") ? this.#tupleAfter(first) : first;
    const rest = this.current;
    if (rest.kind !== "end") this.#unexpected();
    return root;
  }

  #conditional(): ExpressionNode {
    if (++this.#depth > MAX_DEPTH) throw new FaultError(tooLarge(`the expression nests more than ${MAX_DEPTH} deep`));
    const then = this.#or();
    this.#depth--;
    if (!this.#take("if")) return then;
    const test = this.#or();
    if (!this.#take("else")) throw new FaultError(syntax('"else" is missing', "write `a if condition else b`"));
    const otherwise = this.#conditional();
    return { kind: "conditional", test, then, otherwise, from: then.from, to: otherwise.to };
  }

  #or(): ExpressionNode {
    let left = this.#and();
    while (this.#take("or")) {
      const right = this.#and();
      left = { kind: "logical", operator: "or", left, right, from: left.from, to: right.to };
    }
    return left;
  }

  #and(): ExpressionNode {
    let left = this.#not();
    while (this.#take("and")) {
      const right = this.#not();
      left = { kind: "logical", operator: "and", left, right, from: left.from, to: right.to };
    }
    return left;
  }

  #not(): ExpressionNode {
    const { from } = this.current;
    if (!this.#take("not")) return this.#comparison();
    const operand = this.#deeper(() => this.#not());
    return { kind: "unary", operator: "not", operand, from, to: operand.to };
  }

  #comparison(): ExpressionNode {
    const first = this.#arithmetic(1);
    const rest: { readonly operator: CompareOperator; readonly operand: ExpressionNode }[] = [];
    for (let operator = this.#compareOperator(); operator; operator = this.#compareOperator()) {
      rest.push({ operator, operand: this.#arithmetic(1) });
    }
    const last = rest.at(-1);
    return last ? { kind: "compare", first, rest, from: first.from, to: last.operand.to } : first;
  }

  #compareOperator(): CompareOperator | undefined {
    const { kind, text } = this.current;
    if (kind === "operator" && COMPARISONS.has(text)) {
      this.#at++;
      return text as CompareOperator;
    }
    if (this.#take("in")) return "in";
    if (this.#take("is")) return this.#take("not") ? "is not" : "is";
    if (this.#is("not") && this.#tokens[this.#at + 1]?.text === "in") {
      this.#at += 2;
      return "not in";
    }
    if (kind === "operator" && text === "=")
      throw new FaultError(syntax('"=" assigns nothing here', "compare with ==; arguments go by their order"));
    return undefined;
  }

  #arithmetic(weakest: number): ExpressionNode {
    let left = this.#unary();
    while (this.current.kind === "operator") {
      const operator = this.current.text;
      const binding = BINDING.get(operator);
      if (binding === undefined || binding < weakest) break;
      this.#at++;
      const right = this.#arithmetic(binding + 1);
      left = { kind: "binary", operator: operator as BinaryOperator, left, right, from: left.from, to: right.to };
    }
    return left;
  }

  #unary(): ExpressionNode {
    const { from, text, kind } = this.current;
    if (kind === "operator" && (text === "-" || text === "+" || text === "~")) {
      this.#at++;
      const operand = this.#deeper(() => this.#unary());
      return { kind: "unary", operator: text, operand, from, to: operand.to };
    }
    const base = this.#postfix();
    if (!this.#take("**")) return base;
    const right = this.#deeper(() => this.#unary());
    return { kind: "binary", operator: "**", left: base, right, from: base.from, to: right.to };
  }

  #postfix(): ExpressionNode {
    let target = this.#atom();
    for (;;) {
      if (this.#take("(")) {
        const args = this.#items(")");
        target = { kind: "call", callee: target, arguments: args, from: target.from, to: this.#previousTo() };
      } else if (this.#take("[")) {
        const index = this.#conditional();
        if (this.#is(":")) throw new FaultError(unsupported("a slice", "pick single items by their index"));
        this.#expect("]");
        target = { kind: "index", target, index, from: target.from, to: this.#previousTo() };
      } else if (this.#is(".") && this.#tokens[this.#at + 1]?.kind === "name") {
        this.#at++;
        const { text, from, to } = this.current;
        this.#at++;
        const index: ExpressionNode = { kind: "literal", value: text, from, to };
        target = { kind: "index", target, index, from: target.from, to };
      } else return target;
    }
  }

  #atom(): ExpressionNode {
    const { kind, text, from, to } = this.current;
    if (kind === "integer" || kind === "float") {
      this.#at++;
      return { kind: "literal", value: kind === "integer" ? BigInt(text) : Number(text), from, to };
    }
    if (kind === "string") {
      this.#at++;
      let value = text;
      while (this.current.kind === "string") {
        value += this.current.text;
        this.#at++;
      }
      return { kind: "literal", value, from, to: this.#previousTo() };
    }
    if (kind === "name" && !KEYWORDS.has(text)) {
      this.#at++;
      const constant = CONSTANTS.get(text);
      if (constant !== undefined) return { kind: "literal", value: constant, from, to };
      return { kind: "name", name: text, from, to };
    }
    if (this.#take("(")) return this.#parenthesis(from);
    if (this.#take("[")) {
      const items = this.#items("]");
      return { kind: "list", items, from, to: this.#previousTo() };
    }
    if (this.#take("{")) return this.#dict(from);
    return this.#unexpected();
  }

  #parenthesis(from: number): ExpressionNode {
    if (this.#take(")")) return { kind: "tuple", items: [], from, to: this.#previousTo() };
    const first = this.#conditional();
    const inner = this.#is(",") ? this.#tupleAfter(first) : first;
    this.#expect(")");
    return { ...inner, from, to: this.#previousTo() };
  }

  #tupleAfter(first: ExpressionNode): ExpressionNode {
    const items = [first];
    while (this.#take(",")) {
      if (this.current.kind === "end" || this.#is(")")) break;
      items.push(this.#conditional());
    }
    return { kind: "tuple", items, from: first.from, to: this.#previousTo() };
  }

  #dict(from: number): ExpressionNode {
    const pairs: (readonly [ExpressionNode, ExpressionNode])[] = [];
    while (!this.#is("}")) {
      const key = this.#conditional();
      if (!this.#is(":")) throw new FaultError(syntax('":" is missing', "a table is written {8: 0.1, 16: 0.3}"));
      this.#at++;
      pairs.push([key, this.#conditional()]);
      if (!this.#take(",")) break;
    }
    this.#expect("}");
    return { kind: "dict", pairs, from, to: this.#previousTo() };
  }

  /** Items up to the closing bracket; a comma may stand after the last. */
  #items(close: ")" | "]"): readonly ExpressionNode[] {
    const items: ExpressionNode[] = [];
    while (!this.#is(close)) {
      items.push(this.#conditional());
      if (!this.#take(",")) break;
    }
    this.#expect(close);
    return items;
  }

  #deeper<T>(parse: () => T): T {
    if (++this.#depth > MAX_DEPTH) throw new FaultError(tooLarge(`the expression nests more than ${MAX_DEPTH} deep`));
    const parsed = parse();
    this.#depth--;
    return parsed;
  }

  #is(word: string): boolean {
    const { kind, text } = this.current;
    return text === word && (kind === "operator" || kind === "name");
  }

  #take(word: string): boolean {
    if (!this.#is(word)) return false;
    this.#at++;
    return true;
  }

  #expect(close: string): void {
    if (this.#take(close)) return;
    if (this.current.kind === "end") throw new FaultError(syntax(`"${close}" is missing`, "close what is opened"));
    this.#unexpected();
  }

  #previousTo(): number {
    return this.#tokens[this.#at - 1]?.to ?? 0;
  }

  #unexpected(): never {
    const { kind, text } = this.current;
    if (kind === "end")
      throw new FaultError(syntax("the expression ends too early", "something is missing at its end"));
    const advice = RESERVED.get(text);
    if (advice !== undefined) throw new FaultError(unsupported(`"${text}"`, advice));
    if (["&", "|", "^", "<<", ">>"].includes(text)) {
      throw new FaultError(unsupported(`"${text}"`, "use + - * / // % ** and comparisons"));
    }
    throw new FaultError(syntax(`${kind === "string" ? "a text" : `"${text}"`} is not expected here`));
  }
}
