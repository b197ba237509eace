import fc from "fast-check";
import { describe, expect, inject, it } from "vitest";
import { CompiledPlan } from "../../compiled/compiled-plan.ts";
import { encodeMapping } from "../../compiled/mapping-code.ts";
import type { LevelMapping, Mapping } from "../../mapping/mapping.ts";
import { LowerBound } from "./bound.ts";
import type { KeepChoice } from "./keep-choice.ts";
import { keepChoices } from "./keep-choice.ts";
import { NestBuilder } from "./nest-builder.ts";
import { SearchSpace } from "./search-space.ts";
import { fitsFanouts, forEachMapping } from "./testing/brute-force.ts";
import { smallMapspace } from "./testing/small-mapspace.ts";
import { TileTableMaker } from "./tile-table.ts";

/** Builds a mapping step by step and tells of every partial nest on the way. */
function replay(builder: NestBuilder, mapping: Mapping, visit: (nest: Float64Array, where: string) => void): void {
  const nest = new Float64Array(builder.layout.length);
  const { dimensions } = builder.space;
  builder.start(nest);
  visit(nest, "start");
  mapping.levels.forEach((level: LevelMapping, l) => {
    for (let k = 0; k < dimensions; k++) {
      const x = level.spatialX.find(({ dimension }) => dimension === k);
      const y = level.spatialY.find(({ dimension }) => dimension === k);
      builder.takeSpatial(nest, k, (x ?? y)?.bound ?? 1, x === undefined ? 2 : 1);
      visit(nest, `level ${l} space ${k}`);
    }
    builder.closeSpatial(nest);
    visit(nest, `level ${l} space`);
    for (let k = 0; k < dimensions; k++) {
      builder.takeTemporal(nest, k, level.temporal.find(({ dimension }) => dimension === k)?.bound ?? 1);
      visit(nest, `level ${l} time ${k}`);
    }
    builder.closeTemporal(nest);
    for (const { dimension, bound } of level.temporal) {
      if (bound > 1) builder.place(nest, dimension);
      visit(nest, `level ${l} order ${dimension}`);
    }
    builder.closeLevel(nest);
    visit(nest, `level ${l}`);
  });
}

describe("the lower bound", () => {
  for (const spatial of [false, true]) {
    it(`holds for every nest ${spatial ? "with" : "without"} fan-out`, { timeout: 600_000 }, () => {
      fc.assert(
        fc.property(smallMapspace({ spatial, bypass: true }), ({ spec, limits }) => {
          const plan = new CompiledPlan(spec);
          const space = new SearchSpace(spec, limits);
          const maker = new TileTableMaker(space, 1 << 20);
          const builders = new Map<string, { readonly builder: NestBuilder; readonly bound: LowerBound }>();
          for (const keep of keepChoices(limits, space.dataSpaces))
            builders.set(keep.keep.join(), machineOf(space, keep, maker));
          const sizes = spec.workload.loopDimensions.map(({ size }) => size);
          forEachMapping(sizes, space.dataSpaces, limits, 1200, (mapping) => {
            if (!fitsFanouts(spec, mapping)) return;
            const code = encodeMapping(plan.layout, mapping);
            if (code === undefined || plan.evaluate(code) !== "valid") return;
            const { energyPj, cycles, accesses } = plan;
            const keeps = mapping.levels.flatMap(({ keep }) => keep.map(Number)).join();
            const { builder, bound } = builders.get(keeps) as ReturnType<typeof machineOf>;
            replay(builder, mapping, (nest, where) => {
              bound.measure(nest);
              const least = [bound.energyPj, bound.cycles];
              for (let level = 0; level < space.levels; level++) least.push(bound.accesses(level));
              const actual = [energyPj, cycles, ...accesses];
              if (least.every((cost, i) => cost <= (actual[i] as number) * (1 + 1e-10))) return;
              const found = { where, least, actual };
              expect({ ...found, mapping }).toBeUndefined();
            });
          });
        }),
        { numRuns: Math.ceil(inject("propertyRuns") / 10) },
      );
    });
  }
});

function machineOf(
  space: SearchSpace,
  keep: KeepChoice,
  maker: TileTableMaker,
): { builder: NestBuilder; bound: LowerBound } {
  const builder = new NestBuilder(space, keep);
  const bound = new LowerBound(space, keep, builder.layout, (level) => builder.possibleChildren(level));
  const tables = maker.tablesOf(keep, builder, (nest, level) => bound.boundaryCost(nest, level));
  bound.tiles = (nest, level) => maker.least(tables, builder.layout, nest, level);
  return { builder, bound };
}
