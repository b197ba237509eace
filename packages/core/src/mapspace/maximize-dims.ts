/**
 * `maximize_dims: [[R, S], [C, M]]`: the front end's shorthand for "as much of R and S as fits, then of C and M".
 * Factors are chosen greedily where the constraints are read, not by the search:
 *
 *     capacity   the fan-out of a spatial constraint, `maximize_dims_capacity` of a temporal one, over the factors that
 *                are fixed there already
 *     left       size of each dimension over all its fixed factors anywhere
 *     choose     of all products of prime factors of what is left, each at most the capacity, the largest; a dimension
 *                larger than the capacity may also be cut into equal pieces, the last one shorter
 *
 * Spatial constraints are filled before temporal ones, from the inside out. Source: the rules of constraint_macro.py in
 * Timeloop's front end.
 */

/** What one dimension takes. */
export interface Allocation {
  readonly dimension: number;
  readonly factor: number;
}

interface Choice {
  readonly utilization: number;
  readonly factors: readonly Allocation[];
}

/** The factors of the dimensions in `left` that fill `capacity` best; those of 1 are left out. */
export function fillCapacity(left: ReadonlyMap<number, number>, capacity: number): readonly Allocation[] {
  const merged = new Map<number, number>();
  for (const { dimension, factor } of choose(left, capacity, new Map()).factors) {
    merged.set(dimension, (merged.get(dimension) ?? 1) * factor);
  }
  return [...merged].map(([dimension, factor]) => ({ dimension, factor }));
}

function choose(left: ReadonlyMap<number, number>, capacity: number, known: Map<string, Choice>): Choice {
  if (capacity <= 1) return { utilization: 1, factors: [] };
  const key = `${capacity}:${[...left.values()].join(",")}`;
  const before = known.get(key);
  if (before) return before;
  let best: Choice = { utilization: 1, factors: [] };
  for (const [dimension, size] of left) {
    if (size > capacity) {
      const pieces = Math.ceil(size / capacity);
      const factor = Math.ceil(size / pieces);
      const utilization = (factor * (pieces - 1) + (size % factor)) / pieces;
      if (utilization > best.utilization) best = { utilization, factors: [{ dimension, factor }] };
    }
    for (const prime of primeFactors(size)) {
      if (prime > capacity) continue;
      const rest = new Map(left).set(dimension, size / prime);
      const inner = choose(rest, Math.floor(capacity / prime), known);
      if (inner.utilization * prime > best.utilization) {
        best = { utilization: inner.utilization * prime, factors: [{ dimension, factor: prime }, ...inner.factors] };
      }
    }
  }
  known.set(key, best);
  return best;
}

function primeFactors(size: number): ReadonlySet<number> {
  const primes = new Set<number>();
  let rest = size;
  for (let p = 2; p * p <= rest; p++) for (; rest % p === 0; rest /= p) primes.add(p);
  if (rest > 1) primes.add(rest);
  return primes;
}
