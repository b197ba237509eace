/**
 * `npm run bench`: runs all bench/*.bench.ts. Options: `npm run bench -- [FILTER] [--rounds N] [--round-ms N] [--json]`.
 */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { root, runTypeScript } from "../tools/run-typescript.mjs";

const folder = join(root, "bench");
const files = readdirSync(folder).filter((file) => file.endsWith(".bench.ts"));

/** A program that loads the files one after another, each under its name, and then runs what they registered. */
const loading = files.map((file) => {
  const name = basename(file, ".bench.ts");
  return `enterFile(${JSON.stringify(name)});\nawait import(${JSON.stringify(join(folder, file))});`;
});
const program = `import { enterFile } from ${JSON.stringify(join(folder, "harness.ts"))};
import { main } from ${JSON.stringify(join(folder, "show.ts"))};
${loading.join("\n")}
await main(process.argv.slice(2));
`;
const entry = join(root, "node_modules/.cache/tilewright/bench-entry.mjs");
mkdirSync(dirname(entry), { recursive: true });
writeFileSync(entry, program);
process.exitCode = await runTypeScript(entry, "bench", process.argv.slice(2));
