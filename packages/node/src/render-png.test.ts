import { expect, it } from "vitest";
import { renderPng } from "./render-png.ts";

const svg = (text: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><text x="2" y="14" font-size="12" font-family="DejaVu Sans">${text}</text></svg>`;

it("makes a PNG of the asked size, the same each time, in which text is drawn", async () => {
  const png = await renderPng(svg("pJ"));
  expect([...png.slice(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const header = new DataView(png.buffer, png.byteOffset);
  expect([header.getUint32(16), header.getUint32(20)]).toEqual([120, 40]);
  expect(await renderPng(svg("pJ"))).toEqual(png);
  expect((await renderPng(svg(""))).length).toBeLessThan(png.length);
});
