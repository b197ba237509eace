/**
 * A small benchmark harness for noisy machines: what it reports is rates and, where a benchmark names another one,
 * the *ratio* of the two. Benchmarks of a file run interleaved, round after round, so that a slow spell of the
 * machine meets all of them; a ratio is the median of the rounds' ratios, a rate the median of the rounds' rates.
 *
 *     bench("simulate", () => simulate(nest), { unit: "MAC", perCall: 1536 });
 *     bench("closed form", () => analyze(nest), { unit: "MAC", perCall: 1536, against: "simulate" });
 */

export interface BenchOptions {
  /** What is counted: `call` by default, else e.g. `MAC` or `mapping`. */
  readonly unit?: string;
  /** Units that one call of the function does. Default: 1. */
  readonly perCall?: number;
  /** Name of the benchmark of the same file whose rate is taken as 1. */
  readonly against?: string;
}

export interface BenchResult {
  readonly file: string;
  readonly name: string;
  readonly unit: string;
  /** Median over the rounds. */
  readonly unitsPerSecond: number;
  readonly secondsPerCall: number;
  /** Half of the distance between the quartiles of the rounds' rates, as a fraction of the median. */
  readonly spread: number;
  readonly against?: string;
  /** Median of the rounds' ratios to `against`: 10 is ten times as fast. */
  readonly ratio?: number;
}

export interface RunOptions {
  readonly rounds: number;
  /** Time that one benchmark takes in one round, at least. */
  readonly roundMs: number;
}

interface Benchmark {
  readonly file: string;
  readonly name: string;
  readonly run: () => unknown;
  readonly unit: string;
  readonly perCall: number;
  readonly against: string | undefined;
}

const registered: Benchmark[] = [];
let currentFile = "";

/** Registers a benchmark of the file being loaded; it runs later. A function that returns a promise is awaited. */
export function bench(name: string, run: () => unknown, options: BenchOptions = {}): void {
  const { unit = "call", perCall = 1, against } = options;
  registered.push({ file: currentFile, name, run, unit, perCall, against });
}

/** Says to which file the benchmarks registered from now on belong. */
export function enterFile(file: string): void {
  currentFile = file;
}

/** Runs the registered benchmarks whose file or name contains `filter`, file by file. */
export async function runBenchmarks(filter: string, options: RunOptions): Promise<BenchResult[]> {
  const wanted = registered.filter(({ file, name }) => `${file} ${name}`.includes(filter));
  const files = [...new Set(wanted.map(({ file }) => file))];
  const results: BenchResult[] = [];
  for (const file of files) results.push(...(await runGroup(withBaselines(wanted, file), options)));
  return results;
}

/** The wanted benchmarks of a file and those that they are compared with. */
function withBaselines(wanted: readonly Benchmark[], file: string): Benchmark[] {
  const inFile = wanted.filter((benchmark) => benchmark.file === file);
  const baselines = new Set(inFile.map(({ against }) => against));
  return registered.filter((each) => each.file === file && (inFile.includes(each) || baselines.has(each.name)));
}

async function runGroup(group: readonly Benchmark[], { rounds, roundMs }: RunOptions): Promise<BenchResult[]> {
  const calls = new Map<Benchmark, number>();
  for (const benchmark of group) calls.set(benchmark, await warmUp(benchmark, roundMs));

  const rates = new Map<string, number[]>(group.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const benchmark of group) {
      const count = calls.get(benchmark) ?? 1;
      const seconds = await time(benchmark, count);
      rates.get(benchmark.name)?.push((count * benchmark.perCall) / seconds);
    }
  }
  return group.map((benchmark) => resultOf(benchmark, rates));
}

/** Rounds without a better rate after which code counts as hot, and rounds of warming at most. */
const PATIENCE = 3;
const MOST_ROUNDS = 24;

/** Calls until the code gets no faster any more, and tells how many calls fill a round. */
async function warmUp(benchmark: Benchmark, roundMs: number): Promise<number> {
  let calls = 1;
  while ((await time(benchmark, calls)) * 1000 < roundMs / 2) calls *= 2;
  let best = Number.POSITIVE_INFINITY;
  let rounds = 0;
  for (let stale = 0; stale < PATIENCE && rounds < MOST_ROUNDS; rounds++, stale++) {
    const seconds = (await time(benchmark, calls)) / calls;
    if (seconds < 0.97 * best) stale = -1;
    best = Math.min(best, seconds);
  }
  return Math.max(1, Math.round(roundMs / (best * 1000)));
}

async function time(benchmark: Benchmark, calls: number): Promise<number> {
  const start = performance.now();
  for (let call = 0; call < calls; call++) {
    const result = benchmark.run();
    if (result instanceof Promise) await result;
  }
  return Math.max(performance.now() - start, 1e-3) / 1000;
}

function resultOf(benchmark: Benchmark, rates: ReadonlyMap<string, readonly number[]>): BenchResult {
  const { file, name, unit, perCall, against } = benchmark;
  const own = rates.get(name) ?? [];
  const unitsPerSecond = quantile(own, 0.5);
  const result = {
    file,
    name,
    unit,
    unitsPerSecond,
    secondsPerCall: perCall / unitsPerSecond,
    spread: (quantile(own, 0.75) - quantile(own, 0.25)) / 2 / unitsPerSecond,
  };
  if (against === undefined) return result;
  const baseline = rates.get(against);
  if (baseline === undefined)
    throw new Error(`${file}: "${name}" is against "${against}", which is not a benchmark there`);
  const ratios = own.map((rate, round) => rate / (baseline[round] ?? Number.NaN));
  return { ...result, against, ratio: quantile(ratios, 0.5) };
}

/** Linear between neighbours, as most programs count quantiles. */
function quantile(values: readonly number[], fraction: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * fraction;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? below;
  return below + (above - below) * (position - Math.floor(position));
}
