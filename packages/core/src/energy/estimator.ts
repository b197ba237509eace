/**
 * What every estimator of energy and area looks like:
 *
 *     (class, attributes, action, arguments)  ->  value, accuracy, provenance      energy of the action in pJ
 *     (class, attributes)                     ->  value, accuracy, provenance      area in um^2
 *
 * An estimator answers or declines with a reason; it never answers with a placeholder. The answer of the highest stated
 * accuracy wins (`choose-estimate.ts`), as in Accelergy (Wu, Emer, Sze, ICCAD 2019). Provenance is data, so that every
 * figure can be asked where it comes from.
 */
import type { AttributeValue } from "../architecture/architecture.ts";

/** Attributes or arguments, evaluated, by name. */
export type QueryValues = Readonly<Record<string, AttributeValue>>;

/** One question. Without an action it asks for the area. */
export interface EstimateQuery {
  readonly componentClass: string;
  readonly attributes: QueryValues;
  readonly action?: string;
  readonly arguments?: QueryValues;
}

/** One value that an estimate stands on. */
export interface ProvenanceInput {
  readonly name: string;
  readonly value: number | string;
  readonly unit?: string;
  /** `default` where nobody gave it. */
  readonly origin: "given" | "default";
}

/** One summand of an estimate, in the estimate's unit (pJ or um^2). All terms add up to the value. */
export interface ProvenanceTerm {
  readonly name: string;
  readonly value: number;
  /** How it comes about, with its numbers. */
  readonly how: string;
}

/** Where a figure comes from. */
export interface Provenance {
  readonly estimator: string;
  readonly inputs: readonly ProvenanceInput[];
  /** In names, not numbers. */
  readonly equation: string;
  readonly terms: readonly ProvenanceTerm[];
  /** Defaults taken, scalings applied, what another way of counting would say. */
  readonly notes: readonly string[];
  readonly citation: string;
}

/** An answer. */
export interface Estimate {
  readonly kind: "estimate";
  /** pJ for an action (of one cycle for leakage), um^2 for an area. */
  readonly value: number;
  /** Stated accuracy, 0 to 100; the highest among those who answer wins. */
  readonly accuracy: number;
  readonly provenance: Provenance;
}

/** No answer, and why. */
export interface Refusal {
  readonly kind: "refusal";
  readonly estimator: string;
  readonly reason: string;
  /** True where the class is none of its business: such refusals are told in short. */
  readonly isOutOfScope?: boolean;
}

/** A class that an estimator knows, for lists and suggestions. */
export interface KnownClass {
  readonly name: string;
  readonly actions: readonly string[];
  readonly attributes: readonly string[];
}

/** One source of figures. */
export interface Estimator {
  readonly name: string;
  readonly knownClasses: readonly KnownClass[];
  /** True where it may know classes that it does not list: an external program. */
  readonly isOpen?: boolean;
  estimate(query: EstimateQuery): Estimate | Refusal;
}

/**
 * Thrown inside an estimator where it cannot answer; `declining` makes a refusal of it. No `Error`: most estimators decline
 * most questions, and a stack trace for each would be the largest part of the work.
 */
export class Decline {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/** Thrown where an estimator has nothing to do with the class at all. */
export class OutOfScope extends Decline {}

/** Runs `answer`; a `Decline` thrown on the way becomes the refusal of `estimator`. */
export function declining(estimator: string, answer: () => Estimate): Estimate | Refusal {
  try {
    return answer();
  } catch (thrown) {
    if (!(thrown instanceof Decline)) throw thrown;
    const isOutOfScope = thrown instanceof OutOfScope;
    return { kind: "refusal", estimator, reason: thrown.reason, ...(isOutOfScope && { isOutOfScope }) };
  }
}
