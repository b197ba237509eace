/** Random small architectures, problems and limits, and a plain enumeration of their mappings. Test support. */
import fc from "fast-check";
import { specOfNest } from "../../compiled/testing/spec-of-nest.ts";
import type { Mapping } from "../../mapping/mapping.ts";
import { allReuse } from "../../mapping/reuse-options.ts";
import { nestCase } from "../../nest/testing/nest-arbitrary.ts";
import type { Spec } from "../../spec/spec.ts";
import type { LevelLimits, LoopLimits, MapspaceLimits } from "../constraints.ts";
import type { Mapspace } from "../mapspace.ts";

export interface MapspaceCase {
  readonly spec: Spec;
  readonly limits: MapspaceLimits;
  /** A mapping from which sizes and fan-outs were drawn; not always within the limits. */
  readonly mapping: Mapping;
}

export interface MapspaceCaseOptions {
  readonly operations: number;
  readonly levels: number;
  readonly imperfect: boolean;
}

/** Draws by dice: 0 to 9 each. */
function limitsOf(spec: Spec, dice: readonly number[], imperfect: boolean): MapspaceLimits {
  let at = 0;
  const roll = (): number => dice[at++ % dice.length] as number;
  const { workload, architecture } = spec;
  const ids = [...workload.loopDimensions.keys()];
  const loops = (): LoopLimits => {
    const shuffled = [...ids].sort((a, b) => ((a * 7 + roll()) % 5) - ((b * 3 + roll()) % 5));
    const ends = roll() % 3 === 0 ? roll() % (ids.length + 1) : 0;
    const cut = roll() % (ends + 1);
    return {
      factors: ids.map(() => {
        const dieForFactor = roll();
        if (dieForFactor === 0) return { min: 1, max: 1 };
        if (dieForFactor === 1) return { min: 1, max: 2 };
        if (dieForFactor === 2) return { min: 2, max: 2 };
        return { min: 1, max: Number.POSITIVE_INFINITY };
      }),
      innermost: shuffled.slice(0, cut),
      outermost: shuffled.slice(cut, ends),
      maxRemainder: imperfect && roll() < 3 ? 2 + (roll() % 3) : 0,
    };
  };
  return {
    levels: architecture.storage.map(
      (_, level): LevelLimits => ({
        level,
        temporal: loops(),
        spatial: { ...loops(), split: roll() < 4 ? roll() % (ids.length + 2) : undefined },
        keep: workload.dataSpaces.map(() => {
          const die = roll();
          return die < 2 ? undefined : die < 8;
        }),
        reuse: allReuse(workload.dataSpaces.length),
        maxOverbookedProportion: 0,
      }),
    ),
    minParallelism: 0,
  };
}

export function mapspaceCase(options: MapspaceCaseOptions): fc.Arbitrary<MapspaceCase> {
  const dice = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 80, maxLength: 80 });
  const nests = nestCase({
    levels: { min: 1, max: options.levels },
    spatial: true,
    imperfect: false,
    reuseOptions: false,
    operations: options.operations,
  });
  return fc.tuple(nests, dice, dice).map(([nest, rolls, limitDice]) => {
    const { mapping, ...spec } = specOfNest(nest, rolls);
    return { spec, limits: limitsOf(spec, limitDice, options.imperfect), mapping: mapping as Mapping };
  });
}

/** A mapping as a text that is the same for what counts as the same mapping, order-free slots put in order. */
export function textOf(mapspace: Mapspace, mapping: Mapping): string {
  return mapping.levels
    .map(({ level, temporal, spatialX, spatialY, keep }) => {
      const show = (loops: Mapping["levels"][number]["temporal"], kind: "temporal" | "spatial"): string => {
        const words = loops.filter(({ bound }) => bound > 1).map((l) => `${l.dimension}:${l.bound},${l.residual}`);
        const slot = mapspace.slots.find((candidate) => candidate.level === level && candidate.kind === kind);
        return (slot?.ordered ? words : words.sort()).join(" ");
      };
      return [show(temporal, "temporal"), show(spatialX, "spatial"), show(spatialY, "spatial"), keep.join()].join("|");
    })
    .join("\n");
}
