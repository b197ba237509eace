/**
 * The derivation of one counter under `timeloop` semantics: which series of fetches is behind it (timeloop-series.ts,
 * or sampled-series.ts for imperfect factors) and what nest/counters.ts makes of it.
 *
 *   reads     what the children fetch, through bypassed levels, + what neighbours of this level take from it
 *             - the first visit of each output word
 *   updates   what the children fetch (they give each back)
 *   fills     what this level fetches, less what neighbours pass on, + that - first visits of output words
 */
import type { DataSpaceCounters } from "../nest/counters.ts";
import { isSpatial } from "../nest/loop-nest.ts";
import type { NestAccesses, TileAccesses } from "../nest/tile-accesses.ts";
import { type Derivation, type NestCounter, nothing } from "./derivation.ts";
import { numberGroup, stepGroup } from "./equation.ts";
import type { Factor, FetchSeries, Sharing, TermGroup } from "./explanation.ts";
import { labelsWhere, type NestSubject, touches } from "./nest-question.ts";
import { type SampledVisits, sampledSeries } from "./sampled-series.ts";
import { signaturesBelow, timeloopSeries } from "./timeloop-series.ts";

/** What the analysis found, before and after bypassing. */
export interface TimeloopFindings {
  readonly accesses: NestAccesses;
  /** By storage level, of the subject's data space. */
  readonly counters: readonly DataSpaceCounters[];
  /** Where the sampled walk was made: its visits. */
  readonly visits?: SampledVisits | "too-many";
}

export function deriveTimeloop(
  subject: NestSubject,
  findings: TimeloopFindings,
  level: number,
  counter: NestCounter,
): Derivation {
  const { mapping, workload, names, dataSpace } = subject;
  const { counters } = findings;
  const own = counters[level] as DataSpaceCounters;
  const space = workload.dataSpaces[dataSpace];
  const readWrite = space?.readWrite ?? false;
  const name = space?.name ?? "?";
  const at = names.levels[level] ?? "?";
  if (isOutsideHolders(subject, level)) {
    const why = own.kept
      ? "coalescing is switched off there, and nothing lies outside to hold the words"
      : `nothing outside or at ${at} keeps them`;
    return nothing(`${name} do not count at ${at}: ${why}.`);
  }
  if (counter === "sent") return content(subject, findings, level);
  if (counter === "linkTransfers") return links(subject, findings, level, 1, `words that children of ${at} pass on`);
  if (!own.kept) return nothing(`${at} bypasses ${name}.`);
  const noCoalesce = mapping.levels[level]?.reuse.noCoalesce[dataSpace] ?? false;
  const elided =
    !noCoalesce && !(mapping.levels[level]?.reuse.rmwFirstUpdate[dataSpace] ?? false) ? own.partitionSize : 0;
  if (counter === "updates") {
    if (!readWrite) return nothing(`${name} are only read: nothing comes back.`);
    return { ...content(subject, findings, level), rounding: "nearest" };
  }
  const isRead = counter === "reads" || (noCoalesce && readWrite);
  if (counter === "temporalReductions" && !readWrite) return nothing(`${name} are only read: nothing is added up.`);
  if (isRead || counter === "temporalReductions") {
    const asked = content(subject, findings, level);
    const peers = peerGroups(subject, findings, level, "read here for neighbours");
    const first = readWrite && !noCoalesce ? firstVisits(elided, name, at) : { groups: [], notes: [] };
    const none = noCoalesce
      ? ["Without coalescing every partial sum is written through: reads, fills and reductions are one number."]
      : [];
    const sums =
      counter === "temporalReductions" && !noCoalesce
        ? ["Every partial sum that is read is one that something is added to."]
        : [];
    return {
      ...asked,
      groups: [...asked.groups, ...peers.groups, ...first.groups],
      notes: [...asked.notes, ...peers.notes, ...first.notes, ...none, ...sums],
      rounding: "nearest",
    };
  }
  return fills(subject, findings, level, readWrite, readWrite ? elided : 0);
}

/** A level through which requests pass: it keeps nothing, or writes everything through. */
function passesThrough(subject: NestSubject, level: number): boolean {
  const levelMapping = subject.mapping.levels[level];
  return (
    !(levelMapping?.keep[subject.dataSpace] ?? true) || (levelMapping?.reuse.noCoalesce[subject.dataSpace] ?? false)
  );
}

