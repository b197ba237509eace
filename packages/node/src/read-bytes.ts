/**
 * All bytes of a file descriptor, up to a limit. Read in pieces rather than by size, because pipes, `/dev/stdin`
 * and process substitutions say that their size is 0, and a device such as `/dev/zero` never ends.
 */
import { readSync } from "node:fs";

const PIECE_BYTES = 64 * 1024;
const waiting = new Int32Array(new SharedArrayBuffer(4));

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** `undefined` when there is more than `limit`. */
export function readBytes(descriptor: number, limit: number): Uint8Array | undefined {
  const pieces: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const piece = new Uint8Array(PIECE_BYTES);
    let count: number;
    try {
      count = readSync(descriptor, piece, 0, PIECE_BYTES, null);
    } catch (error) {
      // A pipe or terminal in non-blocking mode with nothing to read yet.
      if (codeOf(error) === "EAGAIN") {
        Atomics.wait(waiting, 0, 0, 10);
        continue;
      }
      if (codeOf(error) === "EOF") break;
      throw error;
    }
    if (count === 0) break;
    total += count;
    if (total > limit) return undefined;
    pieces.push(piece.subarray(0, count));
  }
  return Buffer.concat(pieces, total);
}
