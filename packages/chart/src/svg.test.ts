import { parseHTML } from "linkedom";
import { expect, it } from "vitest";
import { serializeSvg, svgElement } from "./svg.ts";

const { document } = parseHTML("<html></html>");

it("writes sorted attributes, rounded numbers and escaped text", () => {
  const element = svgElement(document, "svg", { width: 10, "aria-label": 'a "b" & 1.23456' }, [
    svgElement(document, "path", { d: "M0.123456,-0.0001L1e-7,20", fill: "#565e68", stroke: undefined }),
    svgElement(document, "text", { x: 1 / 3 }, ["a < b"]),
  ]);
  expect(serializeSvg(element)).toBe(
    '<svg xmlns="http://www.w3.org/2000/svg" aria-label="a &quot;b&quot; &amp; 1.23456" width="10">' +
      '<path d="M0.12,0L0,20" fill="#565e68"/><text x="0.33">a &lt; b</text></svg>\n',
  );
});
