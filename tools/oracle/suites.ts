/** The recorded answers that we can be compared with. Those without a suite yet are named, so that nobody thinks them checked. */
import { energySuites } from "./energy-suite.ts";
import { modelSuite } from "./model-suite.ts";
import type { Suite } from "./outcome.ts";

export const suites: readonly Suite[] = [modelSuite, ...energySuites];

/** Recordings in the oracle's folder that nothing of ours answers yet. */
export const notYet: readonly string[] = ["mapper/results.json"];
