#!/usr/bin/env node
/**
 * What `npx tilewright` runs. npm links a command when it installs, which is before anything is built: so the link
 * leads here, and from here to the bundle.
 */
import { existsSync } from "node:fs";

const bundle = new URL("../dist/tilewright.mjs", import.meta.url);
if (existsSync(bundle)) await import(bundle.href);
else {
  console.error("tilewright is not built yet: npm run build (npm start and npm test do it too)");
  process.exitCode = 2;
}
