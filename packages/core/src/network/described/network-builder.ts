/** A network under construction from a description: drafts, and the shapes of what they make. */

import type { Span } from "../../text/source.ts";
import { buildNetwork } from "../build-network.ts";
import { type Draft, type DraftTensor, type DraftWork, elementCount, operationsOf } from "../draft.ts";
import type { Network } from "../network.ts";

/** A tensor that layers can read. */
export interface Value {
  readonly name: string;
  readonly shape: readonly number[];
}

interface LayerParts {
  readonly name: string;
  readonly operator: string;
  readonly work: DraftWork;
  readonly inputs: readonly Value[];
  readonly shape: readonly number[];
  readonly span: Span;
}

export class NetworkBuilder {
  readonly #drafts: Draft[] = [];
  readonly #tensors = new Map<string, Required<DraftTensor>>();
  readonly #inputs = new Set<string>();
  #beyond: LayerParts | undefined;

  /** The first layer that multiplies, or makes words, more often than 2^53 times: counts would lose digits. */
  get beyond(): { readonly name: string; readonly span: Span } | undefined {
    return this.#beyond;
  }

  input(name: string, shape: readonly number[]): Value {
    this.#inputs.add(name);
    return this.#enter(name, shape, false);
  }

  weight(name: string, shape: readonly number[]): Value {
    return this.#enter(name, shape, true);
  }

  /** A layer whose result bears its name. */
  layer(parts: LayerParts): Value {
    const { name, operator, work, inputs, shape, span } = parts;
    const words = [...inputs, { shape }].map((value) => elementCount(value.shape));
    if (Math.max(operationsOf(work), ...words) > Number.MAX_SAFE_INTEGER) this.#beyond ??= parts;
    this.#drafts.push({ name, operator, work, inputs: inputs.map((input) => input.name), outputs: [name], span });
    return this.#enter(name, shape, false);
  }

  build(name: string, output: Value): Network {
    return buildNetwork({
      name,
      drafts: this.#drafts,
      inputs: this.#inputs,
      outputs: new Set([output.name]),
      tensor: (tensor) => this.#tensors.get(tensor),
    });
  }

  #enter(name: string, shape: readonly number[], isConstant: boolean): Value {
    this.#tensors.set(name, { shape, isConstant });
    return { name, shape };
  }
}

export { elementCount };
