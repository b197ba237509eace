/** What `verify` prints: each check with what came of it, a mapping that refutes the claim if there is one, and the sum. */
import { type BestMapping, type Check, printMapping, type ReadDocument, type Spec } from "@tilewright/core";
import { padEnd } from "./display-width.ts";
import { formatPlural } from "./format-number.ts";
import type { Styles } from "./styles.ts";
import type { Terminal } from "./terminal.ts";
import { joinLines, wrapText } from "./text-layout.ts";
import { VERSION } from "./version.ts";

export interface VerifyReport {
  readonly result: string;
  readonly document: ReadDocument;
  readonly spec: Spec;
  readonly checks: readonly Check[];
  readonly better: BestMapping | undefined;
}

type Status = Check["status"];

const WORDS: Readonly<Record<Status, string>> = {
  passed: "passed",
  failed: "FAILED",
  "not-rederived": "not rederived",
};
const STATUSES: readonly Status[] = ["passed", "failed", "not-rederived"];
const STATUS_CELLS = 15;
const NAME_CELLS = 15;

function countOf(checks: readonly Check[], status: Status): number {
  return checks.filter((check) => check.status === status).length;
}

/** Whether nothing that was worked out speaks against the result. */
export function holds({ checks }: VerifyReport): boolean {
  return countOf(checks, "failed") === 0;
}

export function verifyJson(report: VerifyReport): object {
  const { document, spec, checks, better } = report;
  const { objective, optimal, statement, tilewright } = document;
  return {
    schema: "tilewright/verification/1",
    tilewright: VERSION,
    result: { tilewright, objective, optimal, statement },
    holds: holds(report),
    complete: countOf(checks, "not-rederived") === 0,
    checks,
    ...(better && {
      better: {
        mapping: printMapping(better.mapping, spec.architecture, spec.workload),
        evaluation: better.evaluation,
      },
    }),
  };
}

export function renderVerification(report: VerifyReport, terminal: Terminal): string {
  const { document, spec, checks, better, result } = report;
  const { columns, styles } = terminal;
  const lines = [...wrapText(`${result}: ${document.statement}`, columns, 0, 2)];
  if (document.tilewright !== VERSION) {
    lines.push(`made by tilewright ${document.tilewright}, verified by ${VERSION}`);
  }
  lines.push("");
  for (const { name, status, detail } of checks) {
    const indent = STATUS_CELLS + NAME_CELLS;
    const [first = "", ...others] = wrapText(detail, columns, indent);
    const head = padEnd(styleOf(styles, status)(WORDS[status]), STATUS_CELLS) + padEnd(name, NAME_CELLS);
    lines.push(head + first.slice(indent), ...others);
  }
  if (better) {
    const { energyPj, cycles, edpJouleCycles } = better.evaluation;
    lines.push("", `This one is better: ${energyPj} pJ, ${cycles} cycles, ${edpJouleCycles} J·cycle`);
    lines.push(printMapping(better.mapping, spec.architecture, spec.workload).trimEnd());
  }
  const sums = STATUSES.map((status) => [countOf(checks, status), WORDS[status].toLowerCase()] as const);
  const counted = sums.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`);
  const verdict = holds(report) ? "nothing speaks against the result" : "the result does not hold";
  lines.push("", `${formatPlural(checks.length, "check")}: ${counted.join(", ")}; ${verdict}`);
  return joinLines(lines);
}

function styleOf(styles: Styles, status: Status): Styles["good"] {
  if (status === "passed") return styles.good;
  return status === "failed" ? styles.bad : styles.faint;
}
