/** The archive against Timeloop's own, which is too long to stand here: its checksum does. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { evaluate } from "../evaluation/evaluate.ts";
import { smallChip, validChip } from "../evaluation/testing/small-chip.ts";
import { readTexts } from "../spec/testing/read-texts.ts";
import { writeMapStatsXml } from "./map-stats-xml.ts";
import { writeTenssella } from "./tenssella-text.ts";
import { CHIP_WITH_NETWORKS } from "./testing/chip-with-networks.ts";

const example = (name: string): string =>
  readFileSync(new URL(`../../../../examples/assignment/q1/${name}`, import.meta.url), "utf8");

function questionOne(): NonNullable<ReturnType<typeof readTexts>["spec"]> {
  const names = ["arch-0.3.yaml", "problem.yaml", "ws.map.yaml", "ert-45nm.yaml"];
  const { spec } = readTexts(Object.fromEntries(names.map((name) => [name, example(name)])));
  if (spec === undefined) throw new Error("the example cannot be read");
  return spec;
}

it("equals what Timeloop (4cf6d4c) wrote for question 1, weight stationary, but for the closing tag that it leaves out", () => {
  const spec = questionOne();
  const evaluation = evaluate(spec);
  const xml = evaluation.valid ? writeMapStatsXml(spec, evaluation, "timeloop-model") : "";
  expect(xml.split("\n")).toHaveLength(1588);
  expect(createHash("sha256").update(xml).digest("hex")).toBe(
    "3bd1badf192b150e994ffe1ece17a87bcf82adbf7ef7c411bcf5e370953fcbd7",
  );
});

it("is balanced, with every level and network, where networks have names and levels are bypassed", () => {
  for (const chip of [CHIP_WITH_NETWORKS, { bufferKeeps: "Inputs" }]) {
    const spec = smallChip(chip);
    const evaluation = validChip(chip);
    const xml = writeMapStatsXml(spec, evaluation, "timeloop-mapper");
    const open: string[] = [];
    for (const [, slash, tag] of xml.matchAll(/<(\/?)([A-Za-z_]\w*)[^>]*>/g)) {
      if (slash === "") open.push(tag ?? "");
      else expect(open.pop()).toBe(tag);
    }
    expect(open).toEqual([]);
    for (const { name } of evaluation.networks) expect(xml).toContain(`<first>${name.replace("<==>", "&lt;==&gt;")}`);
    for (const { name } of evaluation.levels) expect(xml).toContain(`<level_name>${name}</level_name>`);
    expect(xml).not.toMatch(/NaN|undefined/);
  }
});

it("map.tensella.txt lists factors and orders by level, and where there is bypassing", () => {
  expect(writeTenssella(questionOne())).toBe("t1\nM 16 R 3 P 1 \nRM\nt0\nM 2 R 1 P 16 \nPM\n");
  const spatial = writeTenssella(smallChip({ bufferKeeps: "Inputs" }));
  expect(spatial.split("\n").filter((line) => line.startsWith("#error"))).toHaveLength(2);
  expect(spatial).toContain("s1\nM 2 R 2 P 1 \nMR\n2\n");
});
