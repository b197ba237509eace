/** The form of one line of `model-cases.jsonl`: the input as YAML texts, and what Timeloop printed, name by name. */

export type Printed = number | string;

export interface PrintedLevel {
  readonly name: string;
  readonly specs: Readonly<Record<string, Printed>>;
  readonly stats: Readonly<Record<string, Printed>>;
  readonly dataspaces: Readonly<Record<string, Readonly<Record<string, Printed>>>>;
}

/** A network's data space also has ingresses by signature: `"multicast 2 scatter 3": 1152`. */
export type PrintedTransfers = Readonly<Record<string, Printed | Readonly<Record<string, number>>>>;

export interface PrintedNetwork {
  readonly name: string;
  readonly specs: Readonly<Record<string, Printed>>;
  readonly stats: Readonly<Record<string, Printed>>;
  readonly dataspaces: Readonly<Record<string, PrintedTransfers>>;
}

export interface PrintedResult {
  readonly valid: true;
  /** Compute level first. */
  readonly levels: readonly PrintedLevel[];
  readonly networks: readonly PrintedNetwork[];
  readonly summary: Readonly<Record<string, string>>;
  /** By `problem` and by level name. */
  readonly operational_intensity: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export interface PrintedRefusal {
  readonly valid: false;
  readonly message: readonly string[];
}

export interface ModelCase {
  readonly id: string;
  readonly family: string;
  readonly architecture: string;
  readonly problem: string;
  readonly mapping: string;
  readonly ert?: string;
  readonly expected: PrintedResult | PrintedRefusal;
}
