/**
 * Scaling in sentences, every number from the data:
 *
 *     From 64 to 512 bits read energy grows as width^1.24 (13.2 times); bit lines make 61 % of it and 0.80 of the exponent.
 */
import type { ScalingLine, ScalingSegment } from "./analyze-scaling.ts";
import { attributeUnit } from "./attribute-unit.ts";
import type { TermContribution } from "./exponent-of-sum.ts";

/** Below this an exponent is no growth. */
const FLAT = 0.02;
/** A term as large as this deserves its name in the sentence. */
const NOTABLE_SHARE = 0.2;
/** A share that moves by as much within a segment is told at both ends. */
const MOVING = 0.1;

export function formatExponent(exponent: number): string {
  const text = exponent.toFixed(2);
  return text === "-0.00" ? "0.00" : text;
}

function percent(share: number): string {
  const value = share * 100;
  return value > 0 && value < 1 ? "<1 %" : `${Math.round(value)} %`;
}

export function formatFactor(factor: number): string {
  return factor >= 100 ? String(Math.round(factor)) : String(Number(factor.toPrecision(3)));
}

export function joinNames(names: readonly string[]): string {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** `read energy`, `write and update energy`, `leakage per cycle`, `area`. */
export function figureName({ figures, quantity }: Pick<ScalingLine, "figures" | "quantity">): string {
  if (quantity === "area") return "area";
  return quantity === "leakage" ? "leakage per cycle" : `${joinNames(figures)} energy`;
}

function range(segment: { readonly fromX: number; readonly toX: number }, axis: string): string {
  const unit = attributeUnit(axis);
  return `from ${segment.fromX} to ${segment.toX}${unit === undefined ? "" : ` ${unit}`}`;
}

/** `grows as width^1.24`, `is proportional to width`, `does not depend on width`. */
export function growth(exponent: number, axis: string): string {
  if (Math.abs(exponent) < FLAT) return `hardly depends on ${axis} (exponent ${formatExponent(exponent)})`;
  if (Math.abs(exponent - 1) < FLAT) return `is proportional to ${axis} (exponent ${formatExponent(exponent)})`;
  if (Math.abs(exponent - 2) < FLAT) return `grows with the square of ${axis} (exponent ${formatExponent(exponent)})`;
  return `${exponent > 0 ? "grows" : "falls"} as ${axis}^${formatExponent(exponent)}`;
}

const isPlural = (name: string): boolean => /[^s]s$/.test(name);

/** `bit lines make`, `the decoder makes`, `LPDDR4 makes`. */
function withVerb(name: string, verb: string): string {
  if (isPlural(name)) return `${name} ${verb}`;
  return `${/^[A-Z]+\d/.test(name) ? "" : "the "}${name} ${verb}s`;
}

function shareOf({ name, share, firstShare, lastShare }: TermContribution): string {
  if (Math.abs(lastShare - firstShare) < MOVING) return `${withVerb(name, "make")} ${percent(share)} of it`;
  const moving = withVerb(name, lastShare > firstShare ? "rise" : "fall");
  return `${moving} from ${percent(firstShare)} to ${percent(lastShare)} of it`;
}

/** What dominates a segment and drives its exponent; empty where no terms are known. */
export function dominance({ terms, exponent }: Pick<ScalingSegment, "terms" | "exponent">): string {
  const [largest] = terms;
  if (largest === undefined || terms.length < 2) return "";
  const notable = terms.filter(
    ({ share, lastShare }, i) => i === 0 || share >= NOTABLE_SHARE || lastShare >= NOTABLE_SHARE,
  );
  const parts = notable.slice(0, 3).map((term, i) => {
    const contribution = formatExponent(term.contribution);
    if (Math.abs(exponent) < FLAT) return shareOf(term);
    if (i > 0) return `${shareOf(term)} (${contribution})`;
    return `${shareOf(term)} and ${isPlural(term.name) ? "give" : "gives"} ${contribution} of the exponent`;
  });
  return parts.join(", ");
}

export function describeSegment(line: ScalingLine, segment: ScalingSegment, axis: string): string {
  const [first, last] = [line.points[segment.first]?.y ?? 1, line.points[segment.last]?.y ?? 1];
  const flat = Math.abs(segment.exponent) < FLAT;
  const factor = flat ? "" : `, ${formatFactor(last / first)} times in all`;
  const why = dominance(segment);
  const where = range(segment, axis);
  return `${where[0]?.toUpperCase()}${where.slice(1)} ${figureName(line)} ${growth(segment.exponent, axis)}${factor}${why === "" ? "" : `; ${why}`}.`;
}

/** One sentence for each segment of each line. */
export function describeLine(line: ScalingLine, axis: string): readonly string[] {
  const fixed = Object.entries(line.fixed).map(([name, value]) => `${name}=${value}`);
  const where = fixed.length === 0 ? "" : `At ${fixed.join(", ")}: `;
  return line.segments.map((segment) => {
    const sentence = describeSegment(line, segment, axis);
    return where === "" ? sentence : `${where}${sentence[0]?.toLowerCase()}${sentence.slice(1)}`;
  });
}
