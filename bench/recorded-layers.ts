/**
 * The layers of ../shared/oracle/mapper (or of TILEWRIGHT_SHARED) with what Timeloop's mapper found for them: the architecture, its constraints and
 * energies as recorded. Reads the constraints' few forms that stand there, for the search's limits.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { MapspaceLimits, Spec } from "@tilewright/core";
import { readAll } from "./eyeriss.ts";

export interface RecordedLayer {
  readonly name: string;
  readonly spec: Spec;
  readonly limits: MapspaceLimits;
  /** Timeloop's best, J x cycles. */
  readonly timeloopEdp: number;
}

const FOLDER = join(process.env["TILEWRIGHT_SHARED"] ?? join(process.cwd(), "../shared"), "oracle/mapper");

interface Answer {
  readonly layer: string;
  readonly shape: Readonly<Record<string, number>>;
  readonly edp_Jcycle: number;
}

/** Empty where the recorded answers are not at hand. */
export function recordedLayers(): RecordedLayer[] {
  if (!existsSync(join(FOLDER, "results.json"))) return [];
  const read = (file: string): string => readFileSync(join(FOLDER, file), "utf8");
  const architecture = read("arch.yaml");
  const cut = architecture.indexOf("architecture_constraints:");
  const end = architecture.indexOf("compound_components:");
  const answers = JSON.parse(read("results.json")) as Answer[];
  return [...new Set(answers.map(({ layer }) => layer))].map((name) => {
    const own = answers.filter(({ layer }) => layer === name);
    const spec = readAll([architecture.slice(0, cut), problemOf(own[0]?.shape ?? {}), read("ERT.yaml")]);
    return {
      name,
      spec,
      limits: limitsOf(spec, architecture.slice(cut, end)),
      timeloopEdp: Math.min(...own.map((answer) => answer.edp_Jcycle)),
    };
  });
}

function problemOf({ stride = 1, ...sizes }: Readonly<Record<string, number>>): string {
  const instance = Object.entries({ N: 1, ...sizes }).map(([key, size]) => `${key}: ${size}`);
  return `
problem:
  shape:
    name: layer
    dimensions: [C, M, R, S, N, P, Q]
    coefficients:
      - {name: stride, default: 1}
    data_spaces:
      - {name: Weights, projection: [[[C]], [[M]], [[R]], [[S]]]}
      - {name: Inputs, projection: [[[N]], [[C]], [[R], [P, stride]], [[S], [Q, stride]]]}
      - {name: Outputs, projection: [[[N]], [[M]], [[Q]], [[P]]], read_write: true}
  instance: {${instance.join(", ")}, stride: ${stride}}
`;
}

interface Constraint {
  readonly target: string;
  readonly type: string;
  readonly factors: ReadonlyMap<string, number>;
  readonly permutation: string;
  readonly split: number | undefined;
  readonly keep: readonly string[];
  readonly bypass: readonly string[];
}

function constraintsOf(text: string): Constraint[] {
  return text
    .split(/^ {2}- /m)
    .slice(1)
    .map((item): Constraint => {
      const value = (key: string): string | undefined =>
        new RegExp(`(?:^|\\n) *${key}: *(\\S[^\\n]*)`).exec(item)?.[1]?.trim();
      const list = (key: string): string[] => {
        const found = new RegExp(`(?:^|\\n) *${key}:\\n((?: *- \\S+\\n?)+)`).exec(item)?.[1] ?? "";
        return [...found.matchAll(/- (\S+)/g)].map(([, name]) => name as string);
      };
      const factors = [...(value("factors") ?? "").matchAll(/([A-Z])=(\d+)/g)];
      const split = value("split");
      return {
        target: value("target") ?? "",
        type: value("type") ?? "",
        factors: new Map(factors.map(([, name, factor]) => [name as string, Number(factor)])),
        permutation: value("permutation") ?? "",
        split: split === undefined ? undefined : Number(split),
        keep: list("keep"),
        bypass: list("bypass"),
      };
    });
}

function limitsOf(spec: Spec, text: string): MapspaceLimits {
  const constraints = constraintsOf(text);
  const { architecture, workload } = spec;
  const names = workload.loopDimensions.map(({ name }) => name);
  const none = workload.dataSpaces.map(() => false);
  return {
    minParallelism: 0,
    levels: architecture.storage.map((storage, level) => {
      const of = (type: string): Constraint | undefined =>
        constraints.find((constraint) => constraint.target === storage.name && constraint.type === type);
      const loops = (constraint: Constraint | undefined, isPossible: boolean) => ({
        factors: names.map((name) => {
          const factor = constraint?.factors.get(name) ?? (isPossible ? undefined : 1);
          return factor === undefined ? { min: 1, max: Number.POSITIVE_INFINITY } : { min: factor, max: factor };
        }),
        innermost: [...(constraint?.permutation ?? "")].map((name) => names.indexOf(name)),
        outermost: [],
        maxRemainder: 0,
      });
      const inner = level === 0 ? architecture.compute : architecture.storage[level - 1];
      const bypass = of("bypass");
      return {
        level,
        temporal: loops(of("temporal"), true),
        spatial: {
          ...loops(of("spatial"), (inner?.instances ?? 1) > storage.instances),
          split: of("spatial")?.split,
        },
        keep: workload.dataSpaces.map(({ name }) => {
          if (bypass?.keep.includes(name)) return true;
          if (bypass?.bypass.includes(name)) return false;
          return level === architecture.storage.length - 1 ? true : undefined;
        }),
        reuse: {
          noTemporalReuse: none,
          noMulticast: none,
          noLinkTransfer: none,
          rmwFirstUpdate: none,
          noCoalesce: none,
        },
        maxOverbookedProportion: 0,
      };
    }),
  };
}
