/** Where a network's energy and time go, in sentences. */
import type { NetworkCost } from "@tilewright/core";
import { formatCount, formatShare } from "../format-number.ts";
import type { NetworkRow } from "./network-rows.ts";

/** @param rows of the same cost */
export function bottleneckSentences(
  cost: NetworkCost,
  rows: readonly NetworkRow[],
  mayStay: boolean,
): readonly string[] {
  const { totals } = cost;
  if (totals.energyPj <= 0 && totals.cycles <= 0) return [];
  return [
    ...energySentence(cost, rows),
    ...cyclesSentence(cost, rows),
    ...boundSentence(cost, rows),
    ...idleSentence(cost, rows),
    ...edgeSentence(cost, mayStay),
  ];
}

const label = ({ name, count }: NetworkRow): string => (count > 1 ? `${name} (×${formatCount(count)})` : name);

function largest<T>(items: readonly T[], of: (item: T) => number): T | undefined {
  return items.reduce<T | undefined>(
    (best, item) => (best === undefined || of(item) > of(best) ? item : best),
    undefined,
  );
}

function energySentence({ totals, levelNames, levelsPj }: NetworkCost, rows: readonly NetworkRow[]): readonly string[] {
  const { energyPj } = totals;
  if (energyPj <= 0) return [];
  const first = largest(levelNames, (name) => levelsPj.get(name) ?? 0);
  if (first === undefined) return [];
  const second = largest(
    levelNames.filter((name) => name !== first),
    (name) => levelsPj.get(name) ?? 0,
  );
  const share = (name: string): string => formatShare((levelsPj.get(name) ?? 0) / energyPj);
  const most = largest(rows, ({ cost, count }) => count * (cost?.levelsPj.get(first) ?? 0));
  const where = most ? `, most of it in ${label(most)}` : "";
  const next = second === undefined ? "" : `; ${second} is next with ${share(second)}`;
  return [`Energy: ${first} takes ${share(first)}${where}${next}.`];
}

/** Rows that make half of the cycles together, the longest first. */
function cyclesSentence({ totals }: NetworkCost, rows: readonly NetworkRow[]): readonly string[] {
  if (totals.cycles <= 0) return [];
  const cyclesOf = ({ cost, count }: NetworkRow): number => count * (cost?.cycles ?? 0);
  const sorted = [...rows].sort((a, b) => cyclesOf(b) - cyclesOf(a));
  let sum = 0;
  const named: NetworkRow[] = [];
  for (const row of sorted) {
    if (sum >= totals.cycles / 2) break;
    named.push(row);
    sum += cyclesOf(row);
  }
  const list = named.slice(0, 4).map(label).join(", ");
  const more = named.length > 4 ? ` and ${formatCount(named.length - 4)} more rows` : "";
  return [
    `Time: ${list}${more} ${named.length > 1 ? "take" : "takes"} ${formatShare(sum / totals.cycles)} of the cycles.`,
  ];
}

function boundSentence({ totals }: NetworkCost, rows: readonly NetworkRow[]): readonly string[] {
  if (totals.cycles <= 0) return [];
  const byBandwidth = new Map<string, number>();
  for (const { kind, cost, count } of rows) {
    if (!cost || cost.boundBy.name === "compute" || cost.boundBy.name === "nothing") continue;
    const { name, port } = cost.boundBy;
    const key = `${port === undefined ? "" : `${port} `}bandwidth of ${name}${kind === "traffic" ? " (moving words only)" : ""}`;
    byBandwidth.set(key, (byBandwidth.get(key) ?? 0) + count * cost.cycles);
  }
  if (byBandwidth.size === 0)
    return ["Bound: every layer runs as fast as the units that it uses; no bandwidth holds it back."];
  const parts = [...byBandwidth]
    .sort(([, a], [, b]) => b - a)
    .map(([name, cycles]) => `${formatShare(cycles / totals.cycles)} by the ${name}`);
  return [`Bound: of the cycles, ${parts.join(", ")}; the rest by the compute units.`];
}

/** The row that loses most unit-cycles. */
function idleSentence({ totals, chip }: NetworkCost, rows: readonly NetworkRow[]): readonly string[] {
  if (totals.utilization <= 0 || totals.utilization > 0.95) return [];
  const units = chip.architecture.compute.instances;
  const lost = ({ cost, count, macs }: NetworkRow): number => count * (units * (cost?.cycles ?? 0) - macs);
  const most = largest(rows, lost);
  if (!most?.cost) return [];
  const all = rows.reduce((sum, row) => sum + lost(row), 0);
  const own = most.macs / (units * most.cost.cycles);
  return [
    `Units: ${formatShare(1 - totals.utilization)} of what they could do is lost, ${formatShare(lost(most) / all)} of that in ${label(most)}, ` +
      `which uses ${formatShare(own)} of them.`,
  ];
}

function edgeSentence({ edge, chip }: NetworkCost, mayStay: boolean): readonly string[] {
  const words = [...edge].map(([name, { read, written }]) => [name, read + written] as const);
  const all = words.reduce((sum, [, count]) => sum + count, 0);
  if (all <= 0) return [];
  const activations = words.reduce((sum, [name, count]) => sum + (name === "Weights" ? 0 : count), 0);
  const level = chip.architecture.storage.at(-1)?.name ?? "";
  const hint = mayStay && activations > all / 4 ? " --keep-activations shows what keeping them on the chip saves." : "";
  return [
    `Edge: ${formatCount(all)} words cross ${level}, ${formatShare(activations / all)} of them activations.${hint}`,
  ];
}
