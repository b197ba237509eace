/**
 * Every step of a walk as JSON lines, schema `tilewright/trace/1`: what an animation plays and a script reads.
 *
 *     {"schema": "tilewright/trace/1", "levels": [...], "dataSpaces": [...], "loops": [{"dimension", "bound", ...}]}
 *     {"cycle": 0, "indices": [0, 0, 0], "transfers": [{"kind": "fetch", "level": "Buffer", "dataSpace": "Inputs",
 *       "words": [{"instance": 0, "word": [0]}, ...]}]}
 *     ...
 *     {"end": true, "cycles": 1536}
 *
 * `indices` name every loop of the nest, innermost first, in the order of `loops`. Steps in which nothing moves have
 * no `transfers`.
 */
import { buildLoopNest, type Spec, type WalkObserver } from "@tilewright/core";
import type { TextSink } from "@tilewright/node";

/** Writes the header at once and a line for each step; `end` writes the last ones. The sink stays open. */
export function traceWalk(spec: Spec, sink: TextSink): { readonly observer: WalkObserver; end(): void } {
  const { architecture, workload, mapping } = spec;
  if (mapping === undefined) throw new Error("a walk without a mapping");
  const levels = architecture.storage.map((level) => level.name);
  const dataSpaces = workload.dataSpaces.map((dataSpace) => dataSpace.name);
  const loops = buildLoopNest(mapping, workload).loops.map(({ dimension, bound, residual, kind, level }) => ({
    dimension: workload.loopDimensions[dimension]?.name,
    bound,
    ...(residual === bound ? {} : { residual }),
    kind,
    level: levels[level],
  }));
  sink.write(`${JSON.stringify({ schema: "tilewright/trace/1", levels, dataSpaces, loops })}\n`);

  interface Step {
    readonly cycle: number;
    readonly indices: readonly number[];
    readonly transfers: unknown[];
  }
  let step: Step | undefined;
  let steps = 0;
  const flush = (): void => {
    if (step === undefined) return;
    const { transfers, ...rest } = step;
    sink.write(`${JSON.stringify(transfers.length > 0 ? step : rest)}\n`);
  };
  return {
    observer: {
      timeStep(cycle, indices) {
        flush();
        steps += 1;
        step = { cycle, indices: [...indices], transfers: [] };
      },
      transfer({ kind, level, dataSpace, words }) {
        // What is given back when all is done belongs to the last step.
        step?.transfers.push({ kind, level: levels[level], dataSpace: dataSpaces[dataSpace], words });
      },
    },
    end() {
      flush();
      step = undefined;
      sink.write(`${JSON.stringify({ end: true, cycles: steps })}\n`);
    },
  };
}
