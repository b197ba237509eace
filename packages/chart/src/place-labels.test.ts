import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crosses, placeAlongLines } from "./place-along-lines.ts";
import { spreadLabels } from "./place-labels.ts";

describe("spreadLabels", () => {
  it("leaves alone what does not touch, and shares a displacement", () => {
    expect(spreadLabels([10, 50, 90], 14, 0, 100)).toEqual([10, 50, 90]);
    expect(spreadLabels([50, 52], 14, 0, 100)).toEqual([44, 58]);
    expect(spreadLabels([52, 50], 14, 0, 100)).toEqual([58, 44]);
    expect(spreadLabels([], 14, 0, 100)).toEqual([]);
  });

  it("keeps the distance and the bounds for any wishes that have room", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 200, noNaN: true }), { maxLength: 12 }), (wishes) => {
        const placed = spreadLabels(wishes, 14, 0, 200).toSorted((a, b) => a - b);
        placed.forEach((y, i) => {
          expect(y).toBeGreaterThanOrEqual(-1e-6);
          expect(y).toBeLessThanOrEqual(200 + 1e-6);
          if (i > 0) expect(y - (placed[i - 1] ?? 0)).toBeGreaterThanOrEqual(14 - 1e-6);
        });
      }),
    );
  });
});

describe("placeAlongLines", () => {
  const frame = { left: 0, top: 0, right: 300, bottom: 200 };
  const upper = [
    { x: 0, y: 100 },
    { x: 300, y: 40 },
  ];
  const lower = [
    { x: 0, y: 112 },
    { x: 300, y: 52 },
  ];
  const wish = (line: number) => ({
    from: [upper, lower][line]![0]!,
    to: [upper, lower][line]![1]!,
    width: 50,
    height: 14,
    line,
  });

  it("covers no line and no other label, and stays on its own side", () => {
    const [first, second] = placeAlongLines([wish(0), wish(1)], frame, [upper, lower], []);
    for (const box of [first!, second!]) {
      for (const [p, q] of [upper, lower]) expect(crosses(box, p!, q!)).toBe(false);
    }
    expect(first!.bottom).toBeLessThan(90);
    expect(second!.top).toBeGreaterThan(70);
  });
});

it("a line crosses a box where they share a point", () => {
  const box = { left: 10, top: 10, right: 20, bottom: 20 };
  expect(crosses(box, { x: 0, y: 15 }, { x: 30, y: 15 })).toBe(true);
  expect(crosses(box, { x: 12, y: 12 }, { x: 13, y: 13 })).toBe(true);
  expect(crosses(box, { x: 0, y: 0 }, { x: 30, y: 5 })).toBe(false);
  expect(crosses(box, { x: 0, y: 25 }, { x: 9, y: 0 })).toBe(false);
});
