/**
 * A thread's side of a search: it is told of the search once, then does task after task, and stops between two slices when
 * it is asked to, with what it has.
 *
 *     owner -> thread   {setup} once, {task}, {stop}
 *     thread -> owner   {ready} once, {result, isDone}, {failed}
 *
 * A task that takes long is told of now and then, so that its owner can show how far it is, and has something should the
 * thread die.
 */
import type { Platform, ThreadPort } from "../../platform.ts";
import { openRunner, type SearchSetup, type TaskRunner } from "./divided-search.ts";

export type ThreadRequest =
  | { readonly kind: "setup"; readonly search: SearchSetup }
  | { readonly kind: "task"; readonly task: unknown }
  | { readonly kind: "stop" };

export type ThreadReply =
  | { readonly kind: "ready" }
  | { readonly kind: "result"; readonly result: unknown; readonly isDone: boolean; readonly isLast: boolean }
  | { readonly kind: "failed"; readonly reason: string };

/** How long a thread works before it looks for messages, and how often it tells of a long task. */
const TURN_MS = 20;
const TELL_EVERY_MS = 200;

/** In a thread: does what it is sent. */
export function serveSearch(port: ThreadPort, platform: Platform): void {
  const post = (reply: ThreadReply): void => port.post(reply);
  let runner: TaskRunner | undefined;
  let isStopped = false;
  const run = async (task: unknown, own: TaskRunner): Promise<void> => {
    own.start(task);
    let turned = platform.now();
    let told = turned;
    while (!own.isDone && !isStopped) {
      own.advance();
      const now = platform.now();
      if (now - turned < TURN_MS) continue;
      if (own.tellsNews && now - told >= TELL_EVERY_MS) {
        told = now;
        post({ kind: "result", result: own.result(), isDone: false, isLast: false });
      }
      await platform.wait(0);
      turned = platform.now();
    }
    post({ kind: "result", result: own.result(), isDone: own.isDone, isLast: true });
  };
  const fail = (error: unknown): void =>
    post({ kind: "failed", reason: error instanceof Error ? error.message : String(error) });
  port.listen((message) => {
    const request = message as ThreadRequest;
    try {
      if (request.kind === "setup") {
        runner = openRunner(request.search);
        post({ kind: "ready" });
      } else if (request.kind === "stop") isStopped = true;
      else if (runner !== undefined) run(request.task, runner).catch(fail);
    } catch (error) {
      fail(error);
    }
  });
}
