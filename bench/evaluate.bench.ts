/**
 * How many mappings a second on one core, ResNet-32's 3x3 layer on the Eyeriss-like architecture: by the compiled
 * evaluator, by the full model, and by the sampled walk; valid mappings only.
 */
import { CompiledPlan, encodeMapping, evaluate, type Mapping } from "@tilewright/core";
import { eyerissSpec, randomMapping, seededRandom } from "./eyeriss.ts";
import { bench } from "./harness.ts";

const spec = eyerissSpec();
const plan = new CompiledPlan(spec);
const random = seededRandom(1);
const mappings: Mapping[] = [];
let drawn = 0;
let byFullModel = 0;
while (mappings.length < 2000) {
  const mapping = randomMapping(spec, random);
  drawn++;
  if (plan.evaluateMapping(mapping) !== "valid") continue;
  if (plan.usedFullModel) byFullModel++;
  mappings.push(mapping);
}
const codes = mappings.map((mapping) => encodeMapping(plan.layout, mapping) as Int32Array);
console.log(
  `${mappings.length} valid of ${drawn} random mappings; ${byFullModel} need the full model's link transfers`,
);

let at = 0;
bench(
  "compiled evaluator",
  () => {
    for (let i = 0; i < 1000; i++) plan.evaluate(codes[at++ % codes.length] as Int32Array);
    return plan.energyPj;
  },
  { unit: "mapping", perCall: 1000, against: "full model" },
);
// Many a call: it takes some thousands until the code is as hot as it gets.
bench(
  "full model",
  () => {
    for (let i = 0; i < 500; i++) evaluate({ ...spec, mapping: mappings[at++ % mappings.length] as Mapping });
  },
  { unit: "mapping", perCall: 500 },
);
bench(
  "sampled walk",
  () => evaluate({ ...spec, mapping: mappings[at++ % mappings.length] as Mapping }, { method: "walk" }),
  { unit: "mapping", against: "full model" },
);
