/** Making SVG elements with a given document, and writing them out the same way every time. */

export const SVG_NAMESPACE = "http://www.w3.org/2000/svg";

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element with attributes and children; children that are texts become text nodes. */
export function svgElement(
  document: Document,
  name: string,
  attributes: Attributes = {},
  children: readonly (Element | string)[] = [],
): SVGElement {
  const element = document.createElementNS(SVG_NAMESPACE, name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(key, String(value));
  }
  for (const child of children) {
    element.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
  }
  return element;
}

/** Two decimals are a fiftieth of a pixel; what two machines compute differently lies far below. */
const NUMBER = /-?\d*\.\d{3,}(?:e[+-]?\d+)?|-?\d+(?:\.\d+)?e[+-]?\d+/g;

function rounded(value: string): string {
  return value.replace(NUMBER, (number) => {
    const text = String(Math.round(Number(number) * 100) / 100);
    return text === "-0" ? "0" : text;
  });
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

const ELEMENT_NODE = 1;
const TEXT_NODE = 3;
/** Attributes whose text is no geometry. */
const VERBATIM = new Set(["aria-label", "class", "fill", "font-family", "id", "stroke", "xmlns"]);

/**
 * The SVG text of an element: attributes sorted by name, numbers with two decimals, `xmlns` on the outermost element.
 * It does not depend on who implements the document.
 */
export function serializeSvg(element: Element): string {
  return `${serialize(element, true)}\n`;
}

function serialize(element: Element, outermost: boolean): string {
  const name = element.localName;
  const attributes = [...element.attributes]
    .filter((attribute) => attribute.name !== "xmlns")
    .map((attribute): readonly [string, string] => [attribute.name, attribute.value])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const written = attributes.map(([key, value]) => {
    const text = VERBATIM.has(key) ? value : rounded(value);
    return ` ${key}="${escapeText(text).replaceAll('"', "&quot;")}"`;
  });
  const open = `<${name}${outermost ? ` xmlns="${SVG_NAMESPACE}"` : ""}${written.join("")}`;
  let inner = "";
  for (const child of [...element.childNodes]) {
    if (child.nodeType === ELEMENT_NODE) inner += serialize(child as Element, false);
    else if (child.nodeType === TEXT_NODE) inner += escapeText(child.textContent ?? "");
  }
  return inner === "" ? `${open}/>` : `${open}>${inner}</${name}>`;
}
