/**
 * Four projects: the core's tests in Node (`core-node`) and again in a browser (`core-chromium`), those of the
 * charts, the command line and Node's adapters (`cli`), and those of the repository as a whole (`repo`: golden, end to end).
 * Test files that need Node are named `*.node.test.ts` and stay out of the browser, those that need a browser
 * `*.browser.test.ts` and stay out of Node.
 *
 * `TILEWRIGHT_SEED` and `TILEWRIGHT_RUNS` set the seed and the number of draws of property tests;
 * `TILEWRIGHT_BROWSER=off` leaves the browser out, `TILEWRIGHT_CHROMIUM` names another browser than Debian's.
 */
import { existsSync } from "node:fs";
import { playwright } from "@vitest/browser-playwright";
import type { TestProjectConfiguration } from "vitest/config";
import { defineConfig } from "vitest/config";

const DEFAULT_SEED = 20260701;
const DEFAULT_RUNS = 1000;
/** A browser repeats what Node has tested at length: it is there to catch what only a browser does differently. */
const BROWSER_RUNS = 100;

const chromium = process.env["TILEWRIGHT_CHROMIUM"] ?? "/usr/bin/chromium";
const propertySeed = Number(process.env["TILEWRIGHT_SEED"] ?? DEFAULT_SEED);
const propertyRuns = Number(process.env["TILEWRIGHT_RUNS"] ?? DEFAULT_RUNS);

/** Packages of this tree are read from their sources, so that nothing has to be built before a test. */
const fromSource = {
  resolve: { conditions: ["source", "module", "browser", "development|production"] },
  ssr: { resolve: { conditions: ["source", "module", "node", "development|production"] } },
};
const setupFiles = ["./test/setup/properties.ts"];
const coreTests = ["packages/core/src/**/*.test.ts"];

const nodeProject = (name: string, include: string[]): TestProjectConfiguration => ({
  ...fromSource,
  test: {
    name,
    include,
    exclude: ["**/*.browser.test.ts"],
    environment: "node",
    setupFiles,
    provide: { propertySeed, propertyRuns },
    testTimeout: 60_000,
  },
});

const chromiumProject: TestProjectConfiguration = {
  ...fromSource,
  optimizeDeps: {
    include: [
      "fast-check",
      "yaml",
      "@huggingface/jinja",
      "pure-rand/distribution/uniformInt",
      "pure-rand/generator/xoroshiro128plus",
    ],
  },
  test: {
    name: "core-chromium",
    include: coreTests,
    exclude: ["**/*.node.test.ts"],
    setupFiles,
    provide: { propertySeed, propertyRuns: Math.min(propertyRuns, BROWSER_RUNS) },
    testTimeout: 60_000,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({
        launchOptions: {
          executablePath: chromium,
          args: [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
          ],
        },
      }),
      instances: [{ browser: "chromium" }],
    },
  },
};

function browserProjects(): TestProjectConfiguration[] {
  if (process.env["TILEWRIGHT_BROWSER"] === "off") return [];
  if (existsSync(chromium)) return [chromiumProject];
  console.warn(`core-chromium is left out: there is no ${chromium} (Debian: apt-get install chromium)`);
  return [];
}

export default defineConfig({
  test: {
    projects: [
      nodeProject("core-node", coreTests),
      ...browserProjects(),
      nodeProject("cli", ["packages/{chart,cli,node}/src/**/*.test.ts"]),
      nodeProject("repo", ["test/**/*.test.ts", "tools/**/*.test.ts"]),
    ],
    reporters: ["default", "./test/closing-line-reporter.ts"],
    passWithNoTests: true,
  },
});
