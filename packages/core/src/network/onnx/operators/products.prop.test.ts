/**
 * Loop bounds against counting: windows are slid over the padded picture one by one, and the index points of a product of
 * two tensors are enumerated, instead of computed by a formula.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { macsOf } from "../../network.ts";
import { node } from "../testing/onnx-writer.ts";
import { read } from "../testing/read.ts";

interface Axis {
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
}

const small = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });
const axis: fc.Arbitrary<Axis> = fc
  .record({
    size: small(12),
    kernel: small(4),
    stride: small(4),
    dilation: small(3),
    before: fc.nat(3),
    after: fc.nat(3),
  })
  .filter(({ size, kernel, dilation, before, after }) => (kernel - 1) * dilation < size + before + after);

/** Places where the whole window lies within picture and padding. */
function slide({ size, kernel, stride, dilation, before, after }: Axis): number {
  let places = 0;
  for (let start = -before; start + (kernel - 1) * dilation < size + after; start += stride) places++;
  return places;
}

test("a convolution has a place for each window, and its data spaces are its tensors", () => {
  fc.assert(
    fc.property(axis, axis, small(3), small(3), small(3), small(2), (h, w, groups, inputs, outputs, batch) => {
      const { product, shape } = read({
        nodes: [
          node(
            "Conv",
            "x w",
            "y",
            {
              group: groups,
              strides: [h.stride, w.stride],
              dilations: [h.dilation, w.dilation],
              pads: [h.before, w.before, h.after, w.after],
            },
            { name: "c" },
          ),
        ],
        inputs: { x: [batch, groups * inputs, h.size, w.size] },
        tensors: { w: [groups * outputs, inputs, h.kernel, w.kernel] },
        outputs: ["y"],
      });
      const c = product("c");
      expect([c.height, c.width]).toEqual([slide(h), slide(w)]);
      expect(shape("y")).toEqual([c.batch, c.groups * c.outputChannels, c.height, c.width]);
      expect(shape("w")).toEqual([c.groups * c.outputChannels, c.inputChannels, c.kernelHeight, c.kernelWidth]);
    }),
    { numRuns: 200 },
  );
});

test("a transposed convolution puts a window for each word of its input into the output", () => {
  fc.assert(
    fc.property(axis, small(3), small(3), (a, inputs, outputs) => {
      const reach = (a.size - 1) * a.stride + (a.kernel - 1) * a.dilation + 1;
      fc.pre(reach > a.before + a.after);
      const { product, shape } = read({
        nodes: [
          node(
            "ConvTranspose",
            "x w",
            "y",
            { strides: [a.stride], dilations: [a.dilation], pads: [a.before, a.after] },
            { name: "c" },
          ),
        ],
        inputs: { x: [1, inputs, a.size] },
        tensors: { w: [inputs, outputs, a.kernel] },
        outputs: ["y"],
      });
      let last = 0;
      let macs = 0;
      for (let x = 0; x < a.size; x++) {
        for (let r = 0; r < a.kernel; r++) {
          last = Math.max(last, x * a.stride + r * a.dilation);
          macs += inputs * outputs;
        }
      }
      expect(shape("y")).toEqual([1, outputs, last + 1 - a.before - a.after]);
      expect(macsOf(product("c"))).toBe(macs);
    }),
    { numRuns: 200 },
  );
});

/** Each of five axes stands in the first operand, in the second, or in both, and in the result or not. */
const einsum = fc
  .array(fc.record({ size: small(4), where: fc.constantFrom("first", "second", "both"), kept: fc.boolean() }), {
    minLength: 1,
    maxLength: 5,
  })
  .map((axes) =>
    axes.map((each, index) => ({ ...each, name: "abcde"[index] ?? "", kept: each.kept || each.where !== "both" })),
  )
  .filter((axes) => ["first", "second"].every((side) => axes.some(({ where }) => where === side || where === "both")));

test("a product of two tensors multiplies once for each point of all its axes", () => {
  fc.assert(
    fc.property(einsum, fc.boolean(), fc.boolean(), (axes, isWeight, isSwapped) => {
      const of = (side: string) => axes.filter(({ where }) => where === side || where === "both");
      const text = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name).join("");
      const [first, second] = isSwapped ? [of("second"), of("first")] : [of("first"), of("second")];
      const kept = axes.filter((each) => each.kept);
      const sizes = (list: readonly { readonly size: number }[]) => list.map(({ size }) => size);
      const { product, shape } = read({
        nodes: [
          node("Einsum", "x w", "y", { equation: `${text(first)},${text(second)}->${text(kept)}` }, { name: "e" }),
        ],
        inputs: { x: sizes(first), ...(isWeight ? {} : { w: sizes(second) }) },
        tensors: isWeight ? { w: sizes(second) } : {},
        outputs: ["y"],
      });
      let points = 0;
      const count = (rest: readonly { readonly size: number }[]): void => {
        const [next, ...others] = rest;
        if (next === undefined) points++;
        else for (let index = 0; index < next.size; index++) count(others);
      };
      count(axes);
      const e = product("e");
      const words = (list: readonly { readonly size: number }[]) => sizes(list).reduce((all, size) => all * size, 1);
      expect(macsOf(e)).toBe(points);
      expect(shape("y")).toEqual(sizes(kept));
      expect(e.groups * e.inputChannels * e.outputChannels).toBe(words(second));
      expect(e.groups * e.batch * e.inputChannels * e.width).toBe(words(first));
      expect(e.groups * e.batch * e.outputChannels * e.width).toBe(words(kept));
    }),
    { numRuns: 300 },
  );
});
