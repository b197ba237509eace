import { isca16Rows } from "./isca16.ts";
const t = performance.now();
for (const n of process.argv.slice(2)) { for (const r of isca16Rows(Number(n))) console.log(n, ((performance.now()-t)/1000).toFixed(1), JSON.stringify(r)); }
