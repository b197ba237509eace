/**
 * Delay of a gate whose input ramps: with the time constant tau of its output, the threshold v as a share of Vdd at
 * which it switches and the input's ramp time t,
 *
 *   delay = tau sqrt(ln² v + 2 b (t / tau) (1 - v))       b = 0.5 for a rising input
 *
 * Source: Horowitz, "Timing Models for MOS Circuits", Stanford SEL83-003, 1983; Wilton & Jouppi 1996, section 3.
 */
export function rampDelayS(inputRampS: number, tauS: number, threshold = 0.5): number {
  const log = Math.log(threshold);
  if (inputRampS === 0) return tauS * -log;
  return tauS * Math.sqrt(log * log + (inputRampS / tauS) * (1 - threshold));
}

/** The ramp that a gate hands on: its delay to half of the swing, twice. */
export function rampOf(delayS: number): number {
  return delayS / 0.5;
}
