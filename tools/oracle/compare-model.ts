/** Compares one evaluation of ours with everything that Timeloop printed for the same case. */
import type { NetworkDataSpaceResult, Spec, ValidEvaluation } from "@tilewright/core";
import { Comparison } from "./comparison.ts";
import {
  computeSpecs,
  computeStats,
  dataSpaceStats,
  networkSpecs,
  storageSpecs,
  storageStats,
  transferStats,
} from "./level-fields.ts";
import type { Printed, PrintedLevel, PrintedNetwork, PrintedResult, PrintedTransfers } from "./model-case.ts";
import { compareSummary } from "./summary-fields.ts";

const SIGNATURES = "Ingresses by signature";

export function compareModel(printed: PrintedResult, evaluation: ValidEvaluation, spec: Spec): Comparison {
  const comparison = new Comparison();
  for (const level of printed.levels) compareLevel(comparison, level, evaluation, spec);
  for (const level of evaluation.levels) {
    if (!printed.levels.some(({ name }) => name === level.name))
      comparison.missing("level", level.name, undefined, "yes");
  }
  for (const network of printed.networks) compareNetwork(comparison, network, evaluation);
  const outputs = spec.workload.dataSpaces.filter((space) => space.readWrite).map((space) => space.name);
  compareSummary(comparison, printed, evaluation, new Set(outputs));
  return comparison;
}

function compareLevel(comparison: Comparison, printed: PrintedLevel, evaluation: ValidEvaluation, spec: Spec): void {
  const { name } = printed;
  const result = evaluation.levels.find((candidate) => candidate.name === name);
  if (result === undefined) {
    comparison.missing("level", name, "yes", undefined);
    return;
  }
  if (result.kind === "compute") {
    const sides = { result, level: spec.architecture.compute };
    comparison.checkAll("compute", name, printed.specs, computeSpecs, sides);
    comparison.checkAll("compute", name, printed.stats, computeStats, sides);
    return;
  }
  const level = spec.architecture.storage.find((candidate) => candidate.name === name);
  if (level === undefined) {
    comparison.missing("level of the architecture", name, "yes", undefined);
    return;
  }
  comparison.checkAll("storage", name, printed.specs, storageSpecs, { result, level });
  comparison.checkAll("storage", name, printed.stats, storageStats, { result, level });
  for (const [space, fields] of Object.entries(printed.dataspaces)) {
    const ours = result.dataSpaces[space];
    const place = `${name}/${space}`;
    if (ours === undefined) comparison.missing("data space", place, "yes", undefined);
    else comparison.checkAll("data space", place, fields, dataSpaceStats, ours);
  }
  for (const space of Object.keys(result.dataSpaces)) {
    if (!(space in printed.dataspaces)) comparison.missing("data space", `${name}/${space}`, undefined, "yes");
  }
}

function compareNetwork(comparison: Comparison, printed: PrintedNetwork, evaluation: ValidEvaluation): void {
  const network = evaluation.networks.find((candidate) => candidate.name === printed.name);
  if (network === undefined) {
    comparison.missing("network", printed.name, "yes", undefined);
    return;
  }
  comparison.checkAll("network", printed.name, printed.specs, networkSpecs, network);
  comparison.checkAll("network", printed.name, printed.stats, {}, network);
  for (const [space, fields] of Object.entries(printed.dataspaces)) {
    const ours = network.dataSpaces[space];
    const place = `${printed.name}/${space}`;
    if (ours === undefined) comparison.missing("transfers", place, "yes", undefined);
    else compareTransfers(comparison, place, fields, ours);
  }
  for (const space of Object.keys(network.dataSpaces)) {
    if (!(space in printed.dataspaces)) comparison.missing("transfers", `${printed.name}/${space}`, undefined, "yes");
  }
}

function compareTransfers(
  comparison: Comparison,
  place: string,
  printed: PrintedTransfers,
  ours: NetworkDataSpaceResult,
): void {
  const plain: Record<string, Printed> = {};
  for (const [field, value] of Object.entries(printed)) if (typeof value !== "object") plain[field] = value;
  comparison.checkAll("transfers", place, plain, transferStats, ours);

  const signatures = printed[SIGNATURES];
  if (typeof signatures !== "object") return;
  const ourSignatures = new Map(
    ours.bySignature.map((each) => [`multicast ${each.multicast} scatter ${each.scatter}`, each.ingresses]),
  );
  for (const [signature, ingresses] of Object.entries(signatures)) {
    comparison.check(
      "transfers",
      `${place}: ${signature}`,
      SIGNATURES,
      "integer",
      ingresses,
      ourSignatures.get(signature),
    );
    ourSignatures.delete(signature);
  }
  for (const [signature, ingresses] of ourSignatures) {
    comparison.missing("transfers by signature", `${place}: ${signature}`, undefined, ingresses);
  }
}
