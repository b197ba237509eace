/**
 * How the time to a proof grows with the mapspace: products of 16^3 to 2048^3 (large-product.ts), all kept and with free
 * bypass. The first run of each says how many mappings there are, how many were evaluated and how many partial nests bounded.
 */
import { Mapspace, OptimalSearch } from "@tilewright/core";
import { bench } from "./harness.ts";
import { largeProduct } from "./large-product.ts";

for (const isFree of [false, true]) {
  for (const size of isFree ? [16, 64, 256] : [16, 64, 256, 1024, 2048]) {
    let isFirst = true;
    const name = `product of ${size}^3${isFree ? ", free bypass" : ""}`;
    const { spec, limits } = largeProduct(size, isFree);
    bench(
      name,
      () => {
        const from = performance.now();
        const search = new OptimalSearch(spec, limits, { objective: ["edp"] });
        while (search.advance(1000) === "running");
        if (!isFirst) return;
        isFirst = false;
        const seconds = (performance.now() - from) / 1000;
        const mapspace = new Mapspace(spec, limits);
        const mappings = mapspace.isCountable ? Number(mapspace.size).toExponential(1) : "uncounted";
        const rate = Math.round(search.nodes / seconds);
        const work = `${search.nodes} partial nests (${rate} a second), ${search.evaluated} mappings evaluated`;
        console.log(`${name}: ${mappings} mappings, ${search.status} in ${seconds.toFixed(2)} s, ${work}`);
      },
      { unit: "proof" },
    );
  }
}
