/** `npm run validation`: our figures beside published ones, as docs/validation.md. */
import { runTypeScript } from "./run-typescript.mjs";

process.exitCode = await runTypeScript("tools/validation/main.ts", "validation", process.argv.slice(2));
