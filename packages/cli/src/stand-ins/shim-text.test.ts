import { expect, test } from "vitest";
import { commandShim, SHIM_MARK, shellShim } from "./shim-text.ts";

const target = { node: "/opt/it's/node", script: "C:\\100%\\tilewright.mjs", compat: true };

test("paths may hold quotes, blanks and percent signs", () => {
  const shell = shellShim("accelergy", target);
  expect(shell).toContain("node='/opt/it'\\''s/node'\n");
  expect(shell).toContain('stand-in --compat accelergy "$@"');
  const command = commandShim("timeloop-model", { ...target, compat: false });
  expect(command.split("\r\n")).toEqual([
    "@echo off",
    `rem ${SHIM_MARK} timeloop-model, written by tilewright shims.`,
    '"/opt/it\'s/node" "C:\\100%%\\tilewright.mjs" stand-in timeloop-model %*',
    "",
  ]);
});
