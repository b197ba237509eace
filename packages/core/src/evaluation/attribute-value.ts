/** Attributes of a component that the reader leaves as they are, by type. */
import type { Attributes } from "../architecture/architecture.ts";

interface WithAttributes {
  readonly attributes: Attributes;
}

/** A numeric attribute, where the component has one. */
export function numberAttribute(component: WithAttributes, key: string): number | undefined {
  const value = attributeValue(component, key);
  return typeof value === "number" ? value : undefined;
}

/** A text attribute, where the component has one. */
export function textAttribute(component: WithAttributes, key: string): string | undefined {
  const value = attributeValue(component, key);
  return typeof value === "string" ? value : undefined;
}

/** Whether the component says anything about `key`. */
export function hasAttribute(component: WithAttributes, key: string): boolean {
  const value = attributeValue(component, key);
  return value !== undefined && value !== null;
}

function attributeValue({ attributes }: WithAttributes, key: string): unknown {
  return Object.hasOwn(attributes, key) ? attributes[key]?.value : undefined;
}
