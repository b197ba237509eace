/** `variables`: names that expressions everywhere may use, and attributes that every component inherits. */
import type { Attributes } from "../architecture/architecture.ts";
import { readOwnAttributes } from "../architecture/read-attributes.ts";
import type { Report } from "../text/diagnostic.ts";
import type { LocatedNode } from "../yaml/located.ts";
import { EMPTY_SCOPE, type Scope, toExpression } from "./expressions.ts";

/** Variables as a scope and as attributes. */
export interface Variables {
  readonly scope: Scope;
  readonly attributes: Attributes;
}

/** Reads the value of the key `variables`; without one, there are none. */
export function readVariables(node: LocatedNode | undefined, report: Report): Variables {
  const context = { owner: "variables", inherited: {}, scope: EMPTY_SCOPE };
  const { version: _, ...attributes } = readOwnAttributes(node, context, report);
  const scope = new Map(Object.entries(attributes).map(([key, { value }]) => [key, toExpression(value)]));
  return { scope, attributes };
}
