/**
 * The second part of `npm run oracle`: recorded SRAMs through `estimateSram`, without the adapters around it
 * (energies at full activity, leakage over one global cycle), and how far each figure is off. Fails beyond the bars.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { estimateSram, type SramEstimate } from "@tilewright/core";
import { renderColumns } from "./report.ts";

interface Recorded {
  readonly class: string;
  readonly attributes: {
    readonly technology: string;
    readonly global_cycle_seconds: number;
    readonly width: number;
    readonly depth: number;
    readonly n_banks?: number;
    readonly n_rw_ports?: number;
  };
  readonly energy_pJ?: Readonly<Record<"read" | "write" | "leak", number>>;
  readonly area_um2?: number;
}

interface Miss {
  readonly error: number;
  readonly printed: number;
  readonly ours: number;
  readonly attributes: string;
  readonly reason: string;
}

const FIGURES = ["read", "write", "leak", "area"] as const;
const FILES = ["energy-sram.jsonl", "energy-assignment.jsonl"];
const MEDIAN_BAR = 0.02;
const MAX_BAR = 0.25;
const WORST = 10;

function ask({ attributes }: Recorded): ReturnType<typeof estimateSram> {
  return estimateSram({
    technologyNm: Number.parseFloat(attributes.technology),
    widthBits: attributes.width,
    depth: attributes.depth,
    banks: attributes.n_banks ?? 1,
    readWritePorts: attributes.n_rw_ports ?? 1,
    kind: "ram",
  });
}

function printedOf(recorded: Recorded): Record<(typeof FIGURES)[number], number> | undefined {
  if (recorded.energy_pJ === undefined || recorded.area_um2 === undefined) return undefined;
  return { ...recorded.energy_pJ, area: recorded.area_um2 };
}

function oursOf(estimate: SramEstimate, recorded: Recorded): Record<(typeof FIGURES)[number], number> {
  const leak = estimate.leakageWatts * recorded.attributes.global_cycle_seconds * 1e12;
  return { read: estimate.readPj, write: estimate.writePj, leak, area: estimate.areaUm2 };
}

function reasonOf(estimate: SramEstimate): string {
  return estimate.nodes
    .map(
      ({ nodeNm, organisation: o }) =>
        `${nodeNm} nm ${o.ndwl}×${o.ndbl}×${o.nspd}, mux ${o.bitLineMux}/${o.senseAmpMux1}/${o.senseAmpMux2}`,
    )
    .join("; ");
}

function percent(error: number): string {
  return `${(error * 100).toPrecision(3)} %`;
}

function compare(path: string): boolean {
  const misses = new Map<string, Miss[]>(FIGURES.map((figure) => [figure, []]));
  let refusals = 0;
  const lines = readFileSync(path, "utf8").trim().split("\n");
  const cases = lines.map((line): Recorded => JSON.parse(line)).filter((recorded) => recorded.class === "SRAM");
  for (const recorded of cases) {
    const estimate = ask(recorded);
    const printed = printedOf(recorded);
    if (estimate.kind === "refusal" || printed === undefined) {
      if (estimate.kind === "estimate" || printed !== undefined) refusals += 1;
      continue;
    }
    const ours = oursOf(estimate, recorded);
    const attributes = JSON.stringify(recorded.attributes);
    for (const figure of FIGURES) {
      const error = Math.abs(ours[figure] / printed[figure] - 1);
      const miss = { error, printed: printed[figure], ours: ours[figure], attributes, reason: reasonOf(estimate) };
      misses.get(figure)?.push(miss);
    }
  }

  const header = ["figure", "cases", "median", "within 2 %", "within 10 %", "largest"];
  const rows = [...misses].map(([figure, list]) => {
    const errors = list.map((miss) => miss.error).sort((a, b) => a - b);
    const within = (bar: number): string => percent(errors.filter((error) => error <= bar).length / errors.length);
    const median = errors[errors.length >> 1] ?? 0;
    return [figure, String(errors.length), percent(median), within(0.02), within(0.1), percent(errors.at(-1) ?? 0)];
  });
  console.log(
    `${path}: ${cases.length} SRAMs, ${refusals} refused by one side only\n${renderColumns([header, ...rows])}`,
  );
  const all = [...misses].flatMap(([figure, list]) => list.map((miss) => ({ figure, ...miss })));
  all.sort((a, b) => b.error - a.error);
  const worst = all
    .slice(0, WORST)
    .map((miss) => [
      percent(miss.error),
      miss.figure,
      String(miss.printed),
      miss.ours.toPrecision(7),
      miss.attributes,
      miss.reason,
    ]);
  console.log(`worst\n${renderColumns([["error", "figure", "printed", "ours", "asked", "organisation"], ...worst])}\n`);
  const isWithin = [...misses.values()].every((list) => {
    const errors = list.map((miss) => miss.error).sort((a, b) => a - b);
    return (errors[errors.length >> 1] ?? 0) <= MEDIAN_BAR && (errors.at(-1) ?? 0) <= MAX_BAR;
  });
  return isWithin && refusals === 0;
}

const folder = process.argv[2] ?? ".";
const paths = FILES.map((file) => join(folder, file)).filter((path) => existsSync(path));
const isGood = paths.map(compare).every(Boolean);
process.exitCode = isGood && paths.length > 0 ? 0 : 1;
