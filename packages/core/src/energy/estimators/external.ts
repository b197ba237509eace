/**
 * Estimators that live outside: a program that is asked in JSON, one question a line, and answers one a line.
 *
 *     {"id": 1, "query": "energy", "class": "SRAM", "attributes": {"width": 64}, "action": "read", "arguments": {}}
 *     {"id": 1, "value": 12.5, "accuracy": 85}            or    {"id": 1, "decline": "no such class"}
 *
 * The core knows no processes. A first pass collects all questions (a recorder, which declines each), the edge has them
 * answered in one go, and a second pass answers from what came back. Questions depend on no answers, so both passes ask the
 * same. The protocol is described in docs/reference/external-estimators.md.
 */
import type { Estimate, EstimateQuery, Estimator, QueryValues, Refusal } from "../estimator.ts";

/** One question to an outside program. Energy in pJ, area in um^2. */
export interface ExternalQuestion {
  readonly id: number;
  readonly query: "energy" | "area";
  readonly class: string;
  readonly attributes: QueryValues;
  readonly action?: string;
  readonly arguments?: QueryValues;
}

/** What comes back; `decline` where the program has no figure. */
export interface ExternalAnswer {
  readonly id: number;
  readonly value?: number;
  /** 0 to 100; 95 where the program does not say. */
  readonly accuracy?: number;
  readonly decline?: string;
  readonly equation?: string;
  readonly citation?: string;
}

const DEFAULT_ACCURACY = 95;

/** Collects questions, each once, and declines all of them. */
export function externalRecorder(name: string): {
  readonly estimator: Estimator;
  readonly questions: () => readonly ExternalQuestion[];
} {
  const byKey = new Map<string, ExternalQuestion>();
  const estimate = (query: EstimateQuery): Refusal => {
    const key = keyOf(query);
    if (!byKey.has(key)) byKey.set(key, questionOf(query, byKey.size + 1));
    return { kind: "refusal", estimator: name, reason: "it has not been asked yet" };
  };
  return { estimator: { name, knownClasses: [], isOpen: true, estimate }, questions: () => [...byKey.values()] };
}

/** Answers from what an outside program has said to `questions`. */
export function externalEstimator(
  name: string,
  questions: readonly ExternalQuestion[],
  answers: readonly ExternalAnswer[],
): Estimator {
  const byId = new Map(answers.map((answer) => [answer.id, answer]));
  const byKey = new Map(questions.map((question) => [keyOf(toQuery(question)), byId.get(question.id)]));
  return {
    name,
    knownClasses: [],
    isOpen: true,
    estimate: (query) => toEstimate(name, byKey.get(keyOf(query))),
  };
}

function toEstimate(name: string, answer: ExternalAnswer | undefined): Estimate | Refusal {
  if (answer?.value === undefined) {
    return { kind: "refusal", estimator: name, reason: answer?.decline ?? "it gave no answer" };
  }
  const { value } = answer;
  return {
    kind: "estimate",
    value,
    accuracy: answer.accuracy ?? DEFAULT_ACCURACY,
    provenance: {
      estimator: name,
      inputs: [],
      equation: answer.equation ?? "as the program says",
      terms: [{ name: "answer", value, how: `the program ${name} says so` }],
      notes: [],
      citation: answer.citation ?? name,
    },
  };
}

function questionOf(
  { componentClass, attributes, action, arguments: values }: EstimateQuery,
  id: number,
): ExternalQuestion {
  const base = { id, class: componentClass, attributes };
  return action === undefined
    ? { ...base, query: "area" }
    : { ...base, query: "energy", action, arguments: values ?? {} };
}

function toQuery(question: ExternalQuestion): EstimateQuery {
  const { class: componentClass, attributes, action } = question;
  return {
    componentClass,
    attributes,
    ...(action === undefined ? {} : { action, arguments: question.arguments ?? {} }),
  };
}

function keyOf({ componentClass, attributes, action, arguments: values }: EstimateQuery): string {
  return JSON.stringify([componentClass, attributes, action ?? null, values ?? {}]);
}
