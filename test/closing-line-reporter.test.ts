import { afterEach, expect, test, vi } from "vitest";
import type { SerializedError, TestModule } from "vitest/node";
import ClosingLineReporter from "./closing-line-reporter.ts";

/** As much of a test module as the reporter looks at. */
function moduleOf(states: readonly string[], errors: readonly SerializedError[] = []): TestModule {
  const tests = states.map((state) => ({ result: () => ({ state }) }));
  return { children: { allTests: () => tests }, errors: () => errors } as unknown as TestModule;
}

afterEach(() => {
  vi.restoreAllMocks();
});

function closingLine(modules: readonly TestModule[], unhandled: readonly SerializedError[] = []): unknown {
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  new ClosingLineReporter().onTestRunEnd(modules, unhandled);
  return log.mock.calls.at(-1)?.[0];
}

test("counts tests over all modules", () => {
  const modules = [moduleOf(["passed", "passed", "skipped"]), moduleOf(["failed", "passed"])];
  expect(closingLine(modules)).toBe("3 passed, 1 failed, 1 skipped");
});

test("a file that does not load and an error outside tests are failures", () => {
  const error: SerializedError = { message: "cannot load" };
  expect(closingLine([moduleOf([], [error])], [error])).toBe("0 passed, 2 failed, 0 skipped");
});
