/** Pooling: each output looks at a window of the input; one operation (comparison or addition) for each word looked at. */
import { elementCount, type NodeView, type Outcome, outcome, typed } from "./operator.ts";
import { readWindows } from "./windows.ts";

export function pooling(node: NodeView): Outcome {
  const [batch = 1, channels = 1, ...inputs] = node.shape(0);
  const kernel = node.integers("kernel_shape") ?? [];
  const { outputs } = readWindows(node, inputs, kernel);
  const shape = [batch, channels, ...outputs];
  const result = typed(shape, node.value(0));
  return {
    results: node.outputCount > 1 ? [result, { shape }] : [result],
    parts: [{ kind: "traffic", operations: elementCount(shape) * elementCount(kernel) }],
  };
}

export function globalPooling(node: NodeView): Outcome {
  const [batch = 1, channels = 1, ...inputs] = node.shape(0);
  const isLast = node.integer("channels_last", 0) === 1;
  const shape = isLast
    ? [
        batch,
        ...node
          .shape(0)
          .slice(1, -1)
          .map(() => 1),
        node.shape(0).at(-1) ?? 1,
      ]
    : undefined;
  const operations = elementCount(node.shape(0));
  const result = typed(shape ?? [batch, channels, ...inputs.map(() => 1)], node.value(0));
  return outcome({ kind: "traffic", operations }, result);
}
