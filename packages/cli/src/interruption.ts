/**
 * Ctrl-C and `kill`: the first one lets the command put the terminal right, keep what is done and exit with 3;
 * a second one ends the process at once.
 */
import { EXIT_INTERRUPTED } from "./exit-codes.ts";

export interface Interruption {
  readonly requested: boolean;
  /** Forgets the handlers, unless a signal has come. */
  release(): void;
}

/** `stop` runs at the first signal. The caller ends the work; `requested` tells loops to. */
export function watchInterruption(stop: () => void): Interruption {
  const state = { requested: false };
  const onSignal = (): void => {
    if (state.requested) process.exit(EXIT_INTERRUPTED);
    state.requested = true;
    stop();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return {
    get requested() {
      return state.requested;
    },
    release() {
      // After a signal the process is on its way out: a second one must not change its exit code.
      if (state.requested) return;
      process.off("SIGINT", onSignal);
      process.off("SIGTERM", onSignal);
    },
  };
}
