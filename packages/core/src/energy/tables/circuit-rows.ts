/**
 * Energy and area of synthesized circuits at 40/45 nm by latency, 32 bits wide (64 for double precision, 1 for a register
 * and a bitwise gate; the crossbar is 1 x 4).
 *
 * Source: Y. S. Shao, B. Reagen, G.-Y. Wei, D. Brooks, "Aladdin: a pre-RTL, power-performance accelerator simulator
 * enabling large design space exploration of customized architectures", ISCA 2014, as published with Accelergy
 * (Y. N. Wu, J. S. Emer, V. Sze, ICCAD 2019).
 */
export const ALADDIN =
  'Y. S. Shao et al., "Aladdin", ISCA 2014, as published with Accelergy (Y. N. Wu et al., ICCAD 2019)';

/** Latency in ns, dynamic energy in pJ of one operation, idle energy in pJ of one latency, area in um^2. */
export type CircuitRow = readonly [latencyNs: number, dynamicPj: number, idlePj: number, areaUm2: number];

export type CircuitName =
  | "adder"
  | "bitwise"
  | "comparator"
  | "counter"
  | "crossbar"
  | "fp_dp_adder"
  | "fp_dp_multiplier"
  | "fp_sp_adder"
  | "fp_sp_multiplier"
  | "multiplier"
  | "reg"
  | "shifter";

export const CIRCUIT_ROWS: Readonly<Record<CircuitName, readonly CircuitRow[]>> = {
  adder: [
    [0.5, 0.142, 0.0016, 379],
    [1, 0.21, 0.0023, 278],
    [2, 0.0858, 0.0048, 179],
    [3, 0.0859, 0.0071, 179],
    [4, 0.0857, 0.0095, 179],
    [5, 0.0857, 0.0119, 179],
    [6, 0.0857, 0.0143, 179],
    [10, 0.0853, 0.0238, 179],
  ],
  bitwise: [
    [1, 0.0181, 0.001, 50.4],
    [2, 0.018, 0.001, 50.4],
    [3, 0.018, 0.002, 50.4],
    [4, 0.018, 0.002, 50.4],
    [5, 0.018, 0.003, 50.4],
    [6, 0.018, 0.004, 50.4],
    [10, 0.0181, 0.006, 50.4],
  ],
  comparator: [
    [0.5, 0.03052, 1.37e-5, 71.5],
    [1, 0.02947, 2.51e-5, 71],
    [2, 0.028966, 4.84e-5, 70],
    [3, 0.02898, 7.27e-5, 70],
    [4, 0.02898, 9.69e-5, 70],
    [5, 0.029015, 0.0001211, 70],
    [6, 0.02898, 0.00014532, 70],
    [10, 0.02898, 0.0002422, 70],
  ],
  counter: [
    [0.5, 0.2751, 0.000216649, 584],
    [1, 0.25074, 0.0003213, 495.5],
    [2, 0.21462, 0.0001932, 259],
    [3, 0.21441, 0.0002625, 255],
    [4, 0.211092, 0.0003303, 251.5],
    [5, 0.206325, 0.000406, 250.5],
    [6, 0.206682, 0.0004053, 225],
    [10, 0.20678, 0.0006377, 214.5],
  ],
  crossbar: [
    [2, 0.6804, 0.0003206, 569.5],
    [3, 0.6804, 0.0004809, 569.5],
    [4, 0.68068, 0.0006412, 569.5],
    [5, 0.68215, 0.0008015, 569.5],
    [6, 0.67914, 0.000961, 569.5],
    [10, 0.6811, 0.001603, 569.5],
  ],
  fp_dp_adder: [
    [0.5, 20.552, 0.264, 12900],
    [1, 43.754, 0.4, 9880],
    [2, 26.147, 0.27, 6130],
    [3, 25.787, 0.368, 5980],
    [4, 23.243, 0.419, 5120],
    [5, 23.269, 0.526, 5120],
    [6, 23.902, 0.689, 5120],
    [10, 17.779, 0.905, 3990],
  ],
  fp_dp_multiplier: [
    [0.5, 69.769, 0.527, 28600],
    [1, 113.763, 0.829, 8970],
    [2, 103.936, 1.169, 6150],
    [3, 95.553, 1.379, 5700],
    [4, 94.905, 1.814, 5220],
    [5, 92.938, 2.103, 4910],
    [6, 90.596, 2.427, 4890],
    [10, 86.565, 3.697, 5420],
  ],
  fp_sp_adder: [
    [1, 16.679, 0.159, 4360],
    [2, 11.026, 0.129, 3010],
    [3, 10.584, 0.182, 2960],
    [4, 7.894, 0.189, 2120],
    [5, 7.928, 0.228, 2060],
    [6, 7.928, 0.273, 2060],
    [10, 7.701, 0.458, 2060],
  ],
  fp_sp_multiplier: [
    [1, 35.3, 0.3595236, 4360],
    [2, 29.7, 0.3565266, 3010],
    [3, 27.8, 0.44451243, 2960],
    [4, 25.2, 0.54034944, 2120],
    [5, 24.4, 0.63237915, 2060],
    [6, 24.2, 0.75571938, 2060],
    [10, 26.6, 1.3429701, 2060],
  ],
  multiplier: [
    [0.5, 18.94, 0.15, 8340],
    [1, 12.68, 0.08, 6350],
    [2, 9.55, 0.1, 5140],
    [3, 8.8, 0.14, 4970],
    [4, 8.66, 0.19, 4620],
    [5, 8.63, 0.24, 4600],
    [6, 8.63, 0.29, 4600],
    [10, 8.8, 0.48, 4600],
  ],
  reg: [
    [1, 0.009, 7e-5, 5.98],
    [2, 0.00901, 0.00015, 5.98],
    [3, 0.00901, 0.00022, 5.98],
    [4, 0.009, 0.0003, 5.98],
    [5, 0.009, 0.00037, 5.98],
    [6, 0.00901, 0.00044, 5.98],
    [10, 0.00554, 0.00074, 5.98],
  ],
  shifter: [
    [1, 0.417, 0.002, 250],
    [2, 0.407, 0.003, 250],
    [3, 0.422, 0.005, 250],
    [4, 0.42, 0.007, 250],
    [5, 0.41652, 0.008, 250],
    [6, 0.41783, 0.01, 250],
    [10, 0.41506, 0.017, 250],
  ],
};

/**
 * The row that a latency reads: up to 0.75 ns the row of 0.5 ns, else the next whole ns; beyond 6 ns the row of 6 ns,
 * beyond 10 ns that of 10 ns. A row that the table lacks falls back to its first one. (So does the public plug-in.)
 */
export function circuitRow(circuit: CircuitName, latencySeconds: number): CircuitRow {
  const rows = CIRCUIT_ROWS[circuit];
  const nanoseconds = latencySeconds * 1e9;
  const whole = latencySeconds <= 0.75e-9 ? 0.5 : nanoseconds > 10 ? 10 : nanoseconds > 6 ? 6 : Math.ceil(nanoseconds);
  return rows.find(([latencyNs]) => latencyNs === whole) ?? (rows[0] as CircuitRow);
}
