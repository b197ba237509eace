/**
 * What the name of an action means to a circuit: it works, it stands idle, its operands are gated or reused.
 * Published designs spell one thing in many ways (`read`, `access`, `mac_random`, `transfer_random`).
 */
import { nearestWord } from "../text/nearest-word.ts";
import { Decline } from "./estimator.ts";

export type ActionKind = "dynamic" | "idle" | "gated" | "reused";

const IDLE = ["leak", "idle"];
const GATED = ["mult_gated", "mac_gated", "gated", "compute_gated"];
const REUSED = ["mult_reused", "mac_reused", "reused"];

/** Words for doing what the class is there for. */
const DYNAMIC = [
  "access read write update fill drain add subtract mult multiply mac compute count increment compare shift process",
  "and or xor not transfer transfer_random transfer_repeated random_read random_write random_update random_fill",
  "mac_random mult_random add_random read_access write_access update_access push pop enqueue dequeue clock convert",
].flatMap((line) => line.split(" "));

/** What `action` means, by tilewright's own rule: a word that nobody knows is an error, not an operation. */
export function actionKind(action: string, usual: readonly string[]): ActionKind {
  const word = action.toLowerCase().replaceAll("-", "_");
  if (IDLE.includes(word)) return "idle";
  if (GATED.includes(word)) return "gated";
  if (REUSED.includes(word)) return "reused";
  if (DYNAMIC.includes(word)) return "dynamic";
  const near = nearestWord(action, [...usual, ...DYNAMIC, ...IDLE]);
  const guess = near === undefined ? "" : `: did you mean "${near}"?`;
  throw new Decline(`"${action}" is no action of it${guess} (usual: ${usual.join(", ")})`);
}

/** What the public table plug-in makes of `action`: only `leak`, and gating where a class has it, is special. */
export function plugInActionKind(action: string): ActionKind {
  if (action === "leak") return "idle";
  if (action === "mult_gated" || action === "mac_gated") return "gated";
  if (action === "mult_reused" || action === "mac_reused") return "reused";
  return "dynamic";
}
