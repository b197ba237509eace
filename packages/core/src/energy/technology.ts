/** The technology node in every spelling: 45, "45", 45nm, "45 nm", 0.045um, 0.045, 4.5e-8 (metres). */
import type { AttributeValue } from "../architecture/architecture.ts";

const SPELLED = /^\s*([+]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*(nm|um|µm|μm|u|n|m)?\s*$/i;
const NANOMETRES_IN: Readonly<Record<string, number>> = { n: 1, nm: 1, u: 1e3, um: 1e3, µm: 1e3, μm: 1e3, m: 1e9 };

/** Nanometres, or undefined where `value` is no technology node. A bare number below 1 is in um, a tiny one in m. */
export function parseTechnologyNm(value: AttributeValue): number | undefined {
  if (typeof value === "number") return fromNumber(value);
  if (typeof value !== "string") return undefined;
  const [, digits, unit] = SPELLED.exec(value) ?? [];
  if (digits === undefined) return undefined;
  if (unit === undefined) return fromNumber(Number(digits));
  const factor = NANOMETRES_IN[unit.toLowerCase()];
  return factor === undefined ? undefined : positive(round(Number(digits) * factor));
}

function fromNumber(value: number): number | undefined {
  if (!Number.isFinite(value) || value <= 0) return undefined;
  if (value >= 1) return value;
  return positive(round(value * (value < 1e-5 ? 1e9 : 1e3)));
}

/** Binary fractions leave 45.00000000000001. */
function round(nanometres: number): number {
  return Number(nanometres.toPrecision(9));
}

function positive(value: number): number | undefined {
  return value > 0 && Number.isFinite(value) ? value : undefined;
}
