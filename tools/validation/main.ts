/**
 * The program behind `npm run validation`: writes docs/validation.md, our figures beside published ones. With `--check`
 * it only says whether the page is what it would write.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { isca16Rows } from "./isca16.ts";
import { jssc17Rows } from "./jssc17.ts";
import { renderPage } from "./page.ts";

const PAGE = "docs/validation.md";
/** Partial nests that the search of a layer may look at. */
const NODES = 2_000_000;

const page = renderPage(isca16Rows(NODES), jssc17Rows());
if (process.argv.includes("--check")) {
  const isSame = readFileSync(PAGE, "utf8") === page;
  console.log(isSame ? `${PAGE} is up to date` : `${PAGE} differs from what \`npm run validation\` writes`);
  process.exitCode = isSame ? 0 : 1;
} else {
  writeFileSync(PAGE, page);
  console.log(`${PAGE} written`);
}
