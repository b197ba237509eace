/** What `explain` was asked about, checked against the names that there are. */
import {
  type Diagnostic,
  type ExplainedCounter,
  levelTitles,
  NETWORK_COUNTERS,
  nearestWord,
  type Spec,
  STORAGE_COUNTERS,
  unknownDataSpace,
  unknownLevel,
} from "@tilewright/core";

export interface AskedFor {
  readonly level?: string;
  readonly dataSpace?: string;
  readonly counter?: string;
}

/** All three are given, or some: then the counts that match are explained in short. */
export type CheckedQuestion =
  | {
      readonly isComplete: true;
      readonly level: string;
      readonly dataSpace: string;
      readonly counter: ExplainedCounter;
    }
  | {
      readonly isComplete: false;
      readonly level?: string;
      readonly dataSpace?: string;
      readonly counter?: "reads" | "fills" | "updates";
    };

const COUNTERS: readonly ExplainedCounter[] = [...STORAGE_COUNTERS, ...NETWORK_COUNTERS];

/** A diagnostic names what is wrong, what was probably meant, and what there is. */
export function checkQuestion(spec: Spec, asked: AskedFor): CheckedQuestion | Diagnostic {
  const titles = levelTitles(spec);
  const names = spec.architecture.storage.map(({ name }) => name);
  const dataSpaces = spec.workload.dataSpaces.map(({ name }) => name);
  const { level, dataSpace } = asked;
  if (level !== undefined && !names.includes(level) && !titles.includes(level)) return unknownLevel(level, titles);
  if (dataSpace !== undefined && !dataSpaces.includes(dataSpace)) return unknownDataSpace(dataSpace, dataSpaces);
  const counter =
    asked.counter === undefined ? undefined : COUNTERS.find((each) => fold(each) === fold(asked.counter ?? ""));
  if (asked.counter !== undefined && counter === undefined) {
    return unknownCounter(asked.counter);
  }
  if (level !== undefined && dataSpace !== undefined && counter !== undefined) {
    return { isComplete: true, level, dataSpace, counter };
  }
  if (counter !== undefined && counter !== "reads" && counter !== "fills" && counter !== "updates") {
    return {
      code: "explain-incomplete",
      severity: "error",
      message: `"${counter}" is explained for one level and one data space`,
      hint: `add ${level === undefined ? "--level" : "--data-space"}`,
    };
  }
  return {
    isComplete: false,
    ...(level === undefined ? {} : { level }),
    ...(dataSpace === undefined ? {} : { dataSpace }),
    ...(counter === undefined ? {} : { counter }),
  };
}

/** `link-transfers`, `link_transfers` and `linkTransfers` are one. */
function fold(name: string): string {
  return name.toLowerCase().replace(/[-_ ]/g, "");
}

function unknownCounter(name: string): Diagnostic {
  const nearest = nearestWord(name, COUNTERS);
  const guess = nearest === undefined ? "" : `did you mean "${nearest}"? `;
  return {
    code: "unknown-counter",
    severity: "error",
    message: `"${name}" is not a counter`,
    hint: `${guess}counters are: ${COUNTERS.join(", ")}`,
  };
}
