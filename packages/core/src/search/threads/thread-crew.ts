/**
 * Threads at work on one search, each on one task at a time. A thread that dies gives its task back: another one does it,
 * or the search's owner. Threads are not replaced: what killed one may kill the next.
 */
import type { StartThread, Thread } from "../../platform.ts";
import type { DividedSearch } from "./divided-search.ts";
import type { ThreadReply, ThreadRequest } from "./serve-search.ts";

/** A thread that died, by its number (the first is 1), and what is known of it. */
export interface DeadThread {
  readonly thread: number;
  readonly reason: string;
}

interface Member<Task> {
  readonly number: number;
  thread: Thread | undefined;
  state: "starting" | "idle" | "busy" | "dead";
  task: Task | undefined;
}

export class ThreadCrew<Task, Result> {
  readonly died: DeadThread[] = [];
  readonly #search: DividedSearch<Task, Result>;
  readonly #members: Member<Task>[] = [];
  readonly #onEvent: () => void;
  readonly #unfinished: (readonly [task: Task, result: Result])[] = [];
  #isStopped = false;

  /** @param onEvent whenever something has changed */
  constructor(search: DividedSearch<Task, Result>, startThread: StartThread, count: number, onEvent: () => void) {
    this.#search = search;
    this.#onEvent = onEvent;
    for (let number = 1; number <= count; number++) this.#start(number, startThread);
  }

  /** Whether some thread can do a task, now or after the one that it is at. */
  get isReady(): boolean {
    return this.#members.some(({ state }) => state === "idle" || state === "busy");
  }

  get isBusy(): boolean {
    return this.#members.some(({ state }) => state === "busy");
  }

  /** Whether all threads have died. */
  get isGone(): boolean {
    return this.#members.every(({ state }) => state === "dead");
  }

  /** Gives every idle thread a task, as long as there are some. */
  handOut(): void {
    for (const member of this.#members) {
      if (member.state !== "idle" || this.#isStopped) continue;
      const task = this.#search.takeTask();
      if (task === undefined) return;
      member.task = task;
      member.state = "busy";
      this.#post(member, { kind: "task", task });
    }
  }

  /** Asks all threads to stop; they answer with what they have. */
  stop(): void {
    this.#isStopped = true;
    for (const member of this.#members) if (member.state === "busy") this.#post(member, { kind: "stop" });
  }

  /** Ends all threads; returns what came of tasks that were not done to their end. */
  end(): readonly (readonly [task: Task, result: Result])[] {
    for (const { thread, state } of this.#members) if (state !== "dead") thread?.terminate();
    return this.#unfinished;
  }

  #start(number: number, startThread: StartThread): void {
    const member: Member<Task> = { number, thread: undefined, state: "starting", task: undefined };
    this.#members.push(member);
    try {
      member.thread = startThread({
        message: (message) => this.#receive(member, message as ThreadReply),
        died: (reason) => this.#bury(member, reason),
      });
    } catch (error) {
      this.#bury(member, error instanceof Error ? error.message : String(error));
      return;
    }
    this.#post(member, { kind: "setup", search: this.#search.setup });
  }

  #post(member: Member<Task>, request: ThreadRequest): void {
    member.thread?.post(request);
  }

  #receive(member: Member<Task>, reply: ThreadReply): void {
    if (member.state === "dead") return;
    if (reply.kind === "failed") {
      member.thread?.terminate();
      this.#bury(member, reply.reason);
      return;
    }
    if (reply.kind === "ready") member.state = "idle";
    else if (member.task !== undefined) {
      const { task } = member;
      const result = reply.result as Result;
      if (!reply.isLast) this.#search.giveNews(task, result);
      else {
        member.task = undefined;
        member.state = "idle";
        if (reply.isDone) this.#search.giveResult(task, result);
        else this.#unfinished.push([task, result]);
      }
    }
    this.#onEvent();
  }

  #bury(member: Member<Task>, reason: string): void {
    if (member.state === "dead") return;
    this.died.push({ thread: member.number, reason });
    if (member.task !== undefined) this.#search.giveBack(member.task);
    member.task = undefined;
    member.state = "dead";
    this.#onEvent();
  }
}
