/** Energies and areas of single actions and components: five significant digits, powers of ten where that is clearer. */
import { formatDecimal } from "./format-number.ts";

/** `0.36264`, `1 815.9`, `2.5e-5`. */
export function formatFigure(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size < 1e-3 || size >= 1e9)
    return value
      .toExponential(3)
      .replace("e+", "e")
      .replace(/\.?0+e/, "e");
  const digits = Math.max(0, 4 - Math.floor(Math.log10(size)));
  return formatDecimal(value, digits)
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "");
}
