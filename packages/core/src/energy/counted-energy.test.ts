import { describe, expect, it } from "vitest";
import { DiagnosticBag } from "../text/diagnostic-bag.ts";
import { readDocuments } from "../yaml/read-documents.ts";
import { readActionCounts } from "./action-counts.ts";
import { type CountedEnergy, countedEnergy } from "./counted-energy.ts";
import { readEnergyEntries } from "./read-reference-table.ts";

const ERT = `
version: 0.4
tables:
  - name: chip.glb
    actions:
      - {name: read, arguments: {data_delta: 0}, energy: 2}
      - {name: read, arguments: {data_delta: 1}, energy: 8}
  - name: chip.PE[0..3].mac
    actions: [{name: compute, arguments: {}, energy: 0.5}]
`;

/** Energies of `counts` by the table, or the codes of what is wrong. */
function run(counts: string): CountedEnergy | readonly string[] {
  const bag = new DiagnosticBag();
  const [table, counted] = [ERT, counts].map(
    (text, i) => readDocuments([{ name: `${i}.yaml`, text }], {}).documents[0]!,
  );
  const energy = countedEnergy(
    readActionCounts(counted!, bag.report),
    readEnergyEntries(table!, bag.report),
    bag.report,
  );
  return bag.hasErrors ? bag.list().map(({ code }) => code) : energy;
}

describe("the energy of a run", () => {
  it("is counts times energies, by path and arguments, in trees and in lists", () => {
    const counts = `
version: 0.4
local:
  - name: chip.glb
    action_counts:
      - {name: read, arguments: {data_delta: 1}, counts: 10}
      - {name: read, arguments: {data_delta: 0}, counts: 100}
subtree:
  - name: chip
    subtree:
      - name: PE[2]
        local:
          - {name: mac, action_counts: [{name: compute, counts: 6}]}
`;
    expect(run(counts)).toEqual({
      components: [
        { path: "chip.glb", energyPj: 280 },
        { path: "chip.PE[2].mac", energyPj: 3 },
      ],
      totalPj: 283,
    });
  });

  it("takes the first energy where no arguments are given, and the only one whatever they are", () => {
    expect(run("local: [{name: chip.glb, action_counts: [{name: read, counts: 1}]}]")).toMatchObject({ totalPj: 2 });
    const withArguments = "{name: compute, arguments: {width: 8}, counts: 1}";
    expect(run(`local: [{name: "chip.PE[0].mac", action_counts: [${withArguments}]}]`)).toMatchObject({ totalPj: 0.5 });
  });

  it.each([
    ["a component", "local: [{name: chip.rf, action_counts: []}]", "counted-unknown"],
    ["an index", 'local: [{name: "chip.PE[4].mac", action_counts: []}]', "counted-unknown"],
    ["an action", "local: [{name: chip.glb, action_counts: [{name: write, counts: 1}]}]", "counted-unknown"],
    [
      "an argument",
      "local: [{name: chip.glb, action_counts: [{name: read, arguments: {data_delta: 3}, counts: 1}]}]",
      "counted-unknown",
    ],
    ["counts that are words", "local: [{name: chip.glb, action_counts: [{name: read, counts: many}]}]", "not-a-number"],
    ["no counts", "local: [{name: chip.glb, action_counts: [{name: read}]}]", "missing-key"],
    ["no actions", "local: [{name: chip.glb}]", "missing-key"],
    ["nothing", "version: 0.4", "missing-key"],
  ])("is refused for %s that cannot be", (_, counts, code) => {
    expect(run(counts)).toEqual([code]);
  });
});
