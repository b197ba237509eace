/**
 * The page of explanation as data: blocks of text, tables and figures, all numbers from the sweeps. HTML and Markdown are
 * two ways of writing it. For each figure it says
 *
 *     how much the energy grows in all, by which exponent in which range, and what the circuit's parts have to do with it:
 *     the exponent of a sum is the mean of its terms' exponents, weighted by their shares.
 */
import {
  DEFAULT_TOLERANCE,
  describeLine,
  figureName,
  formatExponent,
  formatFactor,
  isAnswered,
  joinNames,
  type ScalingLine,
  type TermContribution,
  termContributions,
} from "@tilewright/core";
import { mergedSources } from "../sweep-report.ts";
import { circuitReason } from "./circuit-reasons.ts";
import type { ComputedFigure } from "./compute-figures.ts";
import { figureTitle } from "./figure-pages.ts";

export type Block =
  | { readonly kind: "heading"; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly kind: "paragraph"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | { readonly kind: "table"; readonly header: readonly string[]; readonly rows: readonly (readonly string[])[] }
  /** The chart named `id`. */
  | { readonly kind: "figure"; readonly id: string; readonly caption: string };

/** Terms below this share everywhere are left to the table. */
const NOTABLE_SHARE = 0.05;
/** An exponent that is off the circuit's by more needs a word. */
const NOTABLE_DIFFERENCE = 0.15;

/** Four digits, no powers of ten for what fits on a line. */
export function formatValue(value: number): string {
  if (value === 0) return "0";
  if (value >= 1000 && value < 1e7) return String(Math.round(value));
  const text = Number(value.toPrecision(4));
  return Math.abs(text) >= 1e-3 && Math.abs(text) < 1e7 ? String(text) : text.toExponential();
}

const percent = (share: number): string => `${(share * 100).toFixed(share < 0.095 ? 1 : 0)} %`;

function unitOf(axis: string): string {
  return axis === "width" ? "bits" : axis === "depth" ? "words" : "";
}

/** From end to end: `grows from 7.7 pJ at 16 bits to 1816 pJ at 2048 bits`. */
function growthParagraph(line: ScalingLine, axis: string): string {
  const [first, last] = [line.points[0], line.points.at(-1)];
  if (first === undefined || last === undefined || line.overall === undefined) return "";
  const unit = unitOf(axis);
  const name = figureName(line);
  const capital = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  const ends = `${formatValue(first.y)} pJ at ${first.x} ${unit} to ${formatValue(last.y)} pJ at ${last.x} ${unit}`;
  const factor = `${formatFactor(last.y / first.y)} times for ${formatFactor(last.x / first.x)} times the ${axis}`;
  if (Math.abs(line.overall.exponent) < 0.005) return `${capital} is ${formatValue(first.y)} pJ whatever the ${axis}.`;
  const [narrow, wide] = [first.y / first.x, last.y / last.x];
  const perBit =
    axis !== "width"
      ? ""
      : Math.abs(narrow / wide - 1) < 0.005
        ? ` A bit costs ${formatValue(wide)} pJ at every width.`
        : ` A bit costs ${formatValue(narrow)} pJ in the narrowest and ${formatValue(wide)} pJ in the widest word.`;
  return `${capital} goes from ${ends}: ${factor}, ${axis}^${formatExponent(line.overall.exponent)} overall.${perBit}`;
}

/** Where one line passes another, between two points. */
export function crossings(a: ScalingLine, b: ScalingLine): readonly (readonly [number, number])[] {
  const pairs = a.points.flatMap(({ x, y }) => {
    const other = b.points.find((point) => point.x === x);
    return other === undefined ? [] : [{ x, difference: other.y - y }];
  });
  return pairs.slice(1).flatMap(({ x, difference }, i) => {
    const before = pairs[i];
    return before !== undefined && before.difference * difference < 0 ? [[before.x, x] as const] : [];
  });
}

function crossingSentence([first, second]: readonly ScalingLine[], axis: string): string | undefined {
  if (first === undefined || second === undefined) return undefined;
  const places = crossings(first, second);
  const lastPoint = [first.points.at(-1)?.y ?? 0, second.points.at(-1)?.y ?? 0] as const;
  const dearer = lastPoint[1] > lastPoint[0] ? second : first;
  const cheaper = dearer === second ? first : second;
  const ratio = formatFactor(Math.max(...lastPoint) / Math.min(...lastPoint));
  const end = `at the largest ${axis} ${joinNames(dearer.figures)} takes ${ratio} times the energy of ${joinNames(cheaper.figures)}`;
  const unit = unitOf(axis);
  if (places.length === 0) return `The two lines do not cross; ${end}.`;
  const where = places.map(([from, to]) => `between ${from} and ${to} ${unit}`);
  return `The lines cross ${joinNames(where)}; ${end}.`;
}

/** Terms over the whole line, with what the circuit says of them. */
function wholeLineTerms(line: ScalingLine): readonly TermContribution[] {
  if (line.points.length < 2 || line.points.some(({ terms }) => terms.length === 0)) return [];
  return termContributions(line.points);
}

/** What the circuit model of a part would give, where what is seen is something else. */
function fixedArrayRemark(off: number, exponent: number, axis: string, isDivided: boolean): string {
  if (Math.abs(off) <= NOTABLE_DIFFERENCE) return "";
  const expected = `${axis}^${formatExponent(exponent)}`;
  if (!isDivided) return ` A constant part of it makes the growth ${off > 0 ? "steeper" : "gentler"} than ${expected}.`;
  return ` An array of fixed shape would give ${expected}; the model divides and shapes it anew for every ${axis}.`;
}

/** @param told names of parts whose reasons have been given */
function termItem(term: TermContribution, axis: string, isDivided: boolean, told: Set<string>): string {
  const shares =
    Math.abs(term.firstShare - term.lastShare) < 0.005
      ? `${percent(term.share)} throughout`
      : `${percent(term.firstShare)} at the smallest ${axis}, ${percent(term.lastShare)} at the largest`;
  const own = term.exponent === undefined ? "" : `; alone ${axis}^${formatExponent(term.exponent)}`;
  const part = `**${term.name}** (${shares}${own}; gives ${formatExponent(term.contribution)} of the exponent)`;
  const reason = circuitReason(term.name, axis);
  if (reason === undefined || told.has(term.name)) return `${part}.`;
  told.add(term.name);
  const { exponent } = reason;
  const off = exponent === undefined || term.exponent === undefined ? 0 : term.exponent - exponent;
  return `${part}: ${reason.because}.${fixedArrayRemark(off, exponent ?? 0, axis, isDivided)}`;
}

/** @param isDivided whether the model chooses a division of the array anew at every point */
function whyBlocks(line: ScalingLine, axis: string, isDivided: boolean, told: Set<string>): readonly Block[] {
  const all = wholeLineTerms(line);
  if (all.length === 0) return [];
  const notable = all.filter(
    ({ firstShare, lastShare, share }) => Math.max(firstShare, lastShare, share) >= NOTABLE_SHARE,
  );
  const terms = notable.length > 0 ? notable : all.slice(0, 1);
  const sum = terms.reduce((total, { contribution }) => total + contribution, 0);
  const overall = line.overall?.exponent ?? 0;
  const head =
    all.length === 1
      ? `What makes ${figureName(line)}:`
      : `What makes ${figureName(line)} (together ${formatExponent(sum)} of the overall exponent ${formatExponent(overall)}):`;
  return [
    { kind: "paragraph", text: head },
    { kind: "list", items: terms.map((term) => termItem(term, axis, isDivided, told)) },
  ];
}

function valueTable({ lines, axis, publicLine }: ComputedFigure): Block {
  const drawn = [...lines, ...(publicLine === undefined ? [] : [publicLine])];
  const xs = lines[0]?.points.map(({ x }) => x) ?? [];
  const names = [
    ...lines.map(({ figures }) => joinNames(figures)),
    ...(publicLine === undefined ? [] : ["public plug-in"]),
  ];
  return {
    kind: "table",
    header: [`${axis} (${unitOf(axis)})`, ...names.flatMap((name) => [`${name} (pJ)`, "exponent from the row above"])],
    rows: xs.map((x) => [
      String(x),
      ...drawn.flatMap(({ points, localExponents }) => {
        const at = points.findIndex((point) => point.x === x);
        const exponent = localExponents[at - 1];
        return [formatValue(points[at]?.y ?? 0), exponent === undefined ? "" : formatExponent(exponent)];
      }),
    ]),
  };
}

/** The largest factor, less 1, between two lines at the same points. */
function largestGap(a: ScalingLine, b: ScalingLine): number {
  return Math.max(...a.points.map(({ y }, i) => Math.abs((b.points[i]?.y ?? Number.POSITIVE_INFINITY) / y - 1)));
}

/** Lines so close to the first that they need no words of their own. */
const ALIKE = 0.05;

function alikeSentence(first: ScalingLine, line: ScalingLine): string {
  const name = figureName(line);
  const gap = percent(largestGap(first, line));
  return `${name[0]?.toUpperCase()}${name.slice(1)} is within ${gap} of ${figureName(first)} throughout and scales alike.`;
}

/** What the estimator notes at every point: what it notes at some has the point's own numbers in it. */
function sharedNotes({ records, definition, publicLine }: ComputedFigure): readonly string[] {
  const perRecord = records.filter(isAnswered).map(({ sources }) => {
    const asked = sources.filter(({ figures }) => figures.some((figure) => definition.actions.includes(figure)));
    return new Set(asked.flatMap(({ notes }) => notes ?? []));
  });
  // What the public plug-in would say is told with its line.
  const told = (note: string): boolean => publicLine !== undefined && note.includes("--compat");
  return [...(perRecord[0] ?? [])].filter((note) => perRecord.every((notes) => notes.has(note)) && !told(note));
}

/** Figures of the question whose lines the public plug-in gives a constant. */
function compatRemark({ definition, lines, axis }: ComputedFigure, compat: boolean): string | undefined {
  if (!compat || definition.componentClass !== "regfile" || axis !== "width" || lines.length === 0) return undefined;
  return (
    "That the width does not matter is a fault of the public plug-in: it counts one register of one bit and, for each word, " +
    "an address comparator. In a circuit each bit of the word has its own storage, bit lines and output driver, so that the " +
    "energy grows with the width in proportion; without `--compat` it is computed so."
  );
}

/** CACTI's narrowest word, as its plug-in asks for it. */
const NARROWEST_BITS = 32;

/**
 * Words narrower than CACTI's narrowest are scaled from it, energies by 0.7 w / 32 + 0.3. Said only where the figures
 * are so: another model of memories may do otherwise.
 */
function narrowRemark({ definition, lines: [line], axis }: ComputedFigure): string | undefined {
  if (definition.componentClass !== "SRAM" || axis !== "width" || line === undefined) return undefined;
  const narrowest = line.points.find(({ x }) => x === NARROWEST_BITS);
  const narrower = line.points.filter(({ x }) => x < NARROWEST_BITS);
  const scaled = (x: number): number => (0.7 * x) / NARROWEST_BITS + 0.3;
  if (narrowest === undefined || narrower.length === 0) return undefined;
  if (narrower.some(({ x, y }) => Math.abs(y / narrowest.y / scaled(x) - 1) > 1e-3)) return undefined;
  const factors = narrower.map(({ x }) => `${formatValue(scaled(x))} at ${x} bits`);
  const first = line.localExponents[0];
  return (
    `Below ${NARROWEST_BITS} bits no array is modelled: the narrowest word of the CACTI plug-in has ${NARROWEST_BITS} bits, and a ` +
    `narrower one takes 0.7 x width/${NARROWEST_BITS} + 0.3 of its energy (${joinNames(factors)}). The exponent ` +
    `${formatExponent(first ?? 0)} at the left end is that rule's and no circuit's.`
  );
}

function figureBlocks(figure: ComputedFigure, compat: boolean): readonly Block[] {
  const { lines, axis, publicLine, definition, refused } = figure;
  const heading: Block = { kind: "heading", level: 2, text: figureTitle(figure) };
  if (lines.length === 0 || refused.length > 0) {
    const messages = refused.flatMap(({ error }) => error.diagnostics.map(({ message }) => message));
    const text = `There is no figure: ${[...new Set(messages)].join("; ")}.`;
    return [heading, { kind: "paragraph", text }];
  }
  const [first] = lines;
  const apart = lines.filter((line) => line === first || first === undefined || largestGap(first, line) > ALIKE);
  const alike = lines.filter((line) => !apart.includes(line));
  const drawsShares = (first?.points[0]?.terms.length ?? 0) > 1;
  const caption = `Energy of the ${definition.component} over its ${axis}${drawsShares ? ", and the shares of the circuit's parts" : ""}.`;
  const growths = [
    ...apart.map((line) => growthParagraph(line, axis)),
    ...alike.map((line) => (first === undefined ? "" : alikeSentence(first, line))),
  ];
  const blocks: Block[] = [
    heading,
    { kind: "figure", id: definition.id, caption },
    { kind: "paragraph", text: growths.join(" ") },
    { kind: "list", items: apart.flatMap((line) => describeLine(line, axis)) },
  ];
  const crossing = crossingSentence(apart, axis);
  if (crossing !== undefined) blocks.push({ kind: "paragraph", text: crossing });
  const told = new Set<string>();
  for (const line of apart) blocks.push(...whyBlocks(line, axis, definition.componentClass === "SRAM", told));
  const narrow = narrowRemark(figure);
  if (narrow !== undefined) blocks.push({ kind: "paragraph", text: narrow });
  const remark = compatRemark(figure, compat);
  if (remark !== undefined) blocks.push({ kind: "paragraph", text: remark });
  if (publicLine !== undefined) blocks.push({ kind: "paragraph", text: publicSentence(publicLine, axis) });
  const notes = sharedNotes(figure);
  if (notes.length > 0) blocks.push({ kind: "paragraph", text: `The estimator notes: ${notes.join("; ")}.` });
  blocks.push(valueTable(figure));
  return blocks;
}

function publicSentence(line: ScalingLine, axis: string): string {
  const exponent = line.overall?.exponent ?? 0;
  const says =
    Math.abs(exponent) < 0.005
      ? `${formatValue(line.points[0]?.y ?? 0)} pJ whatever the ${axis}`
      : `${formatValue(line.points[0]?.y ?? 0)} to ${formatValue(line.points.at(-1)?.y ?? 0)} pJ, ${axis}^${formatExponent(exponent)}`;
  return (
    `The public Accelergy plug-in says ${says}: it counts one register of one bit and, for each word, an address comparator, ` +
    "so that the width of the word does not enter. No circuit can do that; the figures above come from a model that counts " +
    "the bits. `--compat` computes all figures as the public plug-ins do."
  );
}

function summaryTable(figures: readonly ComputedFigure[]): Block {
  const rows = figures.flatMap(({ definition, axis, lines }) =>
    lines.map((line): readonly string[] => {
      const [largest] = wholeLineTerms(line);
      const segments = line.segments.map(
        ({ fromX, toX, exponent }) => `${formatExponent(exponent)} (${fromX} to ${toX})`,
      );
      return [
        `(${definition.part}) ${definition.component}`,
        figureName(line),
        axis,
        line.overall === undefined ? "" : formatExponent(line.overall.exponent),
        segments.join(", "),
        largest === undefined ? "" : `${largest.name} (${percent(largest.share)})`,
      ];
    }),
  );
  return {
    kind: "table",
    header: ["component", "figure", "over", "exponent overall", "exponent by range", "largest part, mean share"],
    rows,
  };
}

export function explanation(figures: readonly ComputedFigure[], compat: boolean): readonly Block[] {
  const sources = mergedSources(figures.flatMap(({ records }) => records));
  const way = compat
    ? "computed as the public Accelergy plug-ins do, faults included"
    : "computed from circuit models and published tables";
  return [
    { kind: "heading", level: 1, text: "Question 2: how energy scales with width and depth" },
    {
      kind: "paragraph",
      text: `Energies of SRAM, register file, DRAM and integer MAC at 45 nm and 1 GHz, ${way}. All numbers on this page, those in the text as well, are taken from the computed figures.`,
    },
    {
      kind: "figure",
      id: "overview",
      caption:
        "All figures side by side, both axes logarithmic: a power law is a straight line, its slope the exponent.",
    },
    { kind: "heading", level: 2, text: "In short" },
    summaryTable(figures),
    { kind: "heading", level: 2, text: "How to read exponents" },
    {
      kind: "paragraph",
      text: `On logarithmic axes a power law E = c x^a is a straight line of slope a. Each line is cut into the fewest ranges in which one straight line is within ${DEFAULT_TOLERANCE * 100} % of every point. An energy is a sum of parts E = sum of E_k (bit lines, decoder, ...), each with its own exponent a_k; the exponent of the sum is their mean, weighted by their shares of the energy: a = sum of (E_k/E) a_k. A part therefore shapes the scaling by its share times its own exponent, and where shares shift from one part to another the exponent changes.`,
    },
    ...figures.flatMap((figure) => figureBlocks(figure, compat)),
    { kind: "heading", level: 2, text: "Where the figures come from" },
    {
      kind: "list",
      items: sources.map(({ estimator, citation, equation }) =>
        [
          `**${estimator}**`,
          ...(equation === undefined ? [] : [equation]),
          ...(citation === undefined ? [] : [citation]),
        ].join(": "),
      ),
    },
    {
      kind: "paragraph",
      text: "Reasons for the scaling of circuit parts: N. Weste, D. Harris, CMOS VLSI Design, 4th edition, chapters 11 and 12; S. Wilton, N. Jouppi, CACTI, IEEE JSSC 31(5), 1996.",
    },
  ];
}
