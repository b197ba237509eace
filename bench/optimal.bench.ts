/**
 * Proofs a second: the least EDP of each recorded layer (recorded-layers.ts). The first run of each, still cold, also says
 * what it found, when it was within one per cent, and how that stands to Timeloop's best.
 */
import { OptimalSearch } from "@tilewright/core";
import { bench } from "./harness.ts";
import { type RecordedLayer, recordedLayers } from "./recorded-layers.ts";

for (const layer of recordedLayers()) {
  let isFirst = true;
  bench(
    `optimal, ${layer.name}`,
    () => {
      prove(layer, isFirst);
      isFirst = false;
    },
    { unit: "proof" },
  );
}

function prove({ name, spec, limits, timeloopEdp }: RecordedLayer, tells: boolean): void {
  const start = performance.now();
  const search = new OptimalSearch(spec, limits, { objective: ["edp"] });
  const found: { readonly ms: number; readonly edp: number }[] = [];
  while (search.advance(500) === "running") {
    const edp = search.best?.evaluation.edpJouleCycles;
    if (edp !== undefined && edp !== found.at(-1)?.edp) found.push({ ms: performance.now() - start, edp });
  }
  if (!tells) return;
  const ms = performance.now() - start;
  const edp = search.best?.evaluation.edpJouleCycles ?? Number.POSITIVE_INFINITY;
  const near = found.find((each) => each.edp <= 1.01 * edp)?.ms ?? ms;
  const seconds = `${(ms / 1000).toFixed(2)} s (within 1 %: ${(near / 1000).toFixed(2)} s)`;
  const size = `${search.nodes} partial nests, ${search.evaluated} mappings`;
  const versus = `${edp.toPrecision(4)} J x cycles, Timeloop ${timeloopEdp} (${(timeloopEdp / edp).toFixed(2)} x)`;
  console.log(`${name}: ${search.status} in ${seconds}, ${size}, ${versus}`);
}