/** Levels outside the outermost one that really holds the data space. */
function isOutsideHolders(subject: NestSubject, level: number): boolean {
  for (let outer = level; outer < subject.mapping.levels.length; outer++)
    if (!passesThrough(subject, outer)) return false;
  return true;
}

function tileAt(findings: TimeloopFindings, level: number, d: number): TileAccesses {
  return findings.accesses.levels[level]?.dataSpaces[d] as TileAccesses;
}

/** The series that the children of a level fetch, with what one of its words costs there where that is an average. */
function seriesBelow(
  subject: NestSubject,
  findings: TimeloopFindings,
  level: number,
): { series: FetchSeries; average: boolean } {
  if (findings.visits === undefined) return { series: timeloopSeries(subject, level), average: false };
  return { series: sampledSeries(subject, findings.visits, findings.accesses, level), average: true };
}

/** What the children of a level ask of it, bypassed levels between taken out. */
function content(subject: NestSubject, findings: TimeloopFindings, level: number): Derivation {
  const { nest, names, dataSpace } = subject;
  let base = level;
  while (base > 0 && passesThrough(subject, base - 1)) base--;
  const { series, average } = seriesBelow(subject, findings, base);
  const scale: Factor[] = [];
  const sharing: Sharing[] = [];
  const share = (l: number): void => {
    const { fanout } = findings.accesses.levels[l] as { fanout: number };
    if (fanout === 1) return;
    const { stats } = tileAt(findings, l, dataSpace);
    const sent = average ? (fanout * stats.total()) / stats.delivered() : signaturesBelow(subject, l).plain.transfers;
    const shares = (i: number): boolean =>
      isSpatial(nest.loops[i] as (typeof nest.loops)[number]) && !touches(subject, i);
    sharing.push({
      level: names.levels[l] ?? "?",
      children: fanout,
      sent,
      loops: labelsWhere(subject, nest.blockStarts[l] as number, nest.boundaries[l] as number, shares),
    });
  };
  share(base);
  const bypassed: string[] = [];
  for (let l = base + 1; l <= level; l++) {
    const { stats } = tileAt(findings, l, dataSpace);
    const { fanout } = findings.accesses.levels[l] as { fanout: number };
    share(l);
    bypassed.push(names.levels[l - 1] ?? "?");
    scale.push({
      value: (fanout * stats.total()) / stats.delivered(),
      kind: "bypass",
      text: `words that ${names.levels[l] ?? "?"} sends for one word that each of its ${fanout} children asks`,
    });
  }
  const text = `words that ${series.asker} fetches`;
  const groups: TermGroup[] = [];
  if (!average)
    groups.push(stepGroup(series, (step) => step.sends.reduce((n, { words }) => n + words, 0), scale, text));
  else groups.push(...averageGroups(series, tileAt(findings, base, dataSpace).stats.total(), scale, text));
  const server = names.levels[level] ?? "?";
  const notes =
    bypassed.length === 0
      ? []
      : [`${bypassed.join(", ")} ${bypassed.length === 1 ? "lets" : "let"} the requests pass through to ${server}.`];
  return { groups, rounding: "none", series: [{ ...series, server }], sharing, bypassed, notes };
}

/** Steps of a sampled walk, weighed so that they give `total`: by an average where children differ, else by a rest. */
function averageGroups(series: FetchSeries, total: number, scale: readonly Factor[], text: string): TermGroup[] {
  if (series.words > 0 && series.askers > 1) {
    const average: Factor = {
      value: total / series.words,
      kind: "average",
      text: `words for each word that the first ${series.asker} fetches, on average`,
    };
    return [stepGroup(series, (step) => step.newWords, [average, ...scale], text)];
  }
  const rest = total - series.words;
  const groups = [stepGroup(series, (step) => step.newWords, scale, text)];
  if (rest === 0) return groups;
  const restText = "last iterations, which Timeloop counts like those before them";
  return [...groups, { ...numberGroup(Math.abs(rest), rest < 0 ? -1 : 1, "sum", restText), scale }];
}

