import { expect, test } from "vitest";
import { answered, figuresOf } from "./testing/figures.ts";

const attributes = { width: 16, depth: 16, technology: "45nm", global_cycle_seconds: 1e-9 };

test("the most accurate answer wins: a memory model before a small register file", () => {
  expect(answered("SRAM", attributes).energyPj["read"]).toBe(16);
});

test("a component may ask for an estimator, or for an accuracy", () => {
  const circuit = answered("SRAM", { ...attributes, plug_in: "register file circuit" });
  expect(circuit.energyPj["read"]).toBeLessThan(1);
  expect(answered("SRAM", { ...attributes, min_accuracy: 80 }).energyPj["read"]).toBe(16);
  expect(figuresOf("regfile", { ...attributes, min_accuracy: 80 })).toEqual(["not-estimated"]);
  expect(figuresOf("SRAM", { ...attributes, plug_in: "nobody" })).toEqual(["not-estimated"]);
});
