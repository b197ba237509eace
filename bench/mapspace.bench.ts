/**
 * Mapspaces: counting all mappings of the row-stationary design's layer with nothing constrained, a mapping by its number
 * and its number again, and candidates that each search looks at in a second.
 */
import { MappingSearch, Mapspace, planSearch, readConstraints, WALK_ALGORITHMS } from "@tilewright/core";
import { eyerissSpec } from "./eyeriss.ts";
import { bench } from "./harness.ts";

const CANDIDATES = 2000;
const spec = eyerissSpec();
const { limits } = readConstraints(spec);
if (limits === undefined) throw new Error("the example's constraints cannot be read");
const mapspace = new Mapspace(spec, limits);
const { size } = mapspace;
let at = 0n;

bench("count a mapspace", () => new Mapspace(spec, limits).size, { unit: "mapspace" });
bench("a mapping by its number", () => {
  at = (at * 6364136223846793005n + 1442695040888963407n) % size;
  return mapspace.mappingAt(at);
});
bench("and its number again", () => mapspace.indexOf(mapspace.mappingAt(at)));

for (const algorithm of WALK_ALGORITHMS) {
  const plan = planSearch(mapspace, { threads: 1, timeout: 1e9, victoryCondition: 0 }, { algorithm });
  const search = new MappingSearch(mapspace, plan);
  bench(`${algorithm} search`, () => search.advance(CANDIDATES), { unit: "candidate", perCall: CANDIDATES });
}
