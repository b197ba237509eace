/** Explanations as a terminal shows them: the core's text with titles and labels picked out. */
import {
  type Contributor,
  type Explanation,
  type InvalidExplanation,
  renderBriefly,
  renderExplanation,
  renderInvalid,
} from "@tilewright/core";
import { printable } from "./display-width.ts";
import { formatShare } from "./format-number.ts";
import type { Styles } from "./styles.ts";
import type { Terminal } from "./terminal.ts";

const MAX_COLUMNS = 100;

type Output = Pick<Terminal, "columns" | "styles">;

function columnsOf(output: Output): number {
  return Math.min(output.columns, MAX_COLUMNS);
}

/** The first line is the title; names from files may hold anything. */
function titled(text: string, styles: Styles): string {
  const [title = "", ...rest] = text.split("\n").map(printable);
  return [styles.strong(title), ...rest].join("\n");
}

/** One count, in full. */
export function renderQuestionReport(explanation: Explanation, output: Output): string {
  return titled(renderExplanation(explanation, { columns: columnsOf(output) }), output.styles);
}

/** Several counts, in short, each with its share. */
export function renderMainReport(main: readonly Contributor[], output: Output): string {
  if (main.length === 0) return "Nothing is counted there: no such access is ever made.\n";
  const blocks = main.map(({ explanation, share, shareOf }) => {
    const text = titled(renderBriefly(explanation, { columns: columnsOf(output) }), output.styles);
    return `${output.styles.accent(`${formatShare(share).replaceAll("\u00a0", " ")} of the ${shareOf} of storage`)}\n${text}`;
  });
  const { level, dataSpace, counter } = (main[0] as Contributor).explanation;
  const more = `In full: tilewright explain ... --level ${printable(level)} --data-space ${printable(dataSpace)} --counter ${counter}`;
  return `${blocks.join("\n")}\n${output.styles.faint(more)}\n`;
}

/** Why a mapping is invalid. */
export function renderInvalidReport(invalid: InvalidExplanation, output: Output): string {
  return titled(renderInvalid(invalid, { columns: columnsOf(output) }), output.styles);
}
