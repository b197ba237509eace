/**
 * Whole networks by the bundled command line: threads, Ctrl-C, and nothing left in anybody's cache folder but the
 * user's.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const bundle = join(root, "packages/cli/dist/tilewright.mjs");
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tilewright-network-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Document {
  readonly seconds: number;
  readonly cache: { readonly folder: string; readonly hits: number } | null;
  readonly mappings: readonly object[];
}

function question3(...args: readonly string[]): Document {
  const { stdout, status } = spawnSync(process.execPath, [bundle, "assignment", "q3-energy", "--json", ...args], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: { ...process.env, XDG_CACHE_HOME: join(folder, "home") },
  });
  expect(status).toBe(0);
  return JSON.parse(stdout) as Document;
}

/** What does not depend on when and where it was run. */
function lasting({ mappings, ...document }: Document): object {
  const timeless = mappings.map((mapping) => ({ ...mapping, seconds: 0, cached: false }));
  return { ...document, seconds: 0, cache: null, mappings: timeless };
}

describe("a network", () => {
  it("is the same on one thread and on three, with and without what stays, and out of the user's cache", () => {
    for (const more of [[], ["--keep-activations"]]) {
      const one = question3("--threads", "1", "--no-cache", ...more);
      const three = question3("--threads", "3", ...more);
      expect(lasting(three)).toEqual(lasting(one));
      expect(three.cache?.folder).toBe(join(folder, "home", "tilewright"));
      const again = question3(...more);
      expect(lasting(again)).toEqual(lasting(one));
      expect(again.cache).toMatchObject({ misses: 0 });
    }
    expect(existsSync(join(folder, "home", "tilewright"))).toBe(true);
  });

  it.each(["1", "2"])("keeps what is found when it is interrupted, on %s threads", async (threads) => {
    const q3 = join(root, "examples/assignment/q3");
    const chip = [join(q3, "arch.yaml"), join(q3, "components.yaml")];
    // Without constraints nobody looks through all of it.
    const options = ["--algorithm", "exhaustive", "--json", "--no-cache", "--threads", threads];
    const child = spawn(process.execPath, [bundle, "network", "resnet32-cifar10", ...chip, ...options], { cwd: root });
    let output = "";
    let errors = "";
    let asked = false;
    child.stdout.on("data", (data: Buffer) => {
      output += data.toString();
    });
    child.stderr.on("data", (data: Buffer) => {
      errors += data.toString();
      if (asked || !errors.includes('"event":"progress"')) return;
      asked = true;
      setTimeout(() => child.kill("SIGINT"), 1500);
    });
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect(code).toBe(3);
    expect(errors).toContain('{"event":"interrupted"}');
    expect(JSON.parse(output)).toMatchObject({
      schema: "tilewright/network/1",
      interrupted: true,
      optimal: false,
      totals: { products: 34 },
    });
  });
});
