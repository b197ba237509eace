/** What no register file can escape: more bits, more words, more ports, larger nodes never cost less. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answered } from "../testing/figures.ts";

const shape = fc.record({
  width: fc.integer({ min: 1, max: 512 }),
  depth: fc.integer({ min: 1, max: 4096 }),
  global_cycle_seconds: fc.constantFrom(5e-10, 1e-9, 2e-9, 1e-8),
  technology: fc.constantFrom(7, 16, 28, 45, 65, 130),
});

describe("a register file", () => {
  test.each(["width", "depth"] as const)("costs more with more %s", (name) => {
    fc.assert(
      fc.property(shape, fc.integer({ min: 1, max: 600 }), (attributes, more) => {
        const small = answered("regfile", attributes);
        const large = answered("regfile", { ...attributes, [name]: attributes[name] + more });
        for (const action of ["read", "write", "update", "leak"]) {
          expect(large.energyPj[action]).toBeGreaterThan(small.energyPj[action] ?? 0);
        }
        expect(large.areaUm2).toBeGreaterThan(small.areaUm2);
      }),
    );
  });

  test("is no smaller with more ports", () => {
    fc.assert(
      fc.property(shape, (attributes) => {
        const one = answered("regfile", { ...attributes, n_rw_ports: 1 });
        const two = answered("regfile", { ...attributes, n_rw_ports: 2 });
        expect(two.areaUm2).toBeGreaterThan(one.areaUm2);
        expect(two.energyPj["read"]).toBeGreaterThan(one.energyPj["read"] ?? 0);
      }),
    );
  });

  test("costs less on smaller nodes", () => {
    fc.assert(
      fc.property(shape, (attributes) => {
        const here = answered("regfile", { ...attributes, technology: 45 });
        const there = answered("regfile", { ...attributes, technology: 16 });
        expect(there.energyPj["read"]).toBeLessThan(here.energyPj["read"] ?? 0);
        expect(there.areaUm2).toBeLessThan(here.areaUm2);
      }),
    );
  });
});

test("is near the published energies of small register files", () => {
  // Interstellar (ASPLOS 2020), 28 nm, 16 bits: 0.03 pJ at 16 B, 0.24 at 128 B, 0.96 at 512 B. Another library, another
  // layout: within a factor of three, and linear as there.
  const read = (bytes: number): number => {
    const attributes = { width: 16, depth: bytes / 2, technology: 28, global_cycle_seconds: 1e-9 };
    return answered("regfile", attributes).energyPj["read"] ?? 0;
  };
  for (const [bytes, published] of [
    [16, 0.03],
    [128, 0.24],
    [512, 0.96],
  ] as const) {
    expect(read(bytes) / published).toBeGreaterThan(1 / 3);
    expect(read(bytes) / published).toBeLessThan(3);
  }
});

test("says what the public plug-in would say", () => {
  const { notes } = answered("regfile", { width: 16, depth: 64, technology: 45, global_cycle_seconds: 1e-9 });
  expect(notes.join()).toContain("would say 0.36264 pJ");
});

test("makes a FIFO of registers and pointers", () => {
  const attributes = { width: 32, depth: 8, technology: 45, global_cycle_seconds: 1e-9 };
  const fifo = answered("FIFO", attributes);
  expect(fifo.energyPj["write"]).toBeGreaterThan(0.3);
  expect(fifo.areaUm2).toBeGreaterThan(32 * 8 * 5.98);
});
