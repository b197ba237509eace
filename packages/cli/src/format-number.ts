/** Numbers for people: digits in groups of three, units with prefixes that keep one to four digits before the point. */

/** Between groups of digits and before units; never broken by wrapping, printed as an ordinary space. */
export const FIXED_SPACE = "\u00a0";

function group(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, FIXED_SPACE);
}

/** A count of words or cycles: `1 536`; averages that are not whole keep two decimals; huge ones use powers of ten. */
export function formatCount(count: number): string {
  if (!Number.isFinite(count)) return count > 0 ? "∞" : "-";
  if (Math.abs(count) >= 1e15) return count.toExponential(3).replace("e+", "e");
  const [whole = "0", decimals] = (Number.isInteger(count) ? String(count) : count.toFixed(2)).split(".");
  const grouped = whole.startsWith("-") ? `-${group(whole.slice(1))}` : group(whole);
  return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}

const PREFIXES = ["", "k", "M", "G", "T", "P"];

/** Three digits and a prefix: `640`, `2.36 M`. */
export function formatScaled(count: number): string {
  let value = count;
  let prefix = 0;
  while (value >= 999.5 && prefix < PREFIXES.length - 1) {
    value /= 1000;
    prefix++;
  }
  if (prefix === 0) return formatCount(value);
  return `${value.toFixed(value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2)}${FIXED_SPACE}${PREFIXES[prefix]}`;
}

/** A value with a fixed number of decimals, grouped: `9 284.56`. */
export function formatDecimal(value: number, decimals: number): string {
  const [whole = "0", fraction] = value.toFixed(decimals).split(".");
  const grouped = whole.startsWith("-") ? `-${group(whole.slice(1))}` : group(whole);
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** A share between 0 and 1 as a percentage: `100 %`, `9.1 %`, `<0.1 %`. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) return `<0.1${FIXED_SPACE}%`;
  const rounded =
    percent >= 99.95 || percent === 0 || Number.isInteger(percent) ? percent.toFixed(0) : percent.toFixed(1);
  return `${rounded}${FIXED_SPACE}%`;
}

/** A unit with its size in pJ. */
export interface EnergyUnit {
  readonly name: string;
  readonly picojoules: number;
}

const PICOJOULE: EnergyUnit = { name: "pJ", picojoules: 1 };
const LARGER_ENERGY_UNITS: readonly EnergyUnit[] = [
  { name: "nJ", picojoules: 1e3 },
  { name: "µJ", picojoules: 1e6 },
  { name: "mJ", picojoules: 1e9 },
  { name: "J", picojoules: 1e12 },
];

/** One unit for a column of energies, so that they compare at a glance: pJ up to a million. */
export function energyUnitFor(energiesPj: readonly number[]): EnergyUnit {
  const largest = Math.max(0, ...energiesPj.filter((energy) => Number.isFinite(energy)));
  if (largest < 1e6) return PICOJOULE;
  let unit = PICOJOULE;
  for (const larger of LARGER_ENERGY_UNITS) if (largest >= larger.picojoules * 10) unit = larger;
  return unit;
}

/** The number only, with one decimal; the unit stands in the header. */
export function formatEnergyIn(energyPj: number, unit: EnergyUnit): string {
  return formatDecimal(energyPj / unit.picojoules, 1);
}

/** `9 284.6 pJ`, `31.2 µJ`. */
export function formatEnergy(energyPj: number): string {
  const unit = energyUnitFor([energyPj]);
  const value = energyPj / unit.picojoules;
  return `${formatDecimal(value, value !== 0 && Math.abs(value) < 10 ? 3 : 1)}${FIXED_SPACE}${unit.name}`;
}

/** `1.43e-5`: four significant digits for values far from 1. */
export function formatScientific(value: number): string {
  if (value === 0) return "0";
  const magnitude = Math.abs(value);
  if (magnitude >= 1e-2 && magnitude < 1e5) return String(Number(value.toPrecision(4)));
  return value.toExponential(3).replace("e+", "e");
}

/** `1 row`, `2 rows`. */
export function formatPlural(count: number, singular: string, plural: string = `${singular}s`): string {
  return `${formatCount(count)}${FIXED_SPACE}${count === 1 ? singular : plural}`;
}

/** A duration for progress lines: `12 s`, `3 min`, `2 h 10 min`. */
export function formatDuration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
