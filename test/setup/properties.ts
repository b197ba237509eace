/**
 * How property tests (`*.prop.test.ts`) draw: always from a known seed, so that a failure can be repeated.
 * The values come from vitest.config.ts by `provide`, which reaches browsers as well as Node.
 * A failing property prints its seed and path; repeat it by `TILEWRIGHT_SEED=<seed> npx vitest run <file>`.
 */
import fc from "fast-check";
import { inject } from "vitest";

declare module "vitest" {
  export interface ProvidedContext {
    /** Seed of every property that does not name its own. */
    propertySeed: number;
    /** Draws of every property that does not name its own number. */
    propertyRuns: number;
  }
}

fc.configureGlobal({ seed: inject("propertySeed"), numRuns: inject("propertyRuns") });
