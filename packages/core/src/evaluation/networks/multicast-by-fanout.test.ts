/** From the text of an energy table to the energy of a network: transfers that cost by their fan-out. */
import { expect, it } from "vitest";
import { readTexts } from "../../spec/testing/read-texts.ts";
import { evaluate } from "../evaluate.ts";
import type { Evaluation } from "../evaluation.ts";
import { chipText, codesOf, type SmallChip } from "../testing/small-chip.ts";

const CHIP: SmallChip = { buffer: "network_read: net", registers: "network_fill: net" };

const MULTICAST =
  "{name: net, class: SimpleMulticast, attributes: {action_name: transfer, multicast_factor_argument: fan}}";

function evaluateWith(network: string, transfers: readonly string[]): Evaluation {
  const text = chipText({ ...CHIP, networks: [network] });
  // The chip ends with the tables of its ERT.
  const table = `  - {name: chip.net, actions: [${transfers.join(", ")}]}\n`;
  const { spec, diagnostics } = readTexts({ "chip.yaml": text + table });
  if (spec === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return evaluate(spec);
}

const transfer = (fan: number, energy: number): string =>
  `{name: transfer, arguments: {fan: ${fan}}, energy: ${energy}}`;

it("each transfer costs what the table says for its number of receivers", () => {
  const evaluation = evaluateWith(MULTICAST, [transfer(1, 0.25), transfer(2, 0.5), transfer(4, 100)]);
  if (!evaluation.valid) throw new Error(codesOf(evaluation.diagnostics).join());
  const network = evaluation.networks.find(({ name }) => name === "net");
  const { Weights: weights, Inputs: inputs, Outputs: outputs } = network?.dataSpaces ?? {};
  // Four weights go to a cell each; an input is for two channels, an output for two parts of the window.
  expect([weights, inputs, outputs].map((carried) => carried?.multicastFactor)).toEqual([1, 2, 2]);
  const words = [weights, inputs, outputs].map(
    (carried) => (carried?.ingresses ?? 0) * (carried?.utilizedInstances ?? 0),
  );
  expect(Math.min(...words)).toBeGreaterThan(0);
  const [w = 0, i = 0, o = 0] = words;
  expect(network?.energyPj).toBe(0.25 * w + 0.5 * i + 0.5 * o);
});

it("a fan-out that the table lacks is told of", () => {
  const evaluation = evaluateWith(MULTICAST, [transfer(1, 0), transfer(4, 100)]);
  expect(codesOf(evaluation.diagnostics)).toContain("fanout-without-energy");
  expect(evaluation.valid && evaluation.networks.find(({ name }) => name === "net")?.energyPj).toBe(0);
});

it("several energies need the name of the argument that tells them apart", () => {
  const network = "{name: net, class: SimpleMulticast, attributes: {action_name: transfer}}";
  const evaluation = evaluateWith(network, [transfer(1, 100), transfer(2, 0.5)]);
  expect(evaluation.valid).toBe(false);
  expect(codesOf(evaluation.diagnostics)).toEqual(["network-argument-missing"]);
});
