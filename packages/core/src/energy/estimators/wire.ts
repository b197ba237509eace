/**
 * Wires by length:
 *
 *     energy of a transfer = width x 0.2 x 1.627 fF/um x length x V^2
 *
 * 0.2 is the share of wires that switch, 1.627 fF/um the wire with its repeaters, as in the public table plug-in of
 * Accelergy, whose supply is always 1 V and whose nodes are 40 and 45 nm (`compat`). Otherwise the supply is the attribute
 * `voltage`, or the nominal one of the node. Wires run above the logic and leak nothing to speak of.
 */
import { actionKind } from "../actions.ts";
import { Decline, declining, type Estimate, type EstimateQuery, type Estimator, OutOfScope } from "../estimator.ts";
import { primitiveClass } from "../primitive-classes.ts";
import { figure, QueryReader } from "../query-reader.ts";
import { ALADDIN } from "../tables/circuit-rows.ts";
import { isScalable, nominalSupply } from "../tables/stillmaker-baas.ts";

const NAME = "wire by length";
const ACCURACY = 70;
const FARAD_PER_UM = 1.627e-15;
const ACTIVITY = 0.2;
const LENGTH = /^\s*((?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*(nm|um|µm|mm)?\s*$/i;
const MICROMETRES_IN: Readonly<Record<string, number>> = { nm: 1e-3, um: 1, µm: 1, mm: 1e3 };

export function wireByLength({ compat }: { readonly compat: boolean }): Estimator {
  return {
    name: NAME,
    knownClasses: [
      { name: "wire", actions: ["transfer", "leak"], attributes: ["width", "length", "technology", "voltage"] },
    ],
    estimate: (query) => declining(NAME, () => estimateWire(query, compat)),
  };
}

function estimateWire(query: EstimateQuery, compat: boolean): Estimate {
  if (primitiveClass(query.componentClass, compat)?.name !== "wire") {
    throw new OutOfScope(`it knows wires only, not class "${query.componentClass}"`);
  }
  const reader = new QueryReader(query);
  const technologyNm = reader.technologyNm();
  const isHome = technologyNm === 40 || technologyNm === 45;
  if (compat && !isHome) throw new Decline(`technology ${technologyNm} nm is not 40 or 45 nm`);
  const answer = (value: number, how: string): Estimate => ({
    kind: "estimate",
    value,
    accuracy: ACCURACY,
    provenance: {
      estimator: NAME,
      inputs: reader.inputs,
      equation: "width x 0.2 x 1.627 fF/um x length x V^2",
      terms: [{ name: "wire", value, how }],
      notes: reader.notes,
      citation: ALADDIN,
    },
  });
  if (query.action === undefined) return answer(0, "wires run above the logic that they cross");
  const isTransfer = compat
    ? query.action === "transfer" || query.action === "transfer_random"
    : actionKind(query.action, ["transfer", "leak"]) === "dynamic" && query.action !== "transfer_repeated";
  if (!isTransfer) return answer(0, "a wire that does not switch costs nothing");
  const width = reader.number(["width", "datawidth"]);
  const lengthUm = readLength(reader);
  const volts = compat ? 1 : supply(reader, isHome ? 45 : technologyNm);
  const value = width * ACTIVITY * FARAD_PER_UM * lengthUm * volts ** 2 * 1e12;
  return answer(value, `${figure(width)} x 0.2 x 1.627 fF/um x ${figure(lengthUm)} um x (${figure(volts)} V)^2`);
}

function supply(reader: QueryReader, technologyNm: number): number {
  if (reader.find(["voltage"]) !== undefined) return reader.number(["voltage"], { unit: "V" });
  if (!isScalable(technologyNm)) {
    throw new Decline(`the supply at ${technologyNm} nm is not known: give it as attribute voltage`);
  }
  const volts = nominalSupply(technologyNm);
  if (technologyNm !== 45)
    reader.notes.push(`voltage is not given: the nominal ${figure(volts)} V of the node is taken`);
  return volts;
}

/** Micrometres; a bare number is in um, with a note. */
function readLength(reader: QueryReader): number {
  const found = reader.find(["length"]);
  if (found === undefined) throw new Decline('attribute "length" is missing: write it like 2mm or 50um');
  const [, digits, unit] = LENGTH.exec(String(found.value)) ?? [];
  if (digits === undefined)
    throw new Decline(`length ${JSON.stringify(found.value)} is none: write it like 2mm or 50um`);
  if (unit === undefined) reader.notes.push("length has no unit: um is taken");
  const lengthUm = Number(digits) * (MICROMETRES_IN[unit?.toLowerCase() ?? "um"] ?? 1);
  reader.record("length", lengthUm, "um");
  return lengthUm;
}
