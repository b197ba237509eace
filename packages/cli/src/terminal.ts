/** Where a command writes: reports to standard output, everything about the run to standard error. */
import { writeSync } from "node:fs";
import { PLAIN_STYLES, type Styles, stylesFor } from "./styles.ts";

export interface Terminal {
  /** Cells of a line of standard output; 80 where it is no terminal. */
  readonly columns: number;
  /** Whether standard error is a terminal that a progress line can be redrawn on. */
  readonly interactive: boolean;
  readonly styles: Styles;
  readonly errorStyles: Styles;
  /** Whether diagnostics are coloured. */
  readonly errorColor: boolean;
  out(text: string): void;
  error(text: string): void;
}

const DEFAULT_COLUMNS = 80;
const MIN_COLUMNS = 40;

function columnsOf(stream: NodeJS.WriteStream): number {
  const fromEnvironment = Number(process.env["COLUMNS"]);
  const columns = stream.isTTY ? stream.columns : fromEnvironment;
  return Number.isInteger(columns) && columns > 0 ? Math.max(MIN_COLUMNS, columns) : DEFAULT_COLUMNS;
}

/** The real terminal. Standard error is written at once, so that it shows while a long computation runs. */
export function processTerminal(): Terminal {
  const errorStyles = stylesFor(process.stderr);
  return {
    columns: columnsOf(process.stdout),
    interactive: process.stderr.isTTY === true && process.env["TERM"] !== "dumb",
    styles: stylesFor(process.stdout),
    errorStyles,
    errorColor: errorStyles.bad("x") !== "x",
    out(text) {
      process.stdout.write(text);
    },
    error(text) {
      try {
        writeSync(2, text);
      } catch {
        // A full or closed pipe on standard error must not stop the work; Node's stream queues what it can.
        process.stderr.write(text);
      }
    },
  };
}

/** A terminal that keeps what is written, for tests. */
export function recordingTerminal(columns: number = DEFAULT_COLUMNS): Terminal & { output: string; errors: string } {
  return {
    columns,
    interactive: false,
    styles: PLAIN_STYLES,
    errorStyles: PLAIN_STYLES,
    errorColor: false,
    output: "",
    errors: "",
    out(text) {
      this.output += text;
    },
    error(text) {
      this.errors += text;
    },
  };
}
