/**
 * Prints the one line by which continuous integration counts tests, as the last line of the run:
 * `N passed, N failed, N skipped`. A file that does not load and an error outside any test each count as a failure.
 */
import type { Reporter, SerializedError, TestModule } from "vitest/node";

export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]).map((test) => test.result().state);
    const broken = modules.filter((module) => module.errors().length > 0).length + unhandledErrors.length;
    const count = (...states: string[]) => tests.filter((state) => states.includes(state)).length;
    console.log(
      `${count("passed")} passed, ${count("failed") + broken} failed, ${count("skipped", "pending")} skipped`,
    );
  }
}
