/**
 * What a directive aims at: a storage level by name or number, or a fan-out by the name of its container or component.
 */
import type { Architecture } from "../architecture/architecture.ts";
import { fanoutBelow } from "../architecture/mesh.ts";
import { scalarText } from "../spec/fields.ts";
import type { Report } from "../text/diagnostic.ts";
import { nearestWord } from "../text/nearest-word.ts";
import type { LocatedScalar } from "../yaml/located.ts";
import { noFanout, unknownTarget } from "./errors.ts";
import type { LevelId } from "./mapping.ts";

/** Kinds of directives, with the spellings of the types that mean them. */
export type DirectiveKind = "temporal" | "spatial" | "dataspace";

/** A level, or a container without fan-out, at which only factors of 1 make sense. */
export type Target =
  | { readonly kind: "level"; readonly level: LevelId }
  | { readonly kind: "nowhere"; readonly name: string };

/** Finds levels for directives. */
export class LevelTargets {
  readonly #architecture: Architecture;
  readonly #containers: readonly string[];

  /** `containers`: names of containers, those without fan-out included. */
  constructor(architecture: Architecture, containers: readonly string[]) {
    this.#architecture = architecture;
    this.#containers = containers;
  }

  /** The level that a `kind` directive at `scalar` aims at, or undefined with a diagnostic. */
  find(scalar: LocatedScalar, kind: DirectiveKind, report: Report): Target | undefined {
    const { storage } = this.#architecture;
    const name = scalarText(scalar);
    const byName = storage.findIndex((level) => level.name === name);
    const byFanout = storage.findIndex((level) => level.fanoutOf === name);
    if (byFanout >= 0 && (kind === "spatial" || byName < 0)) return { kind: "level", level: byFanout };
    if (byName >= 0) return { kind: "level", level: byName };
    if (/^\d+$/.test(name) && Number(name) < storage.length) return { kind: "level", level: Number(name) };
    if (this.#containers.includes(name)) return { kind: "nowhere", name };
    const names = this.names();
    report(unknownTarget(scalar.span, name, names, nearestWord(name, names)));
    return undefined;
  }

  /** True where `level` fans out to the next inner level. */
  hasFanout(level: LevelId): boolean {
    const { x, y } = fanoutBelow(this.#architecture, level);
    return x * y > 1;
  }

  /** Reports that a spatial directive has no fan-out to spread over. */
  reportNoFanout(scalar: LocatedScalar, target: Target, report: Report): void {
    const { storage, compute } = this.#architecture;
    const fanouts = [...storage.keys()].filter((id) => this.hasFanout(id)).map((id) => this.nameOf(id));
    if (target.kind === "nowhere") {
      report(noFanout(scalar.span, target.name, "what follows", fanouts));
      return;
    }
    const inner = target.level === 0 ? compute : storage[target.level - 1];
    report(noFanout(scalar.span, this.nameOf(target.level), inner?.name ?? "?", fanouts));
  }

  /** The name by which people aim at a level. */
  nameOf(level: LevelId): string {
    const storage = this.#architecture.storage[level];
    return storage?.fanoutOf ?? storage?.name ?? "?";
  }

  /** All names, outermost first. */
  names(): readonly string[] {
    return [...this.#architecture.storage.keys()].reverse().map((level) => this.nameOf(level));
  }
}
