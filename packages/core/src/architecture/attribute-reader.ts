/** Typed access to evaluated attributes by the rules of `attribute-schema.ts`; what does not fit is reported. */
import { notAFlag, notANumber, numberOutOfRange, wrongType } from "../spec/errors.ts";
import { describeRules, type NumberRules, obeys } from "../spec/numbers.ts";
import type { Report } from "../text/diagnostic.ts";
import type { Span } from "../text/source.ts";
import type { Attribute, AttributeMap, Attributes } from "./architecture.ts";
import type { AttributeRule } from "./attribute-schema.ts";

/** A value with the spelling and place under which it was given. */
export interface Given<T> {
  readonly value: T;
  readonly key: string;
  readonly span: Span | undefined;
}

const LITERAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** Reads the attributes of one component. */
export class AttributeReader {
  readonly #attributes: Attributes;
  readonly #owner: string;
  readonly #place: Span;
  readonly #report: Report;

  constructor(attributes: Attributes, owner: string, place: Span, report: Report) {
    this.#attributes = attributes;
    this.#owner = owner;
    this.#place = place;
    this.#report = report;
  }

  /** The attribute as given, under the first of its names; null counts as absent. */
  find(rule: AttributeRule): Given<Attribute["value"]> | undefined {
    for (const key of rule.names) {
      const attribute = Object.hasOwn(this.#attributes, key) ? this.#attributes[key] : undefined;
      if (attribute !== undefined && attribute.value !== null) {
        return { value: attribute.value, key, span: attribute.span };
      }
    }
    return undefined;
  }

  number(rule: AttributeRule): Given<number> | undefined {
    const given = this.find(rule);
    if (!given) return undefined;
    const { key, span } = given;
    const place = span ?? this.#place;
    const number: NumberRules = {
      owner: `${key} of ${this.#owner}`,
      kind: rule.type === "count" ? "count" : "number",
      min: rule.min ?? (rule.type === "count" ? 1 : 0),
      above: rule.above ?? false,
    };
    let { value } = given;
    if (typeof value === "string" && LITERAL.test(value.trim())) value = Number(value);
    if (typeof value !== "number") {
      this.#report(notANumber(place, number.owner, JSON.stringify(value), describeRules(number)));
      return undefined;
    }
    if (!obeys(value, number)) {
      this.#report(numberOutOfRange(place, number.owner, String(value), describeRules(number)));
      return undefined;
    }
    return { value, key, span };
  }

  flag(rule: AttributeRule): boolean | undefined {
    const given = this.find(rule);
    if (!given) return undefined;
    const { value, key, span } = given;
    if (typeof value === "boolean") return value;
    if (value === 1 || value === 0) return value === 1;
    const text = String(value).toLowerCase();
    if (text === "true" || text === "false") return text === "true";
    this.#report(notAFlag(span ?? this.#place, `${key} of ${this.#owner}`, JSON.stringify(value)));
    return undefined;
  }

  text(rule: AttributeRule): string | undefined {
    const given = this.find(rule);
    return given && typeof given.value === "string" ? given.value : undefined;
  }

  /** Numbers by data space name. */
  numbersByName(rule: AttributeRule): Readonly<Record<string, number>> {
    const given = this.find(rule);
    if (!given) return {};
    const { value, key, span } = given;
    const place = span ?? this.#place;
    if (!isMap(value)) {
      this.#report(wrongType(place, `${key} of ${this.#owner}`, "a map of data space: number", JSON.stringify(value)));
      return {};
    }
    const rules: NumberRules = { owner: "", kind: "number", min: rule.min ?? 0, above: rule.above ?? false };
    const numbers: [string, number][] = [];
    for (const [name, item] of Object.entries(value)) {
      const number = typeof item === "string" ? Number(item) : item;
      if (typeof number === "number" && obeys(number, rules)) numbers.push([name, number]);
      else {
        this.#report(
          numberOutOfRange(place, `${key} of ${this.#owner} for ${name}`, JSON.stringify(item), describeRules(rules)),
        );
      }
    }
    return Object.fromEntries(numbers);
  }
}

function isMap(value: Attribute["value"]): value is AttributeMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
