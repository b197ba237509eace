/** Drafts to the network: names made unique, words counted, element-wise work fused or counted as traffic. */
import { type Draft, type DraftNetwork, elementCount } from "./draft.ts";
import { fuseElementWise } from "./fuse-element-wise.ts";
import type { LayerWork, Network, NetworkLayer, NetworkTensor } from "./network.ts";

export function buildNetwork({ name, drafts, inputs, outputs, tensor: find }: DraftNetwork): Network {
  const unique = withUniqueNames(drafts);
  const fused = fuseElementWise({ drafts: unique, outputs, tensor: find });
  const tensors = new Map<string, NetworkTensor>();
  const keep = (tensor: string): number => {
    const known = tensors.get(tensor);
    if (known) return known.words;
    const { shape, isConstant = false } = find(tensor) ?? {};
    const words = elementCount(shape ?? [0]);
    if (shape === undefined || words === 0) return 0;
    const kind = isConstant ? "weight" : outputs.has(tensor) ? "output" : inputs.has(tensor) ? "input" : "activation";
    tensors.set(tensor, { name: tensor, shape, words, kind });
    return words;
  };
  const layers = unique.map((draft): NetworkLayer => {
    const readWords = draft.inputs.reduce((sum, tensor) => sum + keep(tensor), 0);
    const writtenWords = draft.outputs.reduce((sum, tensor) => sum + keep(tensor), 0);
    return {
      name: draft.name,
      operator: draft.operator,
      work: workOf(draft, fused.get(draft), readWords, writtenWords),
      inputs: draft.inputs.filter((tensor) => tensors.has(tensor)),
      outputs: draft.outputs.filter((tensor) => tensors.has(tensor)),
      ...(draft.span && { span: draft.span }),
    };
  });
  return { name, layers, tensors };
}

function withUniqueNames(drafts: readonly Draft[]): readonly Draft[] {
  const used = new Set<string>();
  const counts = new Map<string, number>();
  return drafts.map((draft) => {
    let name = draft.name;
    let count = counts.get(draft.name) ?? 1;
    while (used.has(name)) name = `${draft.name}_${++count}`;
    counts.set(draft.name, count);
    used.add(name);
    return name === draft.name ? draft : { ...draft, name };
  });
}

function workOf({ work }: Draft, into: string | undefined, readWords: number, writtenWords: number): LayerWork {
  switch (work.kind) {
    case "product":
      return { kind: "product", shape: work.shape, secondOperand: work.secondOperand };
    case "traffic":
      return { kind: "traffic", readWords: work.readWords ?? readWords, writtenWords, operations: work.operations };
    case "element-wise":
      if (into !== undefined) return { kind: "fused", into, operations: work.operations };
      return { kind: "traffic", readWords, writtenWords, operations: work.operations };
    case "unmodelled":
      return { kind: "unmodelled", why: work.why, operations: work.operations };
    default:
      return { kind: "fused", operations: 0 };
  }
}
