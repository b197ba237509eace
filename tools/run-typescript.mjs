/**
 * Runs a TypeScript program of this workspace on plain Node: bundles it with esbuild into node_modules/.cache and
 * starts the bundle, packages read from their sources. Type errors are `npm run check`'s concern, not ours.
 */
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Bundled CommonJS packages ask for Node's modules by `require`, which an ES module does not have. */
const banner = `import { createRequire as tilewrightCreateRequire } from "node:module";
const require = tilewrightCreateRequire(import.meta.url);`;

/**
 * @param {string} entry file relative to the workspace root
 * @param {string} name of the bundle in the cache
 * @param {readonly string[]} args for the program
 * @returns {Promise<number>} its exit code
 */
export async function runTypeScript(entry, name, args) {
  const outfile = join(root, "node_modules/.cache/tilewright", `${name}.mjs`);
  const bundled = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    conditions: ["source"],
    sourcemap: "inline",
    banner: { js: banner },
    logLevel: "error",
  }).catch(() => undefined); // esbuild has printed why
  if (bundled === undefined) return 1;
  const child = spawnSync(process.execPath, ["--enable-source-maps", outfile, ...args], {
    cwd: root,
    stdio: "inherit",
  });
  if (child.error) throw child.error;
  return child.status ?? 1;
}
