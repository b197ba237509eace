/**
 * Builds what is published: the command line as one file (packages/cli/dist/tilewright.mjs, with the licences of
 * what is inside beside it), and with `--declarations` also JavaScript and types of the libraries by `tsc -b`.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const quiet = process.argv.includes("--quiet");
const dist = join(root, "packages/cli/dist");

/** Bundled CommonJS packages ask for Node's modules by `require`, which an ES module does not have. */
const banner = `#!/usr/bin/env node
import { createRequire as tilewrightCreateRequire } from "node:module";
const require = tilewrightCreateRequire(import.meta.url);`;

async function bundleCommandLine() {
  const outfile = join(dist, "tilewright.mjs");
  const result = await build({
    absWorkingDir: root,
    entryPoints: ["packages/cli/src/main.ts"],
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
  }).catch(() => undefined); // esbuild has printed why
  if (result === undefined) process.exit(1);
  chmodSync(outfile, 0o755);
  writeFileSync(join(dist, "THIRD-PARTY-LICENSES.txt"), licencesOf(Object.keys(result.metafile.inputs)));
  const bytes = Object.values(result.metafile.outputs)[0]?.bytes ?? 0;
  if (!quiet) console.log(`packages/cli/dist/tilewright.mjs  ${Math.round(bytes / 1024)} KiB`);
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
