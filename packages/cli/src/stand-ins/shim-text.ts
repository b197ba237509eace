/**
 * The small programs that `tilewright shims` writes: each calls tilewright by its full path, so that they work from any
 * folder, and falls back on a `tilewright` of the search path where that file has gone.
 */
import type { StandIn } from "./stand-in.ts";

/** By this line a file is known to be ours. */
export const SHIM_MARK = "tilewright stand-in for";

export interface ShimTarget {
  /** The program that runs JavaScript. */
  readonly node: string;
  /** Tilewright's command line. */
  readonly script: string;
  readonly compat: boolean;
}

/** For POSIX shells. */
export function shellShim(tool: StandIn, { node, script, compat }: ShimTarget): string {
  const call = `stand-in ${compat ? "--compat " : ""}${tool} "$@"`;
  return `#!/bin/sh
# ${SHIM_MARK} ${tool}, written by \`tilewright shims\`.
node=${quoted(node)}
script=${quoted(script)}
[ -x "$node" ] || node=node
if [ -f "$script" ]; then exec "$node" "$script" ${call}; fi
if command -v tilewright > /dev/null; then exec tilewright ${call}; fi
echo "${tool}: tilewright is no longer at $script: run \\\`tilewright shims\\\` again" >&2
exit 127
`;
}

/** For the command prompt of Windows. */
export function commandShim(tool: StandIn, { node, script, compat }: ShimTarget): string {
  const call = `stand-in ${compat ? "--compat " : ""}${tool} %*`;
  return [
    "@echo off",
    `rem ${SHIM_MARK} ${tool}, written by tilewright shims.`,
    `"${node.replaceAll("%", "%%")}" "${script.replaceAll("%", "%%")}" ${call}`,
    "",
  ].join("\r\n");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
