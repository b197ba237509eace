/**
 * DRAM by energy per bit: read, write and update cost `pJ per bit of the type x width`; leakage and area belong to
 * another chip and count nothing here, as in the public CACTI plug-in of Accelergy. Nothing depends on the node of the
 * accelerator.
 */

import { nearestWord } from "../../text/nearest-word.ts";
import { actionKind } from "../actions.ts";
import { Decline, declining, type Estimate, type EstimateQuery, type Estimator, OutOfScope } from "../estimator.ts";
import { primitiveClass } from "../primitive-classes.ts";
import { figure, QueryReader } from "../query-reader.ts";
import { DRAM_ROWS, type DramRow } from "../tables/dram-rows.ts";

const NAME = "DRAM energy per bit";
/** A figure of the user's own. */
const OWN_ACCURACY = 85;
const ACTIONS = ["read", "write", "update", "leak"];

export function dramPerBit({ compat }: { readonly compat: boolean }): Estimator {
  return {
    name: NAME,
    knownClasses: [{ name: "DRAM", actions: ACTIONS, attributes: ["width", "type", "pj_per_bit"] }],
    estimate: (query) => declining(NAME, () => estimateDram(query, compat)),
  };
}

function estimateDram(query: EstimateQuery, compat: boolean): Estimate {
  if (primitiveClass(query.componentClass, compat)?.name !== "DRAM") {
    throw new OutOfScope(`it knows DRAM only, not class "${query.componentClass}"`);
  }
  const reader = new QueryReader(query);
  const row = readRow(reader, compat);
  const { action } = query;
  const isLeak = action !== undefined && isLeakage(action, compat);
  const answer = (value: number, how: string): Estimate => ({
    kind: "estimate",
    value,
    accuracy: row.accuracy,
    provenance: {
      estimator: NAME,
      inputs: reader.inputs,
      equation: "energy per bit x width",
      terms: [{ name: row.type, value, how }],
      notes: reader.notes,
      citation: row.citation,
    },
  });
  const width = reader.count(["width"]);
  if (action === undefined) return answer(0, "the DRAM is a chip of its own");
  if (isLeak) return answer(0, "refresh and standby of the DRAM are not part of the accelerator");
  return answer(row.pjPerBit * width, `${figure(row.pjPerBit)} pJ/bit x ${width} bits`);
}

/** The figure of the type, or the user's own. */
function readRow(reader: QueryReader, compat: boolean): DramRow {
  if (!compat && reader.find(["pj_per_bit"]) !== undefined) {
    const pjPerBit = reader.number(["pj_per_bit"], { unit: "pJ" });
    return { type: "DRAM", pjPerBit, citation: "attribute pj_per_bit", accuracy: OWN_ACCURACY, inPlugIn: false };
  }
  const rows = DRAM_ROWS.filter(({ inPlugIn }) => inPlugIn || !compat);
  const type = reader.word(["type"], "LPDDR4");
  const row = rows.find((candidate) => candidate.type === type || (!compat && same(candidate.type, type)));
  if (row !== undefined) return row;
  const types = rows.map((candidate) => candidate.type);
  const near = nearestWord(type, types);
  const guess = near === undefined ? "" : `: did you mean ${near}?`;
  const own = compat ? "" : "; attribute pj_per_bit takes a figure of your own";
  throw new Decline(`DRAM type "${type}" is not known${guess} (known: ${types.join(", ")}${own})`);
}

function isLeakage(action: string, compat: boolean): boolean {
  if (!compat) return actionKind(action, ACTIONS) === "idle";
  if (!ACTIONS.includes(action)) throw new Decline(`"${action}" is no action of it (read, write, update, leak)`);
  return action === "leak";
}

function same(a: string, b: string): boolean {
  const fold = (text: string): string => text.toLowerCase().replaceAll(/[-_ ]/g, "");
  return fold(a) === fold(b);
}
