/** What the reader accepts before it says no: hostile or broken input must end in bounded time and memory. */

export interface ReadLimits {
  /** UTF-16 units of one input text, and of what its template renders to. */
  readonly textLength: number;
  /** Nodes of all documents together, counting what an alias stands for each time it is used. */
  readonly nodes: number;
  /** Collections inside collections. */
  readonly depth: number;
  /** Files that include files. */
  readonly includeDepth: number;
  /** Steps of one template's evaluation. */
  readonly templateSteps: number;
}

export const DEFAULT_LIMITS: ReadLimits = {
  textLength: 16 * 1024 * 1024,
  nodes: 1_000_000,
  depth: 200,
  includeDepth: 50,
  templateSteps: 1_000_000,
};
