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

function shareOf(term: TermContribution): string {
  const moves = Math.abs(term.lastShare - term.firstShare) >= MOVING;
  return moves
    ? `${term.name} ${term.lastShare > term.firstShare ? "rise" : "fall"} from ${percent(term.firstShare)} to ${percent(term.lastShare)} of it`
    : `${term.name} make ${percent(term.share)} of it`;
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
    const driven =
      Math.abs(exponent) < FLAT ? "" : i === 0 ? ` and give ${contribution} of the exponent` : ` (${contribution})`;
    return `${shareOf(term)}${driven}`;
  });
  return joinNames(parts);
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
