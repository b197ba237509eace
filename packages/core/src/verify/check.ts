/** One thing that was worked out again, or could not be, and what came of it. */
export interface Check {
  readonly name: CheckName;
  /** `not-rederived`: nothing speaks against it, but it was not worked out again; `detail` says why. */
  readonly status: "passed" | "failed" | "not-rederived";
  readonly detail: string;
}

/** In the order in which they are made. */
export type CheckName =
  /** The texts are those that the result was made from. */
  | "inputs"
  /** The mapping reads back against architecture and problem. */
  | "mapping"
  /** It lies in the mapspace that the constraints leave. */
  | "constraints"
  /** The full model gives exactly the printed figures of it. */
  | "figures"
  /** Walking the nest counts what the closed form counts. */
  | "simulator"
  /** The files that `-o` wrote beside the result are those of its mapping. */
  | "files"
  /** Points of a Pareto front: none covers another, in order. */
  | "front"
  /** Number of mappings, of factorizations and of choices what to keep. */
  | "mapspace"
  /** Between what is known without any search and the best. */
  | "lower-bound"
  | "gap"
  /** `optimal` is claimed only where the other claims allow it. */
  | "claims"
  /** Counts of the search agree with each other. */
  | "counts"
  /** Another search finds nothing better than the result or its lower bound. */
  | "search-again"
  /** Nor does looking at every mapping. */
  | "every-mapping"
  /** Nor is any of some random mappings. */
  | "random-sample";

export const passed = (name: CheckName, detail: string): Check => ({ name, status: "passed", detail });
export const failed = (name: CheckName, detail: string): Check => ({ name, status: "failed", detail });
export const notRederived = (name: CheckName, detail: string): Check => ({ name, status: "not-rederived", detail });

const MOST_WORDS = 4;

/** Passed unless there are complaints; of many only the first are told. */
export function judged(name: CheckName, complaints: readonly string[], detail: string): Check {
  if (complaints.length === 0) return passed(name, detail);
  const more = complaints.length - MOST_WORDS;
  return failed(name, [...complaints.slice(0, MOST_WORDS), ...(more > 0 ? [`and ${more} more`] : [])].join("; "));
}
