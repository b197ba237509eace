/**
 * How energy and area change from one technology node to another.
 *
 *     energy(to) / energy(from) = E_to(V_to) / E_from(V_from),   E_node(V) = a V^2 + b V + c
 *     area(to) / area(from)     = a published factor for each pair of nodes
 *
 * Between nodes both are interpolated by the place between the neighbours, as the public library plug-in of Accelergy
 * does. Source: A. Stillmaker and B. Baas, "Scaling equations for the accurate prediction of CMOS device performance
 * from 180 nm to 7 nm", Integration 58 (2017) 74-81, tables of area factors and of energy coefficients. Its equations
 * stand on PTM device models, whose nominal supplies (ptm.asu.edu) are used where no voltage is given.
 */
export const STILLMAKER_BAAS =
  'A. Stillmaker, B. Baas, "Scaling equations for the accurate prediction of CMOS device performance from 180 nm to 7 nm", Integration 58, 2017';

const NODES_NM = [180, 130, 90, 65, 45, 32, 20, 16, 14, 10, 7] as const;

/** Supply in volts of the device models, node by node. */
const NOMINAL_SUPPLY = [1.8, 1.3, 1.2, 1.1, 1, 0.9, 0.9, 0.85, 0.8, 0.75, 0.7] as const;

type Coefficients = readonly [number, number, number];

/** High-performance devices from 45 nm on. */
const ENERGY_HIGH_PERFORMANCE: readonly Coefficients[] = [
  [24.64, -17.98, 0],
  [7.171, -6.709, 2.904],
  [4.762, -4.781, 2.092],
  [3.755, -4.398, 1.975],
  [1.018, -0.3107, 0.1539],
  [0.8367, -0.4341, 0.1701],
  [0.373, -0.1582, 0.04104],
  [0.2958, -0.1241, 0.03024],
  [0.2363, -0.09675, 0.02239],
  [0.2068, -0.09311, 0.02375],
  [0.1776, -0.09097, 0.02447],
];

/** The choice of the public library plug-in: low-power devices at 45 and 32 nm, nothing at 180 nm. */
const ENERGY_PLUG_IN: readonly Coefficients[] = ENERGY_HIGH_PERFORMANCE.map((coefficients, i): Coefficients => {
  if (NODES_NM[i] === 45) return [1.103, -0.362, 0.2767];
  if (NODES_NM[i] === 32) return [0.9559, -0.7823, 0.471];
  return coefficients;
});

/** `AREA_FACTORS[from][to]`, as published: rounded to two digits. */
const AREA_FACTORS: readonly (readonly number[])[] = [
  [1, 0.34, 0.15, 0.08, 0.053, 0.025, 0.011, 0.01, 0.0093, 0.0055, 0.0032],
  [2.9, 1, 0.44, 0.23, 0.16, 0.072, 0.033, 0.03, 0.027, 0.016, 0.0092],
  [6.6, 2.3, 1, 0.53, 0.35, 0.16, 0.075, 0.067, 0.061, 0.036, 0.021],
  [12, 4.3, 1.9, 1, 0.66, 0.31, 0.14, 0.13, 0.12, 0.068, 0.039],
  [19, 6.4, 2.8, 1.5, 1, 0.46, 0.21, 0.19, 0.17, 0.1, 0.059],
  [40, 14, 6.1, 3.3, 2.2, 1, 0.46, 0.41, 0.38, 0.22, 0.13],
  [88, 30, 13, 7.1, 4.7, 2.2, 1, 0.89, 0.82, 0.48, 0.28],
  [99, 34, 15, 7.9, 5.3, 2.4, 1.1, 1, 0.91, 0.54, 0.31],
  [110, 37, 16, 8.7, 5.8, 2.7, 1.2, 1.1, 1, 0.59, 0.34],
  [180, 63, 28, 15, 9.8, 4.5, 2.1, 1.9, 1.7, 1, 0.58],
  [320, 110, 48, 25, 17, 7.8, 3.6, 3.2, 2.9, 1.7, 1],
];

/** Smallest and largest node that scaling covers. */
export const SCALED_NODES_NM = { smallest: 7, largest: 180 } as const;

/** Where a node lies between its published neighbours, and which part of the smaller one's figure counts. */
interface Place {
  readonly low: number;
  readonly high: number;
  readonly part: number;
}

