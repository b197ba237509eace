/**
 * What no constraint needs to say, since the chip allows nothing else: no spatial loops where nothing fans out, none longer
 * than the longer axis where something does, no temporal loops at a fan-out without storage, nothing kept there, and
 * everything kept by the outermost level. A constraint that asks for more is left as it is: why-not.ts tells of it.
 */
import type { Architecture } from "../architecture/architecture.ts";
import { fanoutBelow } from "../architecture/mesh.ts";
import type { FactorLimits, MapspaceLimits } from "./constraints.ts";

export function withPhysicalLimits(architecture: Architecture, limits: MapspaceLimits): MapspaceLimits {
  const outermost = architecture.storage.length - 1;
  const atMost = (factors: readonly FactorLimits[], most: number): readonly FactorLimits[] =>
    factors.map((factor) => ({ ...factor, max: Math.max(factor.min, Math.min(factor.max, most)) }));
  return {
    ...limits,
    levels: limits.levels.map((given) => {
      const { level, temporal, spatial, keep } = given;
      const storage = architecture.storage[level];
      const { x, y } = fanoutBelow(architecture, level);
      const fanoutOnly = storage?.fanoutOf !== undefined;
      return {
        ...given,
        temporal: { ...temporal, factors: fanoutOnly ? atMost(temporal.factors, 1) : temporal.factors },
        spatial: { ...spatial, factors: atMost(spatial.factors, Math.max(x, y)) },
        keep: storage?.virtual ? keep.map(() => false) : level === outermost ? keep.map(() => true) : keep,
      };
    }),
  };
}
