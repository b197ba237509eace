import { describe, expect, it } from "vitest";
import { readChip } from "../mapspace/testing/small-chip.ts";
import { readMapperSettings } from "./mapper-settings.ts";

describe("the mapper section", () => {
  it("is read with hyphens or underscores", () => {
    const { spec } = readChip(`
mapper:
  optimization-metrics: [delay, last_level_accesses]
  live-status: False
  num_threads: 3
  timeout: 15000
  victory-condition: 0
  search_size: 77
  algorithm: random_pruned
  max-permutations-per-if-visit: 4
  filter-revisits: true
  penalize_consecutive_bypass_fails: true
`);
    expect(readMapperSettings(spec!)).toEqual({
      settings: {
        objective: ["delay", "last-level-accesses"],
        threads: 3,
        timeout: 15000,
        victoryCondition: 0,
        searchSize: 77,
        algorithm: "random-pruned",
        ordersPerFactorization: 4,
        filterRevisits: true,
        penalizeConsecutiveBypassFails: true,
      },
      diagnostics: [],
    });
  });

  it("may be absent or empty", () => {
    expect(readMapperSettings(readChip("variables: {}").spec!).settings).toEqual({});
    expect(readMapperSettings(readChip("mapper:").spec!).settings).toEqual({});
  });

  it("expands ordered_accesses, the outermost level first", () => {
    const { spec } = readChip("mapper: {optimization-metrics: [ordered_accesses]}");
    expect(readMapperSettings(spec!).settings.objective).toEqual(["accesses-2", "accesses-1", "accesses-0"]);
  });

  it.each([
    ["unknown-key", "error", "mapper: {§algoritm: random}", "algorithm"],
    ["unknown-algorithm", "error", "mapper: {algorithm: §randm}", "random"],
    ["unknown-metric", "error", "mapper: {optimization-metrics: [delay, §energi]}", "energy"],
    ["number-out-of-range", "error", "mapper: {num-threads: §0}", "whole number"],
    ["not-a-number", "error", "mapper: {timeout: §'soon'}", "whole number"],
    ["mapper-key-ignored", "note", "mapper: {§sync-interval: 10}", ""],
  ])("%s", (code, severity, text, hint) => {
    const { spec, mark } = readChip(text);
    const { diagnostics } = readMapperSettings(spec!);
    expect(diagnostics.map((each) => [each.code, each.severity])).toEqual([[code, severity]]);
    expect({ file: diagnostics[0]?.span?.source.name, offset: diagnostics[0]?.span?.from }).toEqual(mark);
    expect(diagnostics[0]?.hint ?? "").toContain(hint);
  });
});
