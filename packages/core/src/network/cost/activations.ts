/**
 * Tensors between layers, with their lives: who makes each, who uses each, and whether it may stay on the chip in
 * between.
 *
 * What is fused renames a tensor (a ReLU's result is the convolution's, changed on its way out): names that mean the
 * same words are one activation. An activation may stay if
 *
 *     a layer makes it that is modelled         what the network is given lies outside the chip
 *     it is no output of the network            that must lie outside in the end
 *     all its consumers are modelled, and can take it from the buffer: as Inputs or, where the buffer may hold Weights, as these
 *     it is not joined with others under one name without being moved
 *
 * and if it fits (residents.ts).
 */
import type { Network, NetworkLayer, TensorName } from "../network.ts";
import { INPUTS, WEIGHTS } from "./activation-buffer.ts";

/** Why an activation cannot stay. */
export type StayObstacle = "given" | "result" | "unmodelled" | "joined" | "bypassed" | "unused";

export interface Activation {
  /** As its producer calls it. */
  readonly tensor: TensorName;
  readonly words: number;
  /** Position of the layer that makes it; -1 for what the network is given. */
  readonly producer: number;
  /** Positions of the layers that use it, in order, each once. */
  readonly consumers: readonly number[];
  readonly obstacle?: StayObstacle;
}

/** A layer's activations with the data spaces that they are in its problem; moved words are Inputs and Outputs. */
export interface LayerActivations {
  readonly inputs: readonly { readonly activation: number; readonly dataSpace: string }[];
  readonly outputs: readonly number[];
}

export interface ActivationLives {
  readonly activations: readonly Activation[];
  readonly layers: readonly LayerActivations[];
}

interface Draft {
  readonly tensor: TensorName;
  readonly words: number;
  readonly producer: number;
  readonly consumers: Set<number>;
  obstacle?: StayObstacle;
}

/** @param mayHoldWeights whether the buffer may hold the second operand of a product */
export function activationLives(network: Network, mayHoldWeights: boolean): ActivationLives {
  const drafts: Draft[] = [];
  const meaning = new Map<TensorName, readonly number[]>();
  const kindOf = (name: TensorName): string => network.tensors.get(name)?.kind ?? "activation";
  const forbid = (ids: readonly number[], obstacle: StayObstacle): void => {
    for (const id of ids) (drafts[id] as Draft).obstacle ??= obstacle;
  };
  const define = (tensor: TensorName, producer: number, obstacle?: StayObstacle): number => {
    const words = network.tensors.get(tensor)?.words ?? 0;
    drafts.push({ tensor, words, producer, consumers: new Set(), ...(obstacle && { obstacle }) });
    meaning.set(tensor, [drafts.length - 1]);
    return drafts.length - 1;
  };
  /** Activations behind a name; a name that no layer has made is given. */
  const behind = (name: TensorName): readonly number[] => meaning.get(name) ?? [define(name, -1, "given")];
  const layers = network.layers.map((layer, position): LayerActivations => {
    const operands = layer.inputs.filter((name) => kindOf(name) !== "weight");
    const used = operands.map(behind);
    for (const id of used.flat()) (drafts[id] as Draft).consumers.add(position);
    const { work } = layer;
    if (work.kind === "fused") {
      const renamed = renamedBy(layer, used, drafts, network);
      if (renamed.length > 1) forbid(renamed, "joined");
      for (const name of layer.outputs) {
        meaning.set(name, renamed);
        if (kindOf(name) === "output") forbid(renamed, "result");
      }
      // Renaming uses nothing.
      for (const id of renamed) (drafts[id] as Draft).consumers.delete(position);
      return { inputs: [], outputs: [] };
    }
    if (work.kind === "unmodelled") {
      forbid(used.flat(), "unmodelled");
      for (const name of layer.outputs) define(name, position, "unmodelled");
      return { inputs: [], outputs: [] };
    }
    const inputs = used.flatMap((ids, operand) => {
      const dataSpace = work.kind === "traffic" || operand === 0 ? INPUTS : WEIGHTS;
      const isKnown =
        work.kind === "traffic" || operand === 0 || (operand === 1 && work.secondOperand === "activations");
      if (!isKnown || (dataSpace === WEIGHTS && !mayHoldWeights)) forbid(ids, "bypassed");
      if (ids.length > 1) forbid(ids, "joined");
      return ids.map((activation) => ({ activation, dataSpace }));
    });
    const outputs = layer.outputs.map((name) =>
      define(name, position, kindOf(name) === "output" ? "result" : undefined),
    );
    return { inputs, outputs };
  });
  const activations = drafts.map(({ consumers, ...draft }): Activation => {
    const obstacle = draft.obstacle ?? (consumers.size === 0 ? "unused" : undefined);
    return { ...draft, consumers: [...consumers].sort((a, b) => a - b), ...(obstacle && { obstacle }) };
  });
  return { activations, layers };
}

/**
 * What a fused layer's results are other names of: what the layer that it is fused into has made, or all that it reads.
 */
function renamedBy(
  { work }: NetworkLayer,
  used: readonly (readonly number[])[],
  drafts: readonly Draft[],
  network: Network,
): readonly number[] {
  const ids = [...new Set(used.flat())];
  const into = work.kind === "fused" ? work.into : undefined;
  const own = ids.filter((id) => network.layers[(drafts[id] as Draft).producer]?.name === into);
  return into !== undefined && own.length > 0 ? own : ids;
}
