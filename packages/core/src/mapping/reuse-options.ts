/** Reuse options as a mapping has them where nothing is said. */
import type { ReuseOptions } from "./mapping.ts";

/** Nothing switched off, for so many data spaces. */
export function allReuse(dataSpaces: number): ReuseOptions {
  const none = new Array<boolean>(dataSpaces).fill(false);
  return {
    noTemporalReuse: none,
    noMulticast: none,
    noLinkTransfer: none,
    rmwFirstUpdate: none,
    noCoalesce: none,
  };
}
