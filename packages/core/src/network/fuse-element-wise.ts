/**
 * Element-wise work on the way out of a producer: the words of a convolution pass through its ReLU before they are written.
 *
 * From each producer (a product, or a pass over tensors) a region grows along the order of the graph: an element-wise node
 * joins when all words that it reads come from the region, are known beforehand, or are a single number made earlier;
 * renaming nodes join too. The region may end wherever only one of its values is still needed outside. The furthest such
 * end is taken:
 *
 *     conv -> x -> sigmoid -> y      {conv} and {conv, sigmoid, mul} may end, {conv, sigmoid} may not: x and y are both
 *             x ------------> mul    still needed; so swish and GELU written in pieces are fused as a whole
 *
 * What does not join reads and writes words: it is traffic, and a producer for what follows.
 */

import { type Draft, type DraftNetwork, elementCount } from "./draft.ts";

/** Nodes of one region at most; real ones have a dozen. */
const MAX_REGION = 64;

/** By draft, the name of the draft that it is fused into. */
export function fuseElementWise({
  drafts,
  outputs,
  tensor,
}: Pick<DraftNetwork, "drafts" | "outputs" | "tensor">): ReadonlyMap<Draft, string> {
  const readers = new Map<string, number[]>();
  const producers = new Map<string, number>();
  for (const [index, draft] of drafts.entries()) {
    for (const name of draft.outputs) producers.set(name, index);
    for (const name of draft.inputs) {
      const known = readers.get(name);
      if (known) known.push(index);
      else readers.set(name, [index]);
    }
  }
  const fused = new Map<Draft, string>();
  const taken = new Set<number>();

  const joins = (index: number, region: ReadonlySet<string>, root: number, words: number): boolean => {
    const draft = drafts[index];
    if (draft === undefined || taken.has(index)) return false;
    if (draft.work.kind !== "element-wise" && draft.work.kind !== "rename") return false;
    const wordsOf = (name: string): number => elementCount(tensor(name)?.shape ?? [Number.NaN]);
    if (draft.work.kind === "element-wise" && !draft.outputs.every((name) => wordsOf(name) === words)) return false;
    return draft.inputs.every((name) => {
      if (region.has(name) || tensor(name)?.isConstant) return true;
      const isEarlier = (producers.get(name) ?? -1) < root;
      return draft.work.kind === "element-wise" && isEarlier && wordsOf(name) === 1;
    });
  };

  for (const [root, draft] of drafts.entries()) {
    const isProducer =
      !taken.has(root) &&
      (draft.work.kind === "product" || draft.work.kind === "traffic" || draft.work.kind === "element-wise");
    const live = draft.outputs.filter((name) => outputs.has(name) || readers.has(name));
    const [start] = live;
    if (!isProducer || start === undefined || live.length > 1) continue;
    const words = elementCount(tensor(start)?.shape ?? [Number.NaN]);
    const region = new Set([start]);
    const members = new Set([root]);
    const order: number[] = [];
    let end = 0;
    while (order.length < MAX_REGION) {
      let next = Number.POSITIVE_INFINITY;
      for (const index of [...region].flatMap((name) => readers.get(name) ?? [])) {
        if (index < next && !members.has(index) && joins(index, region, root, words)) next = index;
      }
      if (!Number.isFinite(next)) break;
      members.add(next);
      order.push(next);
      for (const name of drafts[next]?.outputs ?? []) region.add(name);
      const open = [...region].filter(
        (name) => outputs.has(name) || (readers.get(name) ?? []).some((index) => !members.has(index)),
      );
      if (open.length <= 1) end = order.length;
    }
    for (const index of order.slice(0, end)) {
      const member = drafts[index];
      taken.add(index);
      if (member?.work.kind === "element-wise") fused.set(member, draft.name);
    }
  }
  return fused;
}
