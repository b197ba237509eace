/**
 * The derivation of one counter under `exact` semantics, as nest/exact-closed-form.ts and nest/data-space-walk.ts count.
 *
 *   reads     transfers to the children; of output words only those that have a partial sum already
 *   updates   transfers back from the children
 *   fills     words that come in; of output words only those that have a partial sum outside
 */
import type { DataSpaceCounters } from "../nest/counters.ts";
import { isSpatial } from "../nest/loop-nest.ts";
import { type Derivation, type NestCounter, nothing } from "./derivation.ts";
import { numberGroup, stepGroup, sumOfGroups } from "./equation.ts";
import { exactSeries } from "./exact-series.ts";
import type { Factor, FetchSeries, Sharing, Step, TermGroup } from "./explanation.ts";
import { labelsWhere, type NestSubject, touches } from "./nest-question.ts";
import { describeTile } from "./tile.ts";
import { type WalkedTransfers, walkedSeries } from "./walked-transfers.ts";

export interface ExactFindings {
  /** By storage level, of the subject's data space. */
  readonly counters: readonly DataSpaceCounters[];
  /** Where the nest was walked: what moved. */
  readonly walked?: WalkedTransfers;
}

export function deriveExact(
  subject: NestSubject,
  findings: ExactFindings,
  level: number,
  counter: NestCounter,
): Derivation {
  const { mapping, names, workload, dataSpace } = subject;
  const space = workload.dataSpaces[dataSpace];
  const name = space?.name ?? "?";
  const readWrite = space?.readWrite ?? false;
  const at = names.levels[level] ?? "?";
  const own = findings.counters[level] as DataSpaceCounters;
  if (counter === "linkTransfers") {
    return nothing("Exact counting serves each word from the level outside: it may be sent to several at once.");
  }
  if (!own.kept && counter !== "sent") return nothing(`${at} bypasses ${name}.`);
  if (counter === "sent" && holderOf(mapping, dataSpace, level) === undefined) {
    return nothing(`${name} are at home further inside: none of it passes ${at}.`);
  }
  if (!readWrite && counter === "updates") return nothing(`${name} are only read: nothing comes back.`);
  if (!readWrite && counter === "temporalReductions") return nothing(`${name} are only read: nothing is added up.`);
  if (counter === "fills") return fills(subject, findings, level, readWrite);

  const isBack = counter === "updates" || counter === "sent";
  const kind = readWrite && isBack ? "writeback" : "fetch";
  const requests = requestsOf(subject, findings, level, kind, counter === "sent");
  const total = counter === "sent" ? own.network.total() : own[counter === "temporalReductions" ? "reads" : counter];
  if (!readWrite || isBack) return { ...requests, groups: [...requests.groups, ...restOf(requests.groups, total)] };
  // Reads of output words: what is asked, less first visits.
  if (findings.walked !== undefined && innerHolder(mapping, dataSpace, level) !== undefined) {
    return { ...requests, groups: [...requests.groups, ...restOf(requests.groups, total)] };
  }
  const first = own.updates - own.reads;
  const groups = [
    ...requests.groups,
    ...(first === 0 ? [] : [numberGroup(first, -1, "words", "first visits, which find no partial sum")]),
  ];
  const notes =
    first === 0
      ? [`Every word of ${name} has a partial sum when it is first met at ${at}.`]
      : [`${first} words of ${name} start at ${at} from nothing: their first visit needs no partial sum.`];
  return { ...requests, groups: [...groups, ...restOf(groups, total)], notes: [...requests.notes, ...notes] };
}

function innerHolder(mapping: NestSubject["mapping"], d: number, level: number): number | undefined {
  for (let inner = level - 1; inner >= 0; inner--) if (mapping.levels[inner]?.keep[d]) return inner;
  return undefined;
}

/** The level that serves what passes below a level: itself, or the next one outside that keeps it. */
function holderOf(mapping: NestSubject["mapping"], d: number, level: number): number | undefined {
  return mapping.levels.find((candidate) => candidate.level >= level && candidate.keep[d])?.level;
}

/** What the walk counted beside the series, as one number. */
function restOf(groups: readonly TermGroup[], total: number): TermGroup[] {
  const rest = total - sumOfGroups(groups);
  if (Math.abs(rest) <= 1e-9 * Math.max(1, total)) return [];
  return [numberGroup(Math.abs(rest), rest < 0 ? -1 : 1, "sum", "requests that are served one by one")];
}

/**
 * Transfers between a level and its children.
 * @param isNetwork through the network below the level alone: to the instances of the level inside, not past it
 */
