import { describe, expect, it } from "vitest";
import type { MapspaceLimits } from "./constraints.ts";
import { Mapspace } from "./mapspace.ts";
import { readConstraints } from "./read-constraints.ts";
import { readChip } from "./testing/small-chip.ts";
import { explainEmptyMapspace } from "./why-not.ts";

const REGISTER = 0;
const BUFFER = 1;
const MAIN = 2;

function limitsOf(constraints: string): MapspaceLimits {
  const { spec, diagnostics } = readChip(constraints);
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const reading = readConstraints(spec!);
  expect(reading.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return reading.limits!;
}

const bounds = (limits: MapspaceLimits, level: number, kind: "temporal" | "spatial" = "temporal"): readonly string[] =>
  limits.levels[level]![kind].factors.map(({ min, max }) =>
    max === Number.POSITIVE_INFINITY ? `${min}-` : `${min}-${max}`,
  );

describe("constraints are read", () => {
  it("with all operators, 0 as the whole dimension, and several on one dimension", () => {
    const limits = limitsOf(`
mapspace_constraints:
  - {target: Buffer, type: temporal, factors: "M<=4 M>=2 N=3 K0"}
  - {target: Main, type: temporal, factors: [M=1, N<=6]}
`);
    expect(bounds(limits, BUFFER)).toEqual(["2-4", "3-3", "6-6"]);
    expect(bounds(limits, MAIN)).toEqual(["1-1", "1-6", "1-"]);
  });

  it.each([
    ["a list", "constraints:\n  - {target: Buffer, type: temporal, factors: M=2}"],
    ["targets", "mapspace:\n  targets:\n    - {target: Buffer, type: temporal, factors: M=2}"],
    [
      "constraints",
      "mapspace:\n  template: uber\n  constraints:\n    - {target: Buffer, type: temporal, factors: M=2}",
    ],
    [
      "a name",
      "mapspace:\n  constraints: mine\n  constraints_mine:\n    - {target: Buffer, type: temporal, factors: M=2}",
    ],
    ["nesting", "mapspace:\n  - target: Buffer\n    constraints:\n      - {type: temporal, factors: M=2}"],
    ["attributes", "mapspace:\n  - {target: Buffer, type: temporal, attributes: {factors: M=2}}"],
    ["numbers", "mapspace:\n  - {target: 1, type: temporal, factors: M=2}"],
    ["name", "mapspace:\n  - {name: Buffer, type: temporal, factors: M=2}"],
  ])("in the form of %s", (_, text) => {
    expect(bounds(limitsOf(text), BUFFER)).toEqual(["2-2", "1-", "1-"]);
  });

  it("from several sections together", () => {
    const limits = limitsOf(`
architecture_constraints:
  targets: [{target: Buffer, type: temporal, factors: M<=4}]
mapspace_constraints:
  targets: [{target: Buffer, type: temporal, factors: M<=2 N=1}]
`);
    expect(bounds(limits, BUFFER)).toEqual(["1-2", "1-1", "1-"]);
  });

  it.each([
    ["MN K", [0, 1, 2], []],
    ["[N, K]", [1, 2], []],
    ["K_MN", [2], [0, 1]],
    ["_M", [], [0]],
    ["[K, _, M]", [2], [0]],
  ])("with the order %s", (order, innermost, outermost) => {
    const { temporal } = limitsOf(`constraints:\n  - {target: Buffer, type: temporal, permutation: ${order}}`).levels[
      BUFFER
    ]!;
    expect([temporal.innermost, temporal.outermost]).toEqual([innermost, outermost]);
  });

  it("with splits, keeps, flags, remainders, overbooking and parallelism", () => {
    const limits = limitsOf(`
constraints:
  - {target: Buffer, type: spatial, split: 2, permutation: MNK, no_multicast_no_reduction: [A], no_link_transfer: [B]}
  - {target: Buffer, type: bypass, keep: [A], bypass: [B], no_coalesce: [C]}
  - {target: Register, type: temporal, no_temporal_reuse: [C], rmw_first_update: [C], remainders: 3}
  - {target: Register, type: dataspace, keep_only: [C]}
  - {target: Buffer, type: max_overbooked_proportion, proportion: 0.25}
  - {target: Register, type: utilization, min: 0.5}
`);
    const buffer = limits.levels[BUFFER]!;
    const register = limits.levels[REGISTER]!;
    expect(buffer.spatial.split).toBe(2);
    expect(buffer.keep).toEqual([true, false, undefined]);
    expect(buffer.reuse.noMulticast).toEqual([true, false, false]);
    expect(buffer.reuse.noLinkTransfer).toEqual([false, true, false]);
    expect(buffer.reuse.noCoalesce).toEqual([false, false, true]);
    expect(register.reuse.noTemporalReuse).toEqual([false, false, true]);
    expect(register.reuse.rmwFirstUpdate).toEqual([false, false, true]);
    expect(register.keep).toEqual([false, false, true]);
    expect(register.temporal.maxRemainder).toBe(3);
    expect(buffer.maxOverbookedProportion).toBe(0.25);
    expect(limits.minParallelism).toBe(0.5);
  });

  it("with the front end's shorthands", () => {
    const limits = limitsOf(`
constraints:
  - {target: Register, type: temporal, factors_only: [K=3]}
  - {target: Buffer, type: temporal, no_iteration_over_dataspaces: [A]}
  - {target: Main, type: temporal, must_iterate_over_dataspaces: [A], default_max_factor: 4}
  - {target: Buffer, type: spatial, maximize_dims: [[M], [N, K]]}
`);
    expect(bounds(limits, REGISTER)).toEqual(["1-1", "1-1", "3-3"]);
    expect(bounds(limits, BUFFER)).toEqual(["1-1", "1-", "1-1"]);
    expect(bounds(limits, MAIN)).toEqual(["1-4", "1-1", "1-4"]);
    // 8 children: M takes all of them.
    expect(bounds(limits, BUFFER, "spatial")).toEqual(["8-8", "1-1", "1-1"]);
  });

  it("and may say of a level without fan-out that it has none", () => {
    limitsOf("constraints:\n  - {target: Main, type: spatial, factors: M=1 N=1 K=1}");
  });
});

describe("wrong constraints are told of, with their place", () => {
  const one = (text: string): string => `constraints:\n  - ${text}`;
  const two = (first: string, second: string): string => `constraints:\n  - ${first}\n  - ${second}`;
  it.each([
    ["unknown-target", one("{target: §Bufer, type: temporal}")],
    ["unknown-constraint-type", one("{target: Buffer, type: §temporl}")],
    ["unknown-key", one("{target: Buffer, type: temporal, §factor: M=2}")],
    ["unknown-key", "mapspace:\n  §target: []"],
    ["unknown-dimension", one("{target: Buffer, type: temporal, factors: §L=2}")],
    ["unknown-dimension", one("{target: Buffer, type: temporal, permutation: M§L}")],
    ["bad-factor", one("{target: Buffer, type: temporal, factors: M§<=x}")],
    ["bad-factor", one("{target: Buffer, type: temporal, factors: §M<=0}")],
    ["bad-factor", one("{target: Buffer, type: temporal, factors: '§M=3,2'}")],
    ["duplicate-factor", one("{target: Buffer, type: temporal, factors: M=2 §M=4}")],
    ["duplicate-in-permutation", one("{target: Buffer, type: temporal, permutation: MK_§M}")],
    ["bad-split", one("{target: Buffer, type: spatial, split: §-1}")],
    ["no-fanout", one("{target: §Main, type: spatial, factors: M=2}")],
    ["unknown-data-space", one("{target: Buffer, type: bypass, keep: [§X]}")],
    ["keep-and-bypass", one("{target: Buffer, type: bypass, keep: [A], bypass: [§A]}")],
    ["bypass-outermost", one("{target: Main, type: bypass, bypass: [§A]}")],
    ["parallelism-level", one("§{target: Buffer, type: parallelism, min: 0.5}")],
    ["number-out-of-range", one("{target: Register, type: parallelism, min: §2}")],
    ["missing-key", one("§{target: Register, type: parallelism}")],
    ["missing-key", one("§{type: temporal}")],
    ["missing-key", one("{target: Buffer, type: temporal, §maximize_dims: [M]}")],
    ["unknown-mapspace-template", "mapspace: {template: §rubi}"],
    ["wrong-type", "constraints:\n  targets: §5"],
    [
      "conflicting-constraints",
      two("{target: Buffer, type: temporal, factors: M=2}", "{target: Buffer, type: temporal, factors: §M=4}"),
    ],
    [
      "conflicting-constraints",
      two("{target: Buffer, type: temporal, factors: M<=2}", "{target: Buffer, type: temporal, factors: §M>=4}"),
    ],
    [
      "conflicting-constraints",
      two("{target: Buffer, type: temporal, permutation: MN}", "{target: Buffer, type: temporal, permutation: §NM}"),
    ],
    [
      "conflicting-constraints",
      two("{target: Buffer, type: spatial, split: 1}", "{target: Buffer, type: spatial, split: §2}"),
    ],
    [
      "conflicting-constraints",
      two("{target: Buffer, type: bypass, keep: [A]}", "{target: Buffer, type: bypass, bypass: [§A]}"),
    ],
  ])("%s: %s", (code, text) => {
    const { spec, mark } = readChip(text);
    const { limits, diagnostics } = readConstraints(spec!);
    expect(limits).toBeUndefined();
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    expect(errors.map((error) => error.code)).toEqual([code]);
    expect({ file: errors[0]?.span?.source.name, offset: errors[0]?.span?.from }).toEqual(mark);
    if (code === "conflicting-constraints") expect(errors[0]?.related?.length).toBe(1);
  });

  it("a factor beyond the dimension is left out with a warning", () => {
    const { spec } = readChip(one("{target: Buffer, type: temporal, factors: M=99}"));
    const { limits, diagnostics } = readConstraints(spec!);
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([["factor-beyond-size", "warning"]]);
    expect(bounds(limits!, BUFFER)).toEqual(["1-", "1-", "1-"]);
  });
});

describe("why no mapping is valid", () => {
  const reasons = (constraints: string): readonly { code: string; message: string; places: number }[] => {
    const { spec } = readChip(constraints);
    const { limits } = readConstraints(spec!);
    return explainEmptyMapspace(spec!, limits!).map(({ code, message, span, related = [] }) => ({
      code,
      message,
      places: (span ? 1 : 0) + related.length,
    }));
  };
  it("says nothing where all is well", () => {
    expect(reasons("constraints:\n  - {target: Buffer, type: temporal, factors: M=2}")).toEqual([]);
  });
  it("names the factors that cannot make a dimension, and no others", () => {
    const [reason, ...more] = reasons(`
constraints:
  - {target: Register, type: temporal, factors: M=1 N=1}
  - {target: Buffer, type: temporal, factors: M=2 N=2}
  - {target: Buffer, type: spatial, factors: M<=2}
  - {target: Main, type: temporal, factors: M=1}
`);
    expect(more).toEqual([]);
    expect(reason?.message).toContain("M");
    expect(reason?.message).not.toContain("N ");
    expect(reason?.places).toBe(4);
  });
  it("names spatial factors beyond the fan-out", () => {
    const [reason] = reasons("constraints:\n  - {target: Buffer, type: spatial, factors: M=8 K=2 N<=4}");
    expect(reason?.message).toContain("Buffer has 8 children");
    expect(reason?.places).toBe(2);
  });
  it("names a spatial factor beyond the longer axis", () => {
    const [reason] = reasons("constraints:\n  - {target: Buffer, type: spatial, factors: M=8}");
    expect(reason?.message).toContain("longer than 4");
    expect(reason?.places).toBe(1);
  });
  it("names a split that sends too much to one axis", () => {
    const [reason] = reasons(
      "constraints:\n  - {target: Buffer, type: spatial, factors: M=4 K=2, permutation: MNK, split: 3}",
    );
    expect(reason?.message).toContain("split 3");
    expect(reason?.places).toBe(3);
  });
  it("names tiles beyond a capacity", () => {
    const [reason] = reasons(`
constraints:
  - {target: Register, type: bypass, keep: [A, C], bypass: [B]}
  - {target: Register, type: temporal, factors: M=4 N=2 K=3}
`);
    expect(reason?.message).toContain("Register");
    expect(reason?.message).toContain("keeps A");
    expect(reason?.message).not.toContain("N 2");
  });
  it("names a parallelism that cannot be reached", () => {
    const [reason] = reasons(`
constraints:
  - {target: Register, type: utilization, min: 0.9}
  - {target: Buffer, type: spatial, factors: M=2 N=1 K=1}
`);
    expect(reason?.message).toContain("25 %");
    expect(reason?.places).toBeGreaterThan(1);
  });
});

describe("known mapspaces", () => {
  it("has as many mappings as one counts by hand", () => {
    const { spec } = readChip(`
constraints:
  - {target: Register, type: temporal, factors: M=1 N=1 K=1}
  - {target: Buffer, type: spatial, factors: M=1 N=1 K=1}
  - {target: Register, type: bypass, keep: [A, B, C]}
  - {target: Buffer, type: bypass, keep: [A, B]}
  - {target: Main, type: temporal, factors: K=1, permutation: M}
  - {target: Buffer, type: temporal, factors: K=6 M<=2, permutation: K_M}
`);
    const mapspace = new Mapspace(spec!, readConstraints(spec!).limits!);
    // Buffer takes M=1 or 2 and N=1, 2, 3, 4, 6 or 12 in one order; Main's N follows, with M inside of it;
    // C is kept in Buffer or not.
    expect(mapspace.size).toBe(BigInt(2 * 6 * 2));
  });
});
