import { describe, expect, test } from "vitest";
import { decodeText, WireFault, WireReader } from "./wire.ts";

const reader = (...bytes: number[]): WireReader => new WireReader(Uint8Array.from(bytes));
const at = (...bytes: number[]): WireReader => {
  const found = reader(...bytes);
  found.next();
  return found;
};

describe("fields", () => {
  test.each([
    [[8, 0], 0],
    [[8, 150, 1], 150],
    [[8, 255, 255, 255, 255, 7], 2 ** 31 - 1],
    [[8, 255, 255, 255, 255, 255, 255, 255, 15], 2 ** 53 - 1],
    [[8, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1], -1],
    [[8, 128, 128, 128, 128, 248, 255, 255, 255, 255, 1], -(2 ** 31)],
    [[8, 255, 255, 255, 255, 255, 255, 255, 255, 127], 2 ** 63],
  ])("%j is %d", (bytes, value) => expect(at(...bytes).integer("n")).toBe(value));

  test("texts and nested messages are views", () => {
    const found = at(18, 3, 97, 98, 99);
    expect(found.field).toBe(2);
    expect(found.text("t")).toBe("abc");
    expect(found.view.buffer).toBe(found.bytes.buffer);
  });

  test("numbers of 4 and 8 bytes", () => {
    expect(at(13, 0, 0, 128, 63).float32("f")).toBe(1);
    const wide = at(9, 1, 2, 3, 4, 5, 6, 7, 8);
    expect(wide.to - wide.from).toBe(8);
  });

  test("packed and unpacked numbers, up to a limit", () => {
    const into: number[] = [];
    const found = reader(10, 3, 1, 2, 3, 8, 4);
    while (found.next()) found.integersInto(into, 10, "n");
    expect(into).toEqual([1, 2, 3, 4]);
    const few: number[] = [];
    at(10, 3, 1, 2, 3).integersInto(few, 2, "n");
    expect(few).toEqual([1, 2]);
  });
});

describe("broken messages name the byte", () => {
  test.each([
    [[8], 1],
    [[8, 128, 128], 1],
    [[10, 5, 1, 2], 0],
    [[8, 1, 10, 5, 1, 2], 2],
    [[8, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1], 1],
    [[11], 0],
    [[0, 1], 0],
    [[13, 1, 2], 0],
  ])("%j", (bytes, offset) => {
    const found = reader(...bytes);
    const run = (): void => {
      while (found.next()) {}
    };
    expect(run).toThrow(WireFault);
    try {
      const again = reader(...bytes);
      while (again.next()) {}
    } catch (thrown) {
      expect((thrown as WireFault).offset).toBe(offset);
    }
  });

  test("a field of the wrong type", () => {
    expect(() => at(8, 1).text("name")).toThrow(/wire type 0/);
    expect(() => at(10, 1, 97).integer("n")).toThrow(/wire type 2/);
  });
});

describe("text", () => {
  const decode = (...bytes: number[]): string => decodeText(Uint8Array.from(bytes), 0, bytes.length);
  test.each(["layer1/conv", "Gewicht_ä", "层", "🙂 x"])("%s", (text) => {
    expect(decode(...new TextEncoder().encode(text))).toBe(text);
  });
  test("what is no UTF-8 is one U+FFFD for each wrong piece, as browsers decode it, or close to it", () => {
    expect(decode(97, 0xff, 98)).toBe("a\ufffdb");
    expect(decode(0xc3)).toBe("\ufffd");
    expect(decode(0xed, 0xa0, 0x80)).toBe("\ufffd");
    expect(decode(0xc0, 0x80)).toBe("\ufffd\ufffd");
  });
});
