/**
 * Builds what is published: the command line as one file (packages/cli/dist/tilewright.mjs, with the licences of
 * what is inside beside it) and what it loads only when asked for (dist/lazy/), and with `--declarations` also JavaScript and types of the libraries by `tsc -b`.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const quiet = process.argv.includes("--quiet");
const dist = join(root, "packages/cli/dist");

/** Bundled CommonJS packages ask for Node's modules by `require`, which an ES module does not have. */
const banner = `#!/usr/bin/env node
import { createRequire as tilewrightCreateRequire } from "node:module";
const require = tilewrightCreateRequire(import.meta.url);`;

/**
 * What is imported by `await import("package")` becomes a bundle of its own in dist/lazy/, so that a command which draws
 * no chart does not read the code that draws one. Packages that are dependencies of the published command line (native
 * code, fonts) are not bundled at all.
 * @param {Set<string> | undefined} lazyPackages receives what was found; without it nothing is lazy
 * @returns {import("esbuild").Plugin}
 */
const lazyImports = (lazyPackages) => ({
  name: "lazy-imports",
  setup({ onResolve }) {
    const published = JSON.parse(readFileSync(join(root, "packages/cli/package.json"), "utf8"));
    onResolve({ filter: /^[@a-z]/ }, ({ path, kind }) => {
      if (isBuiltin(path)) return undefined;
      if (Object.hasOwn(published.dependencies, path)) return { path, external: true };
      if (kind !== "dynamic-import" || lazyPackages === undefined) return undefined;
      lazyPackages.add(path);
      return { path: `./lazy/${lazyName(path)}.mjs`, external: true };
    });
  },
});

/** @param {string} path of a package: `@tilewright/chart/headless` is `tilewright-chart-headless` */
function lazyName(path) {
  return path.replace(/^@/, "").replaceAll("/", "-");
}

/**
 * @param {string} entry
 * @param {string} outfile
 * @param {Set<string>} [lazyPackages]
 */
async function bundle(entry, outfile, lazyPackages) {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    conditions: ["source"],
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    banner: { js: banner },
    metafile: true,
    logLevel: "warning",
    plugins: [lazyImports(lazyPackages)],
    // Asked for by linkedom where there is one; a document for charts needs none.
    external: ["canvas"],
  }).catch(() => undefined); // esbuild has printed why
  if (result === undefined) process.exit(1);
  const bytes = Object.values(result.metafile.outputs)[0]?.bytes ?? 0;
  if (!quiet) console.log(`${relative(root, outfile)}  ${Math.round(bytes / 1024)} KiB`);
  return Object.keys(result.metafile.inputs);
}

async function bundleCommandLine() {
  const outfile = join(dist, "tilewright.mjs");
  rmSync(join(dist, "lazy"), { recursive: true, force: true });
  /** @type {Set<string>} */
  const lazyPackages = new Set();
  const inputs = await bundle("packages/cli/src/main.ts", outfile, lazyPackages);
  for (const path of lazyPackages) {
    inputs.push(...(await bundle(path, join(dist, "lazy", `${lazyName(path)}.mjs`))));
  }
  chmodSync(outfile, 0o755);
  writeFileSync(join(dist, "THIRD-PARTY-LICENSES.txt"), licencesOf(inputs));
}

/**
 * The licence text of every package that ended up in the bundle: their terms ask for it.
 * @param {string[]} inputs files of the bundle, relative to the root
 */
function licencesOf(inputs) {
  const folders = inputs.map((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]);
  const packages = [...new Set(folders.filter((folder) => folder !== undefined))].sort();
  return packages
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
      const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
      const text = file === undefined ? "" : readFileSync(join(root, folder, file), "utf8").trim();
      return `${name} ${version} (${license})\n\n${text}\n`;
    })
    .join(`\n${"-".repeat(78)}\n\n`);
}

if (!existsSync(join(root, "packages/cli/src/main.ts"))) {
  console.error("packages/cli/src/main.ts is not there: no command line to bundle");
  process.exit(1);
}
await bundleCommandLine();
if (process.argv.includes("--declarations")) {
  const tsc = spawnSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-b"], {
    cwd: root,
    stdio: "inherit",
  });
  if (tsc.status !== 0) process.exit(tsc.status ?? 1);
  if (!quiet) console.log("packages/*/dist: JavaScript and types of the libraries");
}
