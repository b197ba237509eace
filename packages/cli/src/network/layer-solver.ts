/**
 * Searches for many layers: each question once, what the cache knows not at all, the rest side by side on this thread
 * and on others. However it is run, a layer's search is the same, and so is what it finds, unless time stops it.
 */
import { explainEmptyMapspace, type LayerPlan, type LayerSearchResult, planContent } from "@tilewright/core";
import { type LayerRun, type LayerThread, layerThread, type ResultCache, runLayer } from "@tilewright/node";

export interface SolverOptions {
  readonly threads: number;
  /** Of each layer; infinite for none. */
  readonly secondsPerLayer: number;
  /** Of all layers together, shared out as they begin; infinite for none. */
  readonly secondsInAll: number;
  readonly cache: ResultCache | undefined;
  readonly isInterrupted: () => boolean;
  readonly onProgress: (progress: SolverProgress) => void;
}

export interface SolverProgress {
  readonly done: number;
  readonly asked: number;
  /** Answers out of the cache. */
  readonly hits: number;
}

export interface SolvedLayer {
  /** Absent where nothing can be found, where the search was not begun, or its thread died. */
  readonly result?: LayerSearchResult;
  readonly seconds: number;
  readonly isCached: boolean;
  readonly stoppedBy: "end" | "time" | "user";
  readonly died?: string;
}

/** Once its time is up, a network's search still looks at each layer for so long. */
const LEAST_SECONDS = 0.1;
const POLL_MS = 50;
/** Starting a thread costs as much as some searches: others join this one only where it takes longer. */
const JOIN_AFTER_MS = 500;

/** The file that threads run: only the bundled command line is one. */
function threadScript(): URL | undefined {
  return import.meta.url.endsWith(".mjs") ? new URL(import.meta.url) : undefined;
}

export class LayerSolver {
  readonly #options: SolverOptions;
  readonly #known = new Map<string, Promise<SolvedLayer>>();
  readonly #started: number = performance.now();
  readonly #watch: NodeJS.Timeout;
  /** Threads that have nothing to do, this one first; and those that wait for one. */
  readonly #idle: (LayerThread | "here")[];
  readonly #others: readonly LayerThread[];
  readonly #waiting: ((thread: LayerThread | "here") => void)[] = [];
  #asked = 0;
  #done = 0;
  #hits = 0;
  #haveJoined = false;

  constructor(options: SolverOptions) {
    this.#options = options;
    const script = threadScript();
    const count = script ? options.threads - 1 : 0;
    this.#others = Array.from({ length: count }, () => layerThread(script as URL));
    this.#idle = ["here"];
    this.#watch = setInterval(() => {
      if (options.isInterrupted()) for (const thread of this.#others) thread.stop();
      this.#joinOthers();
      this.#tell();
    }, POLL_MS);
  }

  /** Questions answered and asked so far. */
  get progress(): SolverProgress {
    return { done: this.#done, asked: this.#asked, hits: this.#hits };
  }

  /** Finds the best mapping of a plan; a question that was asked before gets the same answer. */
  solve(plan: LayerPlan): Promise<SolvedLayer> {
    const content = planContent(plan);
    const known = this.#known.get(content);
    if (known !== undefined) return known;
    this.#asked++;
    const solving = this.#solve(plan, content).then((solved) => {
      this.#done++;
      this.#tell();
      return solved;
    });
    this.#known.set(content, solving);
    return solving;
  }

  async close(): Promise<void> {
    clearInterval(this.#watch);
    await Promise.all(this.#others.map((thread) => thread.close()));
  }

  #joinOthers(): void {
    if (this.#haveJoined || performance.now() - this.#started < JOIN_AFTER_MS) return;
    this.#haveJoined = true;
    for (const thread of this.#others) this.#release(thread);
  }

  #tell(): void {
    this.#options.onProgress(this.progress);
  }

  async #solve(plan: LayerPlan, content: string): Promise<SolvedLayer> {
    const { cache, isInterrupted } = this.#options;
    const limited = `${content}\n${JSON.stringify({ gap: plan.gap, seconds: this.#limit() })}`;
    const kept = (cache?.get(content) ?? cache?.get(limited)) as LayerSearchResult | undefined;
    if (kept) this.#hits++;
    if (kept) return { result: kept, seconds: 0, isCached: true, stoppedBy: kept.ended ? "end" : "time" };
    // What cannot be is not searched for.
    const isPossible = explainEmptyMapspace(plan.search.spec, plan.search.limits).length === 0;
    if (!isPossible) return { seconds: 0, isCached: false, stoppedBy: "end" };
    const { result, seconds, died } = await this.#run(plan);
    const stoppedBy = result?.ended ? "end" : isInterrupted() ? "user" : "time";
    if (result && stoppedBy !== "user") {
      // What a rule of the search ended is the same in every run; what the clock ended, under the same limit.
      const isFinal = result.complete || (result.ended && plan.algorithm !== "optimal");
      if (isFinal) cache?.set(content, result);
      else if (this.#options.secondsInAll === Number.POSITIVE_INFINITY) cache?.set(limited, result);
    }
    return { ...(result && { result }), seconds, isCached: false, stoppedBy, ...(died !== undefined && { died }) };
  }

  #limit(): number | string {
    const { secondsPerLayer } = this.#options;
    return Number.isFinite(secondsPerLayer) ? secondsPerLayer : "none";
  }

  async #run(plan: LayerPlan): Promise<LayerRun> {
    const { isInterrupted } = this.#options;
    // All that is asked at once is asked before the first search begins: time is shared out among them.
    await new Promise((resolve) => setImmediate(resolve));
    const thread =
      this.#idle.shift() ?? (await new Promise<LayerThread | "here">((resolve) => this.#waiting.push(resolve)));
    if (isInterrupted()) {
      this.#release(thread);
      return { seconds: 0 };
    }
    const seconds = this.#seconds();
    const run = await (thread === "here" ? runLayer(plan, seconds, isInterrupted) : thread.run(plan, seconds));
    this.#release(thread);
    return run;
  }

  #release(thread: LayerThread | "here"): void {
    const next = this.#waiting.shift();
    if (next) next(thread);
    else if (thread === "here") this.#idle.unshift(thread);
    else this.#idle.push(thread);
  }

  /** Time of a search that begins now: what is left of all, divided among those that are not done. */
  #seconds(): number {
    const { secondsPerLayer, secondsInAll } = this.#options;
    const threads = this.#others.length + 1;
    const left = secondsInAll - (performance.now() - this.#started) / 1000;
    const waiting = Math.max(1, this.#asked - this.#done);
    return Math.min(secondsPerLayer, Math.max(LEAST_SECONDS, (left * Math.min(threads, waiting)) / waiting));
  }
}