/** What a level fetches itself. */
function fills(
  subject: NestSubject,
  findings: TimeloopFindings,
  level: number,
  readWrite: boolean,
  elided: number,
): Derivation {
  const { names, dataSpace, workload } = subject;
  const at = names.levels[level] ?? "?";
  const name = workload.dataSpaces[dataSpace]?.name ?? "?";
  const rounding = readWrite ? "nearest" : "down";
  const peers = peerGroups(subject, findings, level, "filled by neighbours");
  if (level + 1 >= subject.mapping.levels.length || isOutsideHolders(subject, level + 1)) {
    return {
      ...nothing(`${at} is where ${name} are at home: nothing is filled from outside.`),
      groups: peers.groups,
      rounding,
    };
  }
  const { series, average } = seriesBelow(subject, findings, level + 1);
  const { stats } = tileAt(findings, level + 1, dataSpace);
  const fanout = findings.accesses.levels[level + 1]?.fanout ?? 1;
  const received = stats.delivered() / fanout;
  const fromParent = (step: FetchSeries["steps"][number]): number =>
    step.newWords - step.fromNeighbours / series.askers;
  const text = `words that ${at} fetches`;
  const groups = average ? averageGroups(series, received, [], text) : [stepGroup(series, fromParent, [], text)];
  const hasParent = findings.counters[level]?.parent !== undefined;
  const first = readWrite && hasParent ? firstVisits(elided, name, at) : { groups: [], notes: [] };
  return {
    groups: [...groups, ...peers.groups, ...first.groups],
    rounding,
    series: [series],
    sharing: [],
    bypassed: [],
    notes: [...peers.notes, ...first.notes],
  };
}

function firstVisits(elided: number, name: string, at: string): { groups: TermGroup[]; notes: string[] } {
  if (elided === 0) return { groups: [], notes: [`${at} reads before the first update of a word too.`] };
  return {
    groups: [numberGroup(elided, -1, "words", "first visits, which find no partial sum")],
    notes: [`${elided} words of ${name} start at ${at} from nothing: their first visit needs no partial sum.`],
  };
}

/** Words that the instances of a level pass to each other, as counted at one of them. */
function peerGroups(
  subject: NestSubject,
  findings: TimeloopFindings,
  level: number,
  text: string,
): { groups: readonly TermGroup[]; notes: readonly string[] } {
  if (level + 1 >= subject.mapping.levels.length) return { groups: [], notes: [] };
  const instances = findings.counters[level]?.utilizedInstances ?? 1;
  const { groups } = links(subject, findings, level + 1, 1 / instances, text);
  if (groups.length === 0) return { groups: [], notes: [] };
  const at = subject.names.levels[level] ?? "?";
  return { groups, notes: [`Instances of ${at} pass words to their neighbours: read at one, filled at the other.`] };
}

/** Words that the children of a level pass to their neighbours, times `factor`. */
function links(
  subject: NestSubject,
  findings: TimeloopFindings,
  level: number,
  factor: number,
  text: string,
): Derivation {
  const total = findings.counters[level]?.linkTransfers ?? 0;
  if (total === 0) return nothing(linksAbsence(subject, level));
  const { series, average } = seriesBelow(subject, findings, level);
  const scale: Factor[] =
    factor === 1 ? [] : [{ value: factor, kind: "instances", text: "shared by all instances at work" }];
  const groups = average
    ? [{ ...numberGroup(total, 1, "neighbours", text), scale }]
    : [stepGroup(series, (step) => step.fromNeighbours, scale, text)];
  return { groups, rounding: "none", series: [series], sharing: [], bypassed: [], notes: [] };
}

function linksAbsence(subject: NestSubject, level: number): string {
  const { nest, mapping, names, dataSpace } = subject;
  const at = names.levels[level] ?? "?";
  if (!isSpatial(nest.loops[nest.blockStarts[level] as number] as (typeof nest.loops)[number])) {
    return `${at} has no spatial loops: there are no neighbours to take words from.`;
  }
  if (mapping.levels[level]?.reuse.noLinkTransfer[dataSpace])
    return `The mapping switches link transfers off at ${at}.`;
  if (level > 0 && passesThrough(subject, level - 1))
    return `The children of ${at} hold nothing that they could pass on.`;
  return `No neighbour below ${at} had fetched one step earlier what another one needs.`;
}
