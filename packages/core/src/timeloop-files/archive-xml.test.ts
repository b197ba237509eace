import { expect, test } from "vitest";
import { ArchiveXml, double } from "./archive-xml.ts";

test("classes are numbered where they come first, pointed objects each time", () => {
  const xml = new ArchiveXml();
  xml.object("engine", "Engine", () => {
    for (const [name, text] of [
      ["one", "a < b"],
      ["two", "c"],
    ] as const) {
      xml.object("item", "pointer", () => xml.pointed("px", "Level", "model::Level", () => xml.value(name, text)), 1);
    }
    xml.group("empty", () => {});
  });
  expect(xml.text().split("\n").slice(3)).toEqual([
    '<engine class_id="0" tracking_level="0" version="0">',
    '\t<item class_id="1" tracking_level="0" version="1">',
    '\t\t<px class_id="2" class_name="model::Level" tracking_level="1" version="0" object_id="_0">',
    "\t\t\t<one>a &lt; b</one>",
    "\t\t</px>",
    "\t</item>",
    "\t<item>",
    '\t\t<px class_id_reference="2" object_id="_1">',
    "\t\t\t<two>c</two>",
    "\t\t</px>",
    "\t</item>",
    "\t<empty></empty>",
    "</engine>",
    "</boost_serialization>",
    "",
  ]);
});

test.each([
  [1297.92, "1.29792000000000007e+03"],
  [0, "0.00000000000000000e+00"],
  [1 / 16, "6.25000000000000000e-02"],
  [1e-123, "1.00000000000000006e-123"],
  [Number.POSITIVE_INFINITY, "inf"],
])("%f has 17 digits after the point", (value, text) => expect(double(value)).toBe(text));
