/** A shape as messages show it: `1x16x32x32`. */
export function describeShape(shape: readonly number[]): string {
  return shape.length === 0 ? "one number" : shape.join("x");
}
