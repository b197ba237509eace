/**
 * When a number of ours agrees with a printed one: by how the tool prints the field, never looser.
 * Integers agree exactly. Decimals are printed with two places, so ours may lie half a unit of the last place away,
 * with a trace for numbers whose binary form lies just beside a tie.
 */

export type FieldKind = "integer" | "decimal" | "energy" | "significant3" | "text";

const HALF_OF_LAST_PLACE = 0.005;
const TRACE = 1e-9;
/** Energies are sums of products of printed figures: 0.01 pJ, or a millionth of a large one. */
const ENERGY_ABSOLUTE = 0.01;
const ENERGY_RELATIVE = 1e-6;

/** True when `ours`, printed as the tool prints such a field, would read as `printed`. */
export function agrees(kind: FieldKind, printed: string | number, ours: string | number | undefined): boolean {
  if (kind === "text" || typeof printed === "string" || typeof ours !== "number") return printed === ours;
  const difference = Math.abs(ours - printed);
  switch (kind) {
    case "integer":
      return ours === printed;
    case "decimal":
      return difference <= HALF_OF_LAST_PLACE + TRACE * Math.max(1, Math.abs(printed));
    case "energy":
      return difference <= Math.max(ENERGY_ABSOLUTE, ENERGY_RELATIVE * Math.abs(printed));
    case "significant3":
      return difference <= HALF_OF_LAST_PLACE * 10 ** exponentOf(printed) * (1 + TRACE);
  }
}

/** Power of ten of the first digit: 6.74e-05 has -5. */
function exponentOf(value: number): number {
  return value === 0 ? 0 : Number(value.toExponential().split("e")[1]);
}
