/** Descriptions with letters changed, cut, doubled: reading ends with a network or with an error that says where. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { readDocuments } from "../../yaml/read-documents.ts";
import { BUILT_IN_TEXTS } from "../built-in/texts.ts";
import { readNetwork } from "./read-network.ts";

const change = fc.record({
  at: fc.nat(),
  taken: fc.nat(6),
  put: fc.oneof(
    fc.constantFrom(
      "",
      "0",
      "-1",
      "99999999999",
      "1e9",
      "[",
      "]",
      "{",
      "}",
      ":",
      "input",
      ".",
      "block",
      "conv",
      " ** ",
      "~",
      "null",
      "stride",
    ),
    fc.string({ maxLength: 4 }),
  ),
});

test("changed descriptions", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...BUILT_IN_TEXTS),
      fc.array(change, { minLength: 1, maxLength: 3 }),
      ({ text }, changes) => {
        const changed = changes.reduce((sum, { at, taken, put }) => {
          const place = at % (sum.length + 1);
          return sum.slice(0, place) + put + sum.slice(place + taken);
        }, text);
        const { documents, diagnostics: earlier } = readDocuments([{ name: "net.yaml", text: changed }]);
        const { network, diagnostics } = readNetwork(documents, { earlier });
        expect(diagnostics.some(({ severity }) => severity === "error")).toBe(network === undefined);
        for (const { words } of network?.tensors.values() ?? [])
          expect(Number.isSafeInteger(words) && words > 0).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});
