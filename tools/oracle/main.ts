/** The program behind `npm run oracle`: runs recorded cases through the core and says where we and the tool part. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { CaseOutcome } from "./outcome.ts";
import { histogram, renderColumns, renderFamilies, renderSideBySide, summarizeFamilies } from "./report.ts";
import { notYet, suites } from "./suites.ts";

const HELP = `npm run oracle -- [options]
  --family NAME   only this family (repeatable)
  --case ID       only this case, shown side by side where it differs (repeatable)
  --verbose       with --case: every field; without: every case that differs, with its differences
  --json          one JSON document: families, histogram, the differing cases
  --help`;

const MAX_LISTED_FIELDS = 25;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    family: { type: "string", multiple: true, default: [] },
    case: { type: "string", multiple: true, default: [] },
    verbose: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

function runSuites(folder: string): CaseOutcome[] {
  const filter = { families: values.family, ids: values.case };
  return suites.flatMap((suite) => {
    const path = join(folder, suite.path);
    return existsSync(path) ? [...suite.run(path, filter)] : [];
  });
}

function printReport(outcomes: readonly CaseOutcome[], folder: string, seconds: number): void {
  const differing = outcomes.filter((outcome) => outcome.differences.length > 0);
  if (values.case.length > 0) {
    for (const outcome of outcomes) console.log(`${renderSideBySide(outcome, values.verbose)}\n`);
  } else if (values.verbose) {
    for (const outcome of differing) console.log(`${renderSideBySide(outcome, false)}\n`);
  }
  console.log(renderFamilies(summarizeFamilies(outcomes)));
  const fields = histogram(outcomes);
  if (fields.length > 0) {
    const listed = fields.slice(0, MAX_LISTED_FIELDS).map(([field, count]) => [String(count), field]);
    console.log(`\ndifferences by field\n${renderColumns([["count", "field"], ...listed])}`);
    if (fields.length > MAX_LISTED_FIELDS) console.log(`and ${fields.length - MAX_LISTED_FIELDS} more kinds of field`);
  }
  const notCompared = [...new Set(outcomes.flatMap((outcome) => outcome.notCompared))].sort();
  if (notCompared.length > 0)
    console.log(`\nnot compared (our result does not carry them)\n  ${notCompared.join("\n  ")}`);
  const waiting = notYet.filter((path) => existsSync(join(folder, path)));
  if (waiting.length > 0) console.log(`\nrecorded, without an answer of ours yet: ${waiting.join(", ")}`);
  console.log(`\n${outcomes.length} cases in ${seconds.toFixed(1)} s, ${differing.length} differ`);
}

const folder = positionals[0];
if (values.help || folder === undefined) {
  console.log(HELP);
} else {
  const start = performance.now();
  const outcomes = runSuites(folder);
  const seconds = (performance.now() - start) / 1000;
  const differing = outcomes.filter((outcome) => outcome.differences.length > 0);
  if (values.json) {
    const cases = differing.map(({ sideBySide: _, ...outcome }) => outcome);
    console.log(
      JSON.stringify({ families: summarizeFamilies(outcomes), histogram: histogram(outcomes), cases }, null, 1),
    );
  } else {
    printReport(outcomes, folder, seconds);
  }
  if (outcomes.length === 0) console.error("no case of that name or family");
  process.exitCode = differing.length > 0 || outcomes.length === 0 ? 1 : 0;
}
