/** The one file that the command line is bundled into: threads of a search and stand-ins run it. */

/** Undefined where the sources run unbundled, in tests. */
export function ownScript(): URL | undefined {
  return import.meta.url.endsWith(".mjs") ? new URL(import.meta.url) : undefined;
}
