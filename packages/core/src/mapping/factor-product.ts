/**
 * Whether the factors of each dimension make its size. With loops `0..n` from the inside out, bounds P and residuals R
 * (Timeloop's formula for imperfect factors):
 *
 *     ((R_n - 1) * P_(n-1) + R_(n-1) - 1) * ... * P_0 + R_0        = size
 *
 * For perfect factors that is the plain product.
 */
import type { Report } from "../text/diagnostic.ts";
import type { Span } from "../text/source.ts";
import type { Workload } from "../workload/workload.ts";
import { factorProduct, factorsMissing } from "./errors.ts";
import type { LevelMapping, Loop } from "./mapping.ts";

/** One factor of a dimension with the words that name its place. */
interface PlacedFactor {
  readonly loop: Loop;
  readonly level: string;
}

/** The extent that loops of one dimension cover, outermost loop first. */
export function coveredExtent(loops: readonly Pick<Loop, "bound" | "residual">[]): number {
  let last = 0;
  for (const { bound, residual } of loops) last = last * bound + residual - 1;
  return last + 1;
}

/** Reports each dimension whose factors do not make its size. `names` are the levels' names, innermost first. */
export function checkFactorProducts(
  levels: readonly LevelMapping[],
  names: readonly string[],
  workload: Workload,
  place: Span,
  report: Report,
): boolean {
  const factors: PlacedFactor[][] = workload.loopDimensions.map(() => []);
  for (const { level, temporal, spatialX, spatialY } of [...levels].reverse()) {
    for (const loops of [temporal, [...spatialX, ...spatialY]]) {
      for (const loop of loops) factors[loop.dimension]?.push({ loop, level: names[level] ?? "?" });
    }
  }
  let good = true;
  const missing: string[] = [];
  for (const [id, { name, size }] of workload.loopDimensions.entries()) {
    const placed = factors[id] ?? [];
    const product = coveredExtent(placed.map(({ loop }) => loop));
    if (product === size) continue;
    good = false;
    if (placed.every(({ loop }) => loop.span === undefined)) {
      missing.push(`${name}=${size}`);
      continue;
    }
    const { span, advice } = advise(name, size, product, placed, place);
    const shown = Number.isSafeInteger(product) ? String(product) : product.toExponential(2);
    report(factorProduct(span, name, shown, size, advice));
  }
  if (missing.length > 0) report(factorsMissing(place, missing, names[0] ?? "?"));
  return good;
}

/** The factor to blame and what would fit in its place. */
function advise(
  name: string,
  size: number,
  product: number,
  placed: readonly PlacedFactor[],
  place: Span,
): { span: Span; advice: string } {
  const written = placed.filter(({ loop }) => loop.span !== undefined);
  const last = written.findLast(({ loop }) => loop.bound > 1) ?? written.at(-1);
  const span = last?.loop.span ?? place;
  const perfect = placed.every(({ loop }) => loop.bound === loop.residual);
  if (perfect && Number.isSafeInteger(product)) {
    const fits = written
      .map(({ loop, level }) => ({ loop, level, fit: size / (product / loop.bound) }))
      .filter(({ fit }) => Number.isInteger(fit));
    // The innermost factor above 1 that can be repaired alone is the likeliest slip.
    const best = fits.findLast(({ loop }) => loop.bound > 1) ?? fits.at(-1);
    if (best) {
      const others = fits.filter((fit) => fit !== best).map(({ level, fit }) => `${name}=${fit} at ${level}`);
      const more = others.length === 0 ? "" : `, or ${others.join(", or ")}`;
      return { span: best.loop.span ?? span, advice: `${name}=${best.fit} at ${best.level} would fit${more}` };
    }
  }
  const list = placed
    .filter(({ loop }) => loop.bound > 1)
    .map(({ loop, level }) => `${loop.bound}${loop.residual === loop.bound ? "" : `,${loop.residual}`} at ${level}`);
  return {
    span,
    advice: `no single factor can be changed to fit; the factors are ${list.join(" * ") || "all 1"}; a shorter last iteration is written ${name}=a,b`,
  };
}
