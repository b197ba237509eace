/**
 * From a question ("reads of Inputs at MainMemory") to its explanation, whose equation is held against the evaluation.
 *
 *   1 evaluate    the figure that is to be explained                         evaluation/
 *   2 derive      the same figure from tile, loops and rules                 nest-derivations.ts, network-derivation.ts
 *   3 compose     address generations and energy from counters that have their own derivations
 *   4 compare     the same question under the other semantics, and why it differs   compare-semantics.ts
 */
import type { StorageLevel } from "../architecture/architecture.ts";
import { fanoutsOf } from "../architecture/mesh.ts";
import { evaluate } from "../evaluation/evaluate.ts";
import type {
  DataSpaceResult,
  NetworkResult,
  Semantics,
  StorageResult,
  ValidEvaluation,
} from "../evaluation/evaluation.ts";
import { storageCosts } from "../evaluation/level-costs.ts";
import type { NetworkPlan } from "../evaluation/networks/network-plan.ts";
import { prepareChip } from "../evaluation/prepare-chip.ts";
import { spatialExpansion } from "../evaluation/spatial-expansion.ts";
import { vectorAccesses } from "../evaluation/word-widths.ts";
import type { Mapping } from "../mapping/mapping.ts";
import { exactWalkTooLarge } from "../nest/analyze.ts";
import { hasExactClosedForm } from "../nest/exact-closed-form.ts";
import { buildLoopNest, type LoopNest } from "../nest/loop-nest.ts";
import type { Spec } from "../spec/spec.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { compareSemantics } from "./compare-semantics.ts";
import { type Derivation, nothing } from "./derivation.ts";
import { equate } from "./equation.ts";
import { unknownDataSpace, unknownLevel } from "./errors.ts";
import {
  type ExplainedCounter,
  type ExplainQuestion,
  type Explanation,
  NETWORK_COUNTERS,
  type NetworkCounter,
  type StorageCounter,
  type Term,
} from "./explanation.ts";
import { type NestDeriver, nestDeriver } from "./nest-derivations.ts";
import { choosePlan, deriveNetwork } from "./network-derivation.ts";

/** Explains counts of one spec under one semantics; the evaluation behind them is made once. */
export interface Explainer {
  readonly evaluation: ValidEvaluation;
  readonly explain: (level: string, dataSpace: string, counter: ExplainedCounter) => Explanation | Diagnostic;
}

/**
 * Explains one count of a valid mapping.
 * @returns a diagnostic where a name is unknown, or the reason why the spec has no counts (see `explainInvalid`)
 */
export function explainCount(spec: Spec, question: ExplainQuestion): Explanation | Diagnostic {
  const explainer = createExplainer(spec, question.semantics);
  if ("code" in explainer) return explainer;
  return explainer.explain(question.level, question.dataSpace, question.counter);
}

/** Prepares explanations; a diagnostic where the spec cannot be evaluated, or is too large for the walk it takes. */
export function createExplainer(spec: Spec, semantics: Semantics): Explainer | Diagnostic {
  const mine = new SpecExplainer(spec, semantics);
  const { evaluation } = mine;
  if (!evaluation.valid) {
    const { code, message, hint } = evaluation.diagnostics.find((d) => d.severity === "error") ?? {
      code: "mapping-missing",
      message: "there is nothing to explain",
    };
    return { code, severity: "error", message, ...(hint === undefined ? {} : { hint }) };
  }
  const tooLarge = semantics === "exact" ? mine.walkTooLarge() : undefined;
  if (tooLarge !== undefined) return tooLarge;
  let other: SpecExplainer | undefined;
  return {
    evaluation,
    explain(level, dataSpace, counter) {
      const levels = spec.architecture.storage.map(({ name }) => name);
      const dataSpaces = spec.workload.dataSpaces.map(({ name }) => name);
      const byName = levels.indexOf(level);
      const l = byName < 0 ? spec.architecture.storage.findIndex(({ fanoutOf }) => fanoutOf === level) : byName;
      const d = dataSpaces.indexOf(dataSpace);
      if (l < 0) return unknownLevel(level, levelTitles(spec));
      if (d < 0) return unknownDataSpace(dataSpace, dataSpaces);
      const explanation = mine.explain(l, d, counter);
      if (semantics === "timeloop" && !isQuickExactly(spec)) return explanation;
      other ??= new SpecExplainer(spec, semantics === "timeloop" ? "exact" : "timeloop");
      if (!other.evaluation.valid) return explanation;
      const difference = compareSemantics(explanation, other.explain(l, d, counter));
      return difference === undefined ? explanation : { ...explanation, difference };
    },
  };
}

