/**
 * Meshes: instances of a level lie in a grid of meshX by meshY; the fan-out below a level is the ratio of the next
 * inner grid to its own, in X and Y apart. What is not given follows from what is, as in Timeloop:
 * instances alone lie in one row; one of meshX and meshY divides the instances.
 */
import type { Report } from "../text/diagnostic.ts";
import type { Architecture, ComputeLevel, StorageLevel } from "./architecture.ts";
import type { AttributeReader } from "./attribute-reader.ts";
import { MESH_ATTRIBUTES } from "./attribute-schema.ts";
import type { ComponentDraft } from "./component-draft.ts";
import { meshMismatch } from "./errors.ts";

/** Where the instances of a level lie. */
export interface Mesh {
  readonly instances: number;
  readonly meshX: number;
  readonly meshY: number;
}

/** Fan-out from a level to the next inner one. */
export interface Fanout {
  readonly x: number;
  readonly y: number;
}

/** The mesh of `draft`; contradictions are reported. */
export function readMesh(draft: ComponentDraft, reader: AttributeReader, report: Report): Mesh {
  if (draft.mesh) return { instances: draft.count, meshX: draft.mesh.x, meshY: draft.mesh.y };
  const given = reader.number(MESH_ATTRIBUTES.instances);
  const x = reader.number(MESH_ATTRIBUTES.meshX);
  const y = reader.number(MESH_ATTRIBUTES.meshY);
  const instances = given?.value ?? draft.count;
  const fail = (message: string): Mesh => {
    report(meshMismatch(x?.span ?? y?.span ?? given?.span ?? draft.span, draft.name, message));
    return { instances, meshX: instances, meshY: 1 };
  };
  if (x && y) {
    if (x.value * y.value !== instances) {
      return fail(`meshX ${x.value} * meshY ${y.value} is not the number of instances, ${instances}`);
    }
    return { instances, meshX: x.value, meshY: y.value };
  }
  if (x) {
    if (instances % x.value !== 0) return fail(`meshX ${x.value} does not divide the ${instances} instances`);
    return { instances, meshX: x.value, meshY: instances / x.value };
  }
  if (y) {
    if (instances % y.value !== 0) return fail(`meshY ${y.value} does not divide the ${instances} instances`);
    return { instances, meshX: instances / y.value, meshY: y.value };
  }
  return { instances, meshX: instances, meshY: 1 };
}

/** Fan-out from storage level `level` to the next inner storage level, or to the compute level below level 0. */
export function fanoutBelow(architecture: Pick<Architecture, "storage" | "compute">, level: number): Fanout {
  const outer = architecture.storage[level];
  const inner = level === 0 ? architecture.compute : architecture.storage[level - 1];
  if (!outer || !inner) return { x: 1, y: 1 };
  return { x: inner.meshX / outer.meshX, y: inner.meshY / outer.meshY };
}

/**
 * Children of one instance of each storage level, innermost first; whole numbers even of an architecture that no reader
 * has checked, whose meshes may not nest.
 */
export function fanoutsOf(architecture: Pick<Architecture, "storage" | "compute">): Fanout[] {
  return architecture.storage.map((_, level) => {
    const { x, y } = fanoutBelow(architecture, level);
    return { x: Math.floor(x), y: Math.floor(y) };
  });
}

/** Reports each pair of neighbouring levels whose meshes do not nest. */
export function checkNesting(storage: readonly StorageLevel[], compute: ComputeLevel, report: Report): void {
  let inner: ComputeLevel | StorageLevel = compute;
  for (const outer of storage) {
    for (const axis of ["meshX", "meshY"] as const) {
      const span = inner.span ?? outer.span;
      if (inner[axis] % outer[axis] !== 0 && span) {
        const message = `its ${axis} ${inner[axis]} is not a multiple of the ${axis} ${outer[axis]} of ${outer.name}`;
        report(meshMismatch(span, inner.name, message));
      }
    }
    inner = outer;
  }
}
