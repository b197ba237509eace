/**
 * The XML of a Boost archive (serialization library, archive version 18), as far as `map+stats.xml` needs it.
 *
 * An element of a class says which class it is where that class comes for the first time, and nothing after that; an
 * object behind a pointer is numbered as well:
 *
 *     <px class_id="9" class_name="model::BufferLevel" tracking_level="1" version="0" object_id="_1"> ... </px>
 *     <px class_id_reference="9" object_id="_2"> ... </px>
 *
 * Classes are numbered in the order in which they come. Numbers with a fraction have 17 digits after the point.
 */

/** Text of a value; numbers with a fraction go through `double` before. */
export type XmlText = string | number;

/** Writes one archive, element after element. */
export class ArchiveXml {
  readonly #lines: string[] = [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>',
    "<!DOCTYPE boost_serialization>",
    '<boost_serialization signature="serialization::archive" version="18">',
  ];
  readonly #classes = new Map<string, number>();
  #depth = 0;
  #objects = 0;

  /** An element of text alone. */
  value(tag: string, text: XmlText): void {
    this.#line(`<${tag}>${escapeXml(String(text))}</${tag}>`);
  }

  /** An element of the class `type`; the name is only for us to know whether it has come before. */
  object(tag: string, type: string, body: () => void, version = 0): void {
    this.#element(tag, this.#classAttributes(type, 0, version), body);
  }

  /** An element of no class. */
  group(tag: string, body: () => void): void {
    this.#element(tag, "", body);
  }

  /** An object behind a pointer. @param className its name, written where it comes for the first time */
  pointed(tag: string, type: string, className: string | undefined, body: () => void): void {
    const known = this.#classes.get(type);
    const name = className === undefined ? "" : ` class_name="${className}"`;
    const attributes =
      known === undefined
        ? this.#classAttributes(type, 1, 0).replace(/^( class_id="\d+")/, `$1${name}`)
        : ` class_id_reference="${known}"`;
    this.#element(tag, `${attributes} object_id="_${this.#objects++}"`, body);
  }

  /** The whole archive. */
  text(): string {
    return `${this.#lines.join("\n")}\n</boost_serialization>\n`;
  }

  #classAttributes(type: string, tracking: 0 | 1, version: number): string {
    if (this.#classes.has(type)) return "";
    const id = this.#classes.size;
    this.#classes.set(type, id);
    return ` class_id="${id}" tracking_level="${tracking}" version="${version}"`;
  }

  #element(tag: string, attributes: string, body: () => void): void {
    const at = this.#lines.length;
    this.#line(`<${tag}${attributes}>`);
    this.#depth++;
    body();
    this.#depth--;
    // Without anything inside, the end stands beside the start.
    if (this.#lines.length === at + 1) this.#lines[at] += `</${tag}>`;
    else this.#line(`</${tag}>`);
  }

  #line(text: string): void {
    this.#lines.push("\t".repeat(this.#depth) + text);
  }
}

/** A number with a fraction. */
export function double(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  const [mantissa = "", exponent = "+0"] = value.toExponential(17).split("e");
  return `${mantissa}e${exponent[0]}${exponent.slice(1).padStart(2, "0")}`;
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