class SpecExplainer {
  readonly evaluation: ReturnType<typeof evaluate>;
  readonly #spec: Spec;
  readonly #semantics: Semantics;
  readonly #mapping: Mapping;
  readonly #nest: LoopNest;
  readonly #plans: readonly NetworkPlan[];
  readonly #derivers = new Map<number, NestDeriver>();

  constructor(spec: Spec, semantics: Semantics) {
    this.#spec = spec;
    this.#semantics = semantics;
    this.#mapping = spec.mapping ?? { levels: [] };
    this.#nest = buildLoopNest(this.#mapping, spec.workload);
    this.evaluation = evaluate(spec, { semantics });
    this.#plans = this.evaluation.valid ? prepareChip(spec).connections.plans : [];
  }

  /** Steps of imperfect factors are told apart by walking: why that is not done, if so. */
  walkTooLarge(): Diagnostic | undefined {
    const { workload } = this.#spec;
    if (hasExactClosedForm(workload, this.#nest, this.#mapping)) return undefined;
    return exactWalkTooLarge(workload, this.#nest, this.#mapping);
  }

  explain(level: number, d: number, counter: ExplainedCounter): Explanation {
    return isNetworkCounter(counter)
      ? this.#explainNetwork(level, d, counter)
      : this.#explainStorage(level, d, counter);
  }

  #explainStorage(level: number, d: number, counter: StorageCounter): Explanation {
    if (counter === "addressGenerations") return this.#explainAddresses(level, d);
    if (counter === "energy") return this.#explainEnergy(level, d);
    const result = this.#result(level, d);
    const derivation = this.#deriver(d).derive(level, counter);
    return this.#complete(
      level,
      d,
      counter,
      result === undefined ? nothing(...derivation.notes) : derivation,
      result?.[counter] ?? 0,
    );
  }

  #explainAddresses(level: number, d: number): Explanation {
    const result = this.#result(level, d);
    const readWrite = this.#spec.workload.dataSpaces[d]?.readWrite ?? false;
    const parts = [
      this.#explainStorage(level, d, readWrite ? "updates" : "reads"),
      this.#explainStorage(level, d, "fills"),
    ];
    const terms = parts.map(
      ({ value, counter }): Term => ({ sign: 1, factors: [{ value, kind: "sum", text: counter }], text: counter }),
    );
    const derivation: Derivation = {
      ...nothing(
        ...(result === undefined
          ? (parts[0]?.notes ?? [])
          : ["One address is generated for each word that is written or, of operands, read."]),
      ),
      groups: result === undefined ? [] : [{ text: "accesses", terms, scale: [] }],
    };
    return this.#complete(level, d, "addressGenerations", derivation, result?.addressGenerations ?? 0, parts);
  }

