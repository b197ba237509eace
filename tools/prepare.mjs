/**
 * Brings a fresh checkout to the point where a command can run, and does nothing where nothing is missing:
 * installs the packages of the lock file, and bundles the command line when a source is newer than the bundle.
 * One line for each thing that it does; `--quiet` leaves only errors, `--packages-only` leaves the bundle alone.
 * Uses nothing but Node, since it runs first.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const quiet = process.argv.includes("--quiet");
const lockFile = join(root, "package-lock.json");
const stampFile = join(root, "node_modules/.cache/tilewright/installed");
const bundle = join(root, "packages/cli/dist/tilewright.mjs");

/** @param {string} line */
function say(line) {
  if (!quiet) console.error(line);
}

/**
 * Runs a command of the workspace; its output is shown only if it fails.
 * @param {string} command
 * @param {string[]} args
 */
function run(command, args) {
  const result = spawnSync(command, args, { cwd: root, encoding: "utf8", shell: process.platform === "win32" });
  if (result.status === 0) return;
  console.error(`${command} ${args.join(" ")} failed:`);
  console.error(result.error?.message ?? `${result.stdout}${result.stderr}`.trimEnd());
  process.exit(result.status ?? 1);
}

/** True when node_modules holds what the lock file says, by a stamp of ours or by the record that npm leaves. */
function isInstalled() {
  const digest = createHash("sha256").update(readFileSync(lockFile)).digest("hex");
  if (existsSync(stampFile)) return readFileSync(stampFile, "utf8") === digest;
  const npmRecord = join(root, "node_modules/.package-lock.json");
  return existsSync(npmRecord) && statSync(npmRecord).mtimeMs >= statSync(lockFile).mtimeMs;
}

function markInstalled() {
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, createHash("sha256").update(readFileSync(lockFile)).digest("hex"));
}

/** Files whose change asks for a new bundle. */
function bundleSources() {
  const sources = ["core", "chart", "node", "cli"].flatMap((name) => {
    const folder = join(root, "packages", name, "src");
    const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [];
    return files.filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts")).map((file) => join(folder, file));
  });
  return [...sources, join(root, "packages/cli/package.json"), join(root, "tools/build.mjs"), lockFile];
}

function isBundled() {
  if (!existsSync(bundle)) return false;
  const builtAt = statSync(bundle).mtimeMs;
  return bundleSources().every((file) => statSync(file).mtimeMs <= builtAt);
}

if (!isInstalled()) {
  say("installing packages (npm ci)");
  run("npm", ["ci", "--no-audit", "--no-fund"]);
}
markInstalled();

if (!process.argv.includes("--packages-only") && !isBundled()) {
  say("bundling the command line");
  run(process.execPath, [join(root, "tools/build.mjs"), "--quiet"]);
}