/** Place of a node: index 4.5 lies halfway between 45 and 32 nm. */
function place(nodeNm: number, first = 0): Place {
  for (let i = first; i < NODES_NM.length; i++) {
    const node = NODES_NM[i] ?? 0;
    if (nodeNm === node) return { low: i, high: i, part: 0 };
    const larger = NODES_NM[i - 1];
    if (nodeNm > node) return { low: i - 1, high: i, part: ((larger ?? node) - nodeNm) / ((larger ?? node) - node) };
  }
  return { low: NODES_NM.length - 1, high: NODES_NM.length - 1, part: 0 };
}

function polynomial(coefficients: Coefficients | undefined, volts: number): number {
  const [a, b, c] = coefficients ?? [0, 0, 0];
  return a * volts * volts + b * volts + c;
}

/** True where nodes can be scaled between. */
export function isScalable(nodeNm: number): boolean {
  return nodeNm >= SCALED_NODES_NM.smallest && nodeNm <= SCALED_NODES_NM.largest;
}

/** Nominal supply of a node in volts. */
export function nominalSupply(nodeNm: number): number {
  const { low, high, part } = place(nodeNm);
  return (NOMINAL_SUPPLY[low] ?? 1) * (1 - part) + (NOMINAL_SUPPLY[high] ?? 1) * part;
}

/**
 * Energy at `toNm` as a multiple of that at `fromNm`, each at its nominal supply unless `toVolts` says otherwise.
 *
 * @example energyFactor(45, 45) // 1
 */
export function energyFactor(fromNm: number, toNm: number, toVolts: number = nominalSupply(toNm)): number {
  return (
    energyAt(ENERGY_HIGH_PERFORMANCE, toNm, toVolts) / energyAt(ENERGY_HIGH_PERFORMANCE, fromNm, nominalSupply(fromNm))
  );
}

function energyAt(
  table: readonly Coefficients[],
  nodeNm: number,
  volts: number,
  placed: Place = place(nodeNm),
): number {
  const { low, high, part } = placed;
  return polynomial(table[low], volts) * (1 - part) + polynomial(table[high], volts) * part;
}

/** Area at `toNm` as a multiple of that at `fromNm`. */
export function areaFactor(fromNm: number, toNm: number): number {
  return interpolateArea(place(fromNm), place(toNm));
}

function interpolateArea(from: Place, to: Place): number {
  const at = (row: number, column: number): number => AREA_FACTORS[row]?.[column] ?? 1;
  return (
    at(from.low, to.low) * (1 - from.part) * (1 - to.part) +
    at(from.low, to.high) * (1 - from.part) * to.part +
    at(from.high, to.low) * from.part * (1 - to.part) +
    at(from.high, to.high) * from.part * to.part
  );
}

/**
 * The library plug-in's rules: 130 to 7 nm, everything at 0.8 V; beyond, square root (energy) and proportion (area). Between
 * published nodes it takes the farther neighbour for the nearer one: 40 nm is for it 5/13 of 45 and 8/13 of 32 nm.
 */
const PLUG_IN_FIRST = 1;
const PLUG_IN_VOLTS = 0.8;

function clampForPlugIn(nodeNm: number): { readonly node: number; readonly rest: number } {
  const node = Math.min(130, Math.max(7, nodeNm));
  return { node, rest: nodeNm / node };
}

function plugInPlace(nodeNm: number): Place {
  const { low, high, part } = place(nodeNm, PLUG_IN_FIRST);
  return { low, high, part: part === 0 ? 0 : 1 - part };
}

/** As the public library plug-in scales energy. */
export function plugInEnergyFactor(fromNm: number, toNm: number): number {
  const from = clampForPlugIn(Math.max(1, fromNm));
  const to = clampForPlugIn(Math.max(1, toNm));
  const energy = (nodeNm: number): number => energyAt(ENERGY_PLUG_IN, nodeNm, PLUG_IN_VOLTS, plugInPlace(nodeNm));
  return (energy(to.node) / energy(from.node)) * Math.sqrt(to.rest / from.rest);
}

/** As the public library plug-in scales area. */
export function plugInAreaFactor(fromNm: number, toNm: number): number {
  if (fromNm === toNm) return 1;
  const from = clampForPlugIn(fromNm);
  const to = clampForPlugIn(toNm);
  return interpolateArea(plugInPlace(from.node), plugInPlace(to.node)) * (to.rest / from.rest);
}
