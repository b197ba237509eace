/** How attributes of components are spoken of: `width` counts bits, `depth` words. */

const UNITS: Readonly<Record<string, string>> = {
  width: "bits",
  datawidth: "bits",
  word_bits: "bits",
  depth: "words",
  entries: "words",
  size: "bits",
  n_banks: "banks",
  n_ports: "ports",
  n_rw_ports: "ports",
  global_cycle_seconds: "s",
  length: "µm",
};

/** The unit of an attribute; undefined where it has none or is not known. */
export function attributeUnit(name: string): string | undefined {
  return Object.hasOwn(UNITS, name) ? UNITS[name] : undefined;
}

/** `width (bits)`, for an axis or the head of a column. */
export function attributeLabel(name: string): string {
  const unit = attributeUnit(name);
  return unit === undefined ? name : `${name} (${unit})`;
}
