/**
 * A floor plan as coarse as the model needs it: each instance of a level is a square that holds its children's squares
 * beside its own area. The side of one child's square is the length of a hop in the network above it.
 *
 *     area of a tile = own area + (instances inside / instances) * area of the tile inside
 */
import type { Architecture } from "../architecture/architecture.ts";
import type { AreaReferenceTable } from "../energy/reference-table.ts";
import { areaPerInstanceUm2 } from "./level-costs.ts";

/** Side of one child's square below each storage level, innermost first. */
export function tileWidthsUm(architecture: Architecture, art: AreaReferenceTable | undefined): number[] {
  let area = areaPerInstanceUm2(architecture.compute, art);
  let instances = architecture.compute.instances;
  return architecture.storage.map((level) => {
    const width = Math.sqrt(area);
    area = areaPerInstanceUm2(level, art) + area * Math.floor(instances / level.instances);
    instances = level.instances;
    return width;
  });
}
