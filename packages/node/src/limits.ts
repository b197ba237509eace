/** How much input is read before it is refused: far above any real specification, far below what hurts. */

/** Largest file or standard input that is read as one text, in bytes. */
export const MAX_SOURCE_BYTES: number = 16 * 1024 * 1024;

/** Longest line of a line-by-line input (a batch file), in bytes. */
export const MAX_LINE_BYTES: number = 16 * 1024 * 1024;

/** Largest model that is read as one array of bytes: Protocol Buffers end at 2 GB, and so do ONNX files. */
export const MAX_MODEL_BYTES: number = 2 * 1024 * 1024 * 1024 - 1;
