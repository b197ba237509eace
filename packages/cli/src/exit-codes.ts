/** What the exit status of every command says; scripts rely on it. */
export const EXIT_DONE = 0;
/** The input is well-formed, but the mapping does not fit the hardware or the problem. */
export const EXIT_INVALID_MAPPING = 1;
/** The input or the command line is wrong; diagnostics say where. */
export const EXIT_WRONG_INPUT = 2;
/** Stopped by the user; results so far are kept. */
export const EXIT_INTERRUPTED = 3;
/** A bug in tilewright. */
export const EXIT_BUG = 70;
