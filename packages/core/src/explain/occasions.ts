/**
 * How often something happens, as a sum of products over loops: `2 * 15` ("R advances, in later iterations of M").
 * Products that differ in one loop only, `first` here and `later` there, are one with `all`.
 */
import type { Factor } from "./explanation.ts";
import { labelLoop, type NestSubject } from "./nest-question.ts";

/** Which iterations of a loop are meant: 1, bound - 1 or bound of them. */
type Which = "first" | "later" | "all";

/** A product, by index of the loop. */
export type Occasion = ReadonlyMap<number, Which>;

/** More products than this for one thing help nobody: they are given as one number. */
const OCCASIONS_LIMIT = 6;

/** `undefined` after too many were joined: only the number is known. */
export interface Occasions {
  readonly count: number;
  readonly products: readonly Occasion[] | undefined;
}

export const ONCE: Occasions = { count: 1, products: [new Map()] };

function iterations(subject: NestSubject, l: number, which: Which): number {
  const bound = subject.nest.loops[l]?.bound ?? 1;
  return which === "first" ? 1 : which === "later" ? bound - 1 : bound;
}

/** Each occasion as often as `which` iterations of loop `l`. */
export function during(subject: NestSubject, occasions: Occasions, l: number, which: Which): Occasions {
  return {
    count: occasions.count * iterations(subject, l, which),
    products: occasions.products?.map((product) => new Map([...product, [l, which]])),
  };
}

/** Either of two. */
export function joinOccasions(a: Occasions, b: Occasions): Occasions {
  const count = a.count + b.count;
  if (a.products === undefined || b.products === undefined) return { count, products: undefined };
  const products = [...a.products];
  for (const product of b.products) addProduct(products, product);
  return { count, products: products.length > OCCASIONS_LIMIT ? undefined : products };
}

function addProduct(products: Occasion[], added: Occasion): void {
  for (const [i, product] of products.entries()) {
    const merged = mergeProducts(product, added);
    if (merged === undefined) continue;
    products.splice(i, 1);
    addProduct(products, merged);
    return;
  }
  products.push(added);
}

/** The two as one product, where they are `first` and `later` of one loop and equal in all others. */
function mergeProducts(a: Occasion, b: Occasion): Occasion | undefined {
  if (a.size !== b.size) return undefined;
  let different: number | undefined;
  for (const [l, which] of a) {
    const other = b.get(l);
    if (other === which) continue;
    if (different !== undefined || other === undefined || which === "all" || other === "all") return undefined;
    different = l;
  }
  return different === undefined ? undefined : new Map([...a, [different, "all" as const]]);
}

/** The count as a factor with the loops behind it. */
export function timesFactor(subject: NestSubject, occasions: Occasions, text: string): Factor {
  const { count, products } = occasions;
  if (products === undefined) return { value: count, kind: "times", text };
  const parts = products.map((product) =>
    [...product]
      .sort(([a], [b]) => a - b)
      .map(([l, which]): Factor => {
        const loop = labelLoop(subject, l);
        const iterationsText =
          which === "all" ? "every iteration" : which === "first" ? "the first" : "all but the first";
        return {
          value: iterations(subject, l, which),
          kind: "times",
          text: `${loop.dimension} at ${loop.level}: ${iterationsText}`,
          loop,
        };
      }),
  );
  return { value: count, kind: "times", text, parts };
}
