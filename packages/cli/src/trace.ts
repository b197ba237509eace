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
 * no `transfers`. A trace without the last line was cut short.
 */
import { buildLoopNest, type Spec, type WalkObserver } from "@tilewright/core";
import { openTextSink, type TextSink } from "@tilewright/node";

/** A trace file being written; the file is made at the first step. */
export interface Trace {
  readonly observer: WalkObserver;
  /** What a write threw, if one did. */
  readonly failure: unknown;
  /** Writes the last lines. */
  end(): void;
  /** Puts what is written so far on the disk; safe to call at any time. */
  close(): void;
}

interface Step {
  readonly cycle: number;
  readonly indices: readonly number[];
  readonly transfers: unknown[];
}

function header(spec: Spec): unknown {
  const { architecture, workload, mapping } = spec;
  const levels = architecture.storage.map((level) => level.name);
  const loops = mapping === undefined ? [] : buildLoopNest(mapping, workload).loops;
  return {
    schema: "tilewright/trace/1",
    levels,
    dataSpaces: workload.dataSpaces.map((dataSpace) => dataSpace.name),
    loops: loops.map(({ dimension, bound, residual, kind, level }) => ({
      dimension: workload.loopDimensions[dimension]?.name,
      bound,
      ...(residual === bound ? {} : { residual }),
      kind,
      level: levels[level],
    })),
  };
}

/** A trace of walks of `spec` to the file `path`. @param open makes the sink, for tests */
export function openTrace(spec: Spec, path: string, open: (path: string) => TextSink = openTextSink): Trace {
  const levels = spec.architecture.storage.map((level) => level.name);
  const dataSpaces = spec.workload.dataSpaces.map((dataSpace) => dataSpace.name);
  let sink: TextSink | undefined;
  let step: Step | undefined;
  let steps = 0;
  let failure: unknown;
  const write = (line: unknown): void => {
    try {
      sink ??= open(path);
      sink.write(`${JSON.stringify(line)}\n`);
    } catch (error) {
      failure = error;
      throw error;
    }
  };
  const flush = (): void => {
    if (step === undefined) return;
    const { transfers, ...rest } = step;
    write(transfers.length > 0 ? step : rest);
    step = undefined;
  };
  return {
    observer: {
      timeStep(cycle, indices) {
        if (steps === 0) write(header(spec));
        flush();
        steps += 1;
        step = { cycle, indices: [...indices], transfers: [] };
      },
      // What is given back when all is done belongs to the last step.
      transfer({ kind, level, dataSpace, words }) {
        step?.transfers.push({ kind, level: levels[level], dataSpace: dataSpaces[dataSpace], words });
      },
    },
    get failure() {
      return failure;
    },
    end() {
      flush();
      if (steps > 0) write({ end: true, cycles: steps });
      this.close();
    },
    close() {
      const open = sink;
      sink = undefined;
      if (failure !== undefined) return;
      try {
        open?.close();
      } catch (error) {
        failure = error;
        throw error;
      }
    },
  };
}
