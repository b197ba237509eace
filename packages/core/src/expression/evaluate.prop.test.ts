import fc from "fast-check";
import { expect, it } from "vitest";
import { evaluateExpression } from "./evaluate.ts";
import { parseExpression } from "./parse.ts";

/** An integer expression with its text and its value, worked out on the way with bigints; undefined: no value. */
interface Known {
  readonly text: string;
  readonly value: bigint | undefined;
}

type Rule = (a: bigint, b: bigint) => bigint | undefined;

/** Floor division from its definition: the largest q with q b <= a (for b > 0; signs are turned for b < 0). */
function floorDivision(a: bigint, b: bigint): bigint | undefined {
  if (b === 0n) return undefined;
  if (b < 0n) return floorDivision(-a, -b);
  let quotient = a / b;
  while (quotient * b > a) quotient -= 1n;
  return quotient;
}

const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ["+", (a, b) => a + b],
  ["-", (a, b) => a - b],
  ["*", (a, b) => a * b],
  ["//", floorDivision],
  [
    "%",
    (a, b) => {
      const quotient = floorDivision(a, b);
      return quotient === undefined ? undefined : a - quotient * b;
    },
  ],
]);

const { expression: known } = fc.letrec<{ expression: Known; leaf: Known; pair: Known; sign: Known; either: Known }>(
  (tie) => ({
    expression: fc.oneof({ maxDepth: 6, depthSize: "small" }, tie("leaf"), tie("pair"), tie("sign"), tie("either")),
    leaf: fc.integer({ min: 0, max: 1000 }).map((n) => ({ text: `${n}`, value: BigInt(n) })),
    pair: fc
      .tuple(tie("expression"), fc.constantFrom(...RULES.keys()), tie("expression"), fc.constantFrom("", " ", "  "))
      .map(([left, operator, right, space]) => ({
        text: `(${left.text}${space}${operator}${space}${right.text})`,
        value:
          left.value === undefined || right.value === undefined
            ? undefined
            : RULES.get(operator)?.(left.value, right.value),
      })),
    sign: tie("expression").map(({ text, value }) => ({
      text: `-${text}`,
      value: value === undefined ? undefined : -value,
    })),
    either: fc.tuple(tie("expression"), tie("expression")).map(([a, b]) => ({
      text: `(${a.text} if ${a.text} < ${b.text} else ${b.text})`,
      value: a.value === undefined || b.value === undefined ? undefined : a.value < b.value ? a.value : b.value,
    })),
  }),
);

it("agrees with exact integers", () => {
  fc.assert(
    fc.property(known, ({ text, value }) => {
      fc.pre(text.length < 3000);
      const span = { source: { name: "a", text }, from: 0, to: text.length };
      const { expression } = parseExpression(text, span);
      const result = expression && evaluateExpression(expression, new Map());
      const code = result?.diagnostics[0]?.code;
      if (value === undefined) expect(code).toBe("division-by-zero");
      else if (value > 2n ** 53n - 1n || value < 1n - 2n ** 53n) expect(code).toBe("inexact-integer");
      else expect(result).toEqual({ value: Number(value), diagnostics: [] });
    }),
  );
});

it("binds as tightly without parentheses as Python's table says", () => {
  const operand = fc.integer({ min: 1, max: 99 });
  const operator = fc.constantFrom("+", "-", "*", "//", "%");
  const terms = fc.array(fc.tuple(operator, operand), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(operand, terms, (first, rest) => {
      // Two passes, as one does by hand: products from left to right, then sums from left to right.
      const sums: { sign: bigint; value: bigint }[] = [{ sign: 1n, value: BigInt(first) }];
      let valid = true;
      for (const [sign, n] of rest) {
        const last = sums.at(-1);
        if (sign === "+" || sign === "-") sums.push({ sign: sign === "+" ? 1n : -1n, value: BigInt(n) });
        else if (last) {
          const value = RULES.get(sign)?.(last.value, BigInt(n));
          valid &&= value !== undefined;
          last.value = value ?? 0n;
        }
      }
      const total = sums.reduce((sum, { sign, value }) => sum + sign * value, 0n);
      fc.pre(valid && total < 2n ** 53n && total > -(2n ** 53n));
      const text = `${first}${rest.map(([sign, n]) => ` ${sign} ${n}`).join("")}`;
      const { expression } = parseExpression(text, { source: { name: "a", text }, from: 0, to: text.length });
      expect(expression && evaluateExpression(expression, new Map()).value).toBe(Number(total));
    }),
  );
});
