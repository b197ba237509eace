/**
 * The layers of ../shared/oracle/mapper (or of TILEWRIGHT_SHARED) with what Timeloop's mapper found for them: the
 * architecture, its constraints and its energies as recorded, read as every input is.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type MapspaceLimits, readConstraints, type Spec } from "@tilewright/core";
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
  const answers = JSON.parse(read("results.json")) as Answer[];
  return [...new Set(answers.map(({ layer }) => layer))].map((name) => {
    const own = answers.filter(({ layer }) => layer === name);
    const spec = readAll([architecture, problemOf(own[0]?.shape ?? {}), read("ERT.yaml")]);
    return {
      name,
      spec,
      limits: limitsOf(spec),
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

function limitsOf(spec: Spec): MapspaceLimits {
  const { limits, diagnostics } = readConstraints(spec);
  if (limits === undefined) throw new Error(JSON.stringify(diagnostics.slice(0, 3)));
  return limits;
}
