/** What tells results of this program from those of another version of it: a hash of the program itself. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { VERSION } from "../version.ts";

/** Of the bundled command line; run from its sources it has no one file, and its results are nobody else's. */
export function programSalt(): string | undefined {
  if (!import.meta.url.endsWith(".mjs")) return undefined;
  const hash = createHash("sha256")
    .update(readFileSync(new URL(import.meta.url)))
    .digest("hex");
  return `${VERSION} ${hash}`;
}
