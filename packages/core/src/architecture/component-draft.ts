/**
 * Components between the tree of the file and the levels of the architecture: both forms (0.3 `subtree`/`local`,
 * 0.4 `nodes`) are walked into one list of drafts, outermost first, from which levels are built in one way.
 */
import type { Span } from "../text/source.ts";
import type { LocatedMap } from "../yaml/located.ts";
import type { Attributes } from "./architecture.ts";
import type { ComponentKind } from "./component-class.ts";

/** Which branch of which `!Parallel` a component belongs to; nested ones from the outside in. */
export interface ParallelPlace {
  readonly group: number;
  readonly branch: number;
}

/** One component as the tree gives it. */
export interface ComponentDraft {
  readonly kind: ComponentKind;
  readonly name: string;
  readonly path: string;
  /** Class as the nest analysis reads it. */
  readonly className: string;
  /** Class as estimators read it: the subclass where there is one. */
  readonly componentClass: string;
  readonly attributes: Attributes;
  /** Those attributes that may shape the level itself: in the 0.3 form its own, in the 0.4 form its containers' too. */
  readonly shaping: Attributes;
  /** Instances by ranges of names (0.3) or by the meshes of the enclosing containers (0.4). */
  readonly count: number;
  /** Absent in the 0.3 form, where attributes give the mesh. */
  readonly mesh?: { readonly x: number; readonly y: number };
  /** For a fan-out without storage: the container or component whose `spatial` it is. */
  readonly fanoutOf?: string;
  readonly parallel: readonly ParallelPlace[];
  readonly constraints?: LocatedMap;
  /** What is written of a component, for what only estimators read of it. */
  readonly node?: LocatedMap;
  readonly span: Span;
}

/** Constraints written at a node, by the name of the level they bind. */
export interface NodeConstraints {
  /** Name of the level; for `spatial` constraints of a fan-out, the virtual level's name. */
  readonly level: string;
  /** Name of the node that they are written at. */
  readonly node: string;
  readonly constraints: LocatedMap;
}

/** One `!Parallel` group: what its branches hold. */
export interface ParallelGroup {
  readonly id: number;
  /** The branch of another group that this one lies in. */
  readonly parent?: ParallelPlace;
  readonly span: Span;
  readonly branches: readonly {
    /** Names of the levels in this branch. */
    readonly levels: readonly string[];
    /** Constraints of every node in this branch, `!Nothing` included. */
    readonly constraints: readonly LocatedMap[];
    readonly span: Span;
  }[];
}

/** All that a walk of the tree finds. */
export interface DraftTree {
  readonly form: "subtree" | "nodes";
  /** Outermost first. */
  readonly drafts: readonly ComponentDraft[];
  readonly systemAttributes: Attributes;
  readonly nodeConstraints: readonly NodeConstraints[];
  readonly parallelGroups: readonly ParallelGroup[];
  /** Names of all containers, those without fan-out included. */
  readonly containers: readonly string[];
}