  #explainEnergy(level: number, d: number): Explanation {
    const storage = this.#spec.architecture.storage[level] as StorageLevel;
    const result = this.#result(level, d);
    const name = this.#spec.workload.dataSpaces[d]?.name ?? "";
    const parts = (["reads", "fills", "updates"] as const).map((counter) => this.#explainStorage(level, d, counter));
    if (result === undefined) return this.#complete(level, d, "energy", nothing(...(parts[0]?.notes ?? [])), 0);
    const { readPj, fillPj, updatePj } = storageCosts(storage, this.#spec.ert).actions;
    const prices = { reads: readPj, fills: fillPj, updates: updatePj };
    const terms = parts.flatMap(({ counter, value }): Term[] => {
      const price = prices[counter as keyof typeof prices];
      const accesses = vectorAccesses(storage, name, value);
      if (accesses === 0) return [];
      const what = accesses === value ? counter : `wide accesses for ${value} ${counter}`;
      return [
        {
          sign: 1,
          factors: [
            { value: accesses, kind: "sum", text: what },
            { value: price, kind: "energy", text: "pJ each" },
          ],
          text: counter,
        },
      ];
    });
    const { x, y } = spatialExpansion(this.#nest, level);
    const derivation: Derivation = {
      ...nothing(...(this.#spec.ert === undefined ? ["No energy table was given: every access is free."] : [])),
      groups: [
        {
          text: "accesses and what they cost",
          terms,
          scale: [
            { value: result.utilizedInstances, kind: "instances", text: "instances at work" },
            { value: result.utilizedClusters / (x * y), kind: "instances", text: "wide accesses shared by a cluster" },
          ],
        },
      ],
    };
    return this.#complete(
      level,
      d,
      "energy",
      derivation,
      result.energyPj,
      parts.filter((part) => part.value > 0),
    );
  }

  #explainNetwork(level: number, d: number, counter: NetworkCounter): Explanation {
    const dataSpace = this.#spec.workload.dataSpaces[d] ?? { name: "", readWrite: false };
    const index = choosePlan(this.#plans, level, dataSpace.readWrite);
    const plan = this.#plans[index];
    const networks: readonly NetworkResult[] = this.evaluation.valid ? this.evaluation.networks : [];
    const result = networks[index]?.dataSpaces[dataSpace.name];
    if (plan === undefined || result === undefined) {
      const at = this.#spec.architecture.storage[level]?.name ?? "?";
      return this.#complete(level, d, counter, nothing(`The network below ${at} is counted with another level's.`), 0);
    }
    const derivation = deriveNetwork(this.#deriver(d), plan, counter, dataSpace);
    return {
      ...this.#complete(level, d, counter, derivation, result[counter]),
      network: plan.name,
      instances: result.utilizedInstances,
    };
  }

  #complete(
    level: number,
    d: number,
    counter: ExplainedCounter,
    derivation: Derivation,
    value: number,
    parts: readonly Explanation[] = [],
  ): Explanation {
    const { groups, rounding, series, sharing, bypassed, notes } = derivation;
    const storage = this.#spec.architecture.storage[level];
    return {
      schema: "tilewright/explanation/1",
      semantics: this.#semantics,
      level: storage?.name ?? "?",
      levelTitle: storage?.fanoutOf ?? storage?.name ?? "?",
      dataSpace: this.#spec.workload.dataSpaces[d]?.name ?? "?",
      counter,
      value,
      unit: counter === "energy" ? "pJ" : "words",
      instances: this.#result(level, d)?.utilizedInstances ?? 0,
      equation: equate(counter, groups, rounding, value),
      series,
      sharing,
      bypassed,
      notes: [...new Set(notes)],
      parts,
    };
  }

  #result(level: number, d: number): DataSpaceResult | undefined {
    if (!this.evaluation.valid) return undefined;
    const storage = this.evaluation.levels[level + 1] as StorageResult;
    const name = this.#spec.workload.dataSpaces[d]?.name ?? "";
    return Object.hasOwn(storage.dataSpaces, name) ? storage.dataSpaces[name] : undefined;
  }

  #deriver(d: number): NestDeriver {
    const known = this.#derivers.get(d);
    if (known !== undefined) return known;
    const { architecture, workload } = this.#spec;
    const subject = {
      workload,
      mapping: this.#mapping,
      nest: this.#nest,
      fanouts: fanoutsOf(architecture),
      names: {
        levels: architecture.storage.map(({ name, fanoutOf }) => fanoutOf ?? name),
        compute: architecture.compute.name,
      },
      dataSpace: d,
    };
    const deriver = nestDeriver(subject, this.#semantics);
    this.#derivers.set(d, deriver);
    return deriver;
  }
}

/** What people call the storage levels, innermost first: a fan-out without storage goes by the container that makes it. */
export function levelTitles({ architecture }: Spec): string[] {
  return architecture.storage.map(({ name, fanoutOf }) => fanoutOf ?? name);
}

/** Walks longer than this are not made for a comparison's sake. */
const COMPARISON_STEPS_LIMIT = 200_000;

/** Whether exact figures are at hand at once. */
function isQuickExactly({ workload, mapping }: Spec): boolean {
  if (mapping === undefined) return false;
  const nest = buildLoopNest(mapping, workload);
  if (hasExactClosedForm(workload, nest, mapping)) return true;
  return nest.loops.reduce((steps, loop) => steps * loop.bound, 1) <= COMPARISON_STEPS_LIMIT;
}

function isNetworkCounter(counter: ExplainedCounter): counter is NetworkCounter {
  return NETWORK_COUNTERS.some((other) => other === counter);
}
