/**
 * Densities of data spaces: read and kept for sparse models; the dense model does not use them.
 * A number alone means Timeloop's `fixed-structured` distribution.
 */
import { describeNode, scalarText } from "../spec/fields.ts";
import type { Report } from "../text/diagnostic.ts";
import { normalizeKey } from "../yaml/access.ts";
import type { LocatedNode } from "../yaml/located.ts";
import { badDensity } from "./errors.ts";
import type { DataDensity } from "./workload.ts";

const DISTRIBUTIONS = new Set(["fixed-structured", "hypergeometric", "banded", "actual-data"]);

/** The density that `node` gives for data space `name`, or undefined with a diagnostic. */
export function readDensity(node: LocatedNode, name: string, report: Report): DataDensity | undefined {
  if (node.kind === "scalar") {
    const value = numberOf(node);
    if (value === undefined || !isDensity(value)) {
      report(badDensity(node.span, name, describeNode(node)));
      return undefined;
    }
    return { distribution: "fixed-structured", value, parameters: {}, span: node.span };
  }
  if (node.kind === "list") {
    report(badDensity(node.span, name, "a list"));
    return undefined;
  }
  let distribution = "fixed-structured";
  let value: number | undefined;
  const parameters: [string, number | string | boolean][] = [];
  for (const entry of node.entries) {
    const key = normalizeKey(entry.key);
    const scalar = entry.value;
    if (scalar.kind !== "scalar" || scalar.value === null) {
      report(badDensity(scalar.span, name, describeNode(scalar)));
      continue;
    }
    if (key === "distribution") {
      distribution = scalarText(scalar).replaceAll("_", "-");
      if (!DISTRIBUTIONS.has(distribution)) report(badDensity(scalar.span, name, `the distribution "${distribution}"`));
    } else if (key === "density") {
      value = numberOf(scalar);
      if (value === undefined || !isDensity(value)) report(badDensity(scalar.span, name, describeNode(scalar)));
    } else parameters.push([key, numberOf(scalar) ?? scalar.value]);
  }
  const density = { distribution, parameters: Object.fromEntries(parameters), span: node.span };
  return value === undefined ? density : { ...density, value };
}

function isDensity(value: number): boolean {
  return value >= 0 && value <= 1;
}

function numberOf(node: LocatedNode): number | undefined {
  if (node.kind !== "scalar") return undefined;
  if (typeof node.value === "number") return node.value;
  if (typeof node.value !== "string" || node.value.trim() === "") return undefined;
  const value = Number(node.value);
  return Number.isNaN(value) ? undefined : value;
}