function requestsOf(
  subject: NestSubject,
  findings: ExactFindings,
  level: number,
  kind: "fetch" | "writeback",
  isNetwork: boolean,
): Derivation {
  const { mapping, nest, names, dataSpace } = subject;
  const child = innerHolder(mapping, dataSpace, level);
  const holder = holderOf(mapping, dataSpace, level) ?? level;
  const noMulticast = mapping.levels[holder]?.reuse.noMulticast[dataSpace] ?? false;
  const receiver = isNetwork && !noMulticast ? level - 1 : (child ?? -1);
  const receiverBoundary = receiver < 0 ? -1 : (nest.boundaries[receiver] as number);
  const bypassed = names.levels.slice((child ?? -1) + 1, holder);
  const notes =
    bypassed.length === 0 ? [] : [`${bypassed.join(", ")} ${bypassed.length === 1 ? "keeps" : "keep"} none of it.`];
  const series = seriesBetween(subject, findings, child, level, receiver, kind);
  const shares = (l: number): boolean =>
    isSpatial(nest.loops[l] as (typeof nest.loops)[number]) && !touches(subject, l);
  const sharing: Sharing[] =
    series.askers === 1
      ? []
      : [
          {
            level: names.levels[level] ?? "?",
            children: series.askers,
            sent: series.words === 0 ? 0 : sentWords(series, noMulticast) / series.words,
            loops: noMulticast
              ? []
              : labelsWhere(subject, receiverBoundary + 1, nest.boundaries[level] as number, shares),
          },
        ];
  const own = findings.counters[level] as DataSpaceCounters;
  const scale: Factor[] =
    series.method === "walked" && own.utilizedInstances !== 1
      ? [{ value: 1 / own.utilizedInstances, kind: "instances", text: "average of the instances at work" }]
      : [];
  const group = stepGroup(
    series,
    (step) => wordsSent(step, noMulticast),
    scale,
    `words that ${series.asker} ${kind === "fetch" ? "fetches" : "gives back"}`,
  );
  return { groups: [group], rounding: "none", series: [series], sharing, bypassed, notes };
}

function wordsSent(step: Step, noMulticast: boolean): number {
  return step.sends.reduce((n, { multicast, words }) => n + (noMulticast ? words * multicast : words), 0);
}

function sentWords(series: FetchSeries, noMulticast: boolean): number {
  return series.steps.reduce((n, step) => n + step.times.value * wordsSent(step, noMulticast), 0);
}

function seriesBetween(
  subject: NestSubject,
  findings: ExactFindings,
  child: number | undefined,
  parent: number,
  receiver: number,
  kind: "fetch" | "writeback",
): FetchSeries {
  if (findings.walked === undefined) return exactSeries(subject, child ?? -1, parent, receiver);
  if (child === undefined) return operationsSeries(subject, findings, parent);
  const instances = findings.counters[child]?.utilizedInstances ?? 1;
  return walkedSeries(subject, findings.walked.of(kind, child), child, parent, instances);
}

/** The compute units ask in every time step; how many share a word then varies. */
function operationsSeries(subject: NestSubject, findings: ExactFindings, parent: number): FetchSeries {
  const own = findings.counters[parent] as DataSpaceCounters;
  const asked = own.network.total() * own.utilizedInstances;
  const step: Step = {
    effect: "anew",
    movement: [],
    startingOver: [],
    times: { value: asked, kind: "times", text: "requests of the compute units" },
    newWords: 1,
    keptWords: 0,
    sends: [{ multicast: 1, words: 1 }],
    fromNeighbours: 0,
  };
  return {
    asker: subject.names.compute,
    server: subject.names.levels[parent] ?? "?",
    askers: 1,
    tile: describeTile(subject, -1, true),
    steps: [step],
    method: "walked",
    words: asked,
  };
}

/** What a level acquires. */
function fills(subject: NestSubject, findings: ExactFindings, level: number, readWrite: boolean): Derivation {
  const { names, workload, dataSpace } = subject;
  const own = findings.counters[level] as DataSpaceCounters;
  const at = names.levels[level] ?? "?";
  const name = workload.dataSpaces[dataSpace]?.name ?? "?";
  if (own.parent === undefined) return nothing(`${at} is where ${name} are at home: nothing is filled from outside.`);
  const text = `words that ${at} fetches`;
  if (findings.walked !== undefined) {
    const series = walkedSeries(subject, findings.walked.of("fetch", level), level, own.parent, own.utilizedInstances);
    const groups = [stepGroup(series, (step) => step.newWords, [], text)];
    return {
      groups: [...groups, ...restOf(groups, own.fills)],
      rounding: "none",
      series: [series],
      sharing: [],
      bypassed: [],
      notes: [],
    };
  }
  const series = { ...exactSeries(subject, level, level), server: names.levels[own.parent] ?? "?" };
  const groups = [stepGroup(series, (step) => step.newWords, [], text)];
  const first = readWrite ? sumOfGroups(groups) - own.fills : 0;
  if (first > 0) groups.push(numberGroup(first, -1, "words", "first visits, which find no partial sum outside"));
  const notes =
    first > 0 ? [`${first} words of ${name} start at ${at} from nothing: there is no partial sum to fetch.`] : [];
  return { groups, rounding: "none", series: [series], sharing: [], bypassed: [], notes };
}
