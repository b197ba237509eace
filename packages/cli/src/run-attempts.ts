/** The searches of `verify`, one after another, with progress, a limit of time and Ctrl-C. */
import {
  attemptsAt,
  type BestMapping,
  type Check,
  failed,
  type Mapspace,
  notRederived,
  passed,
  type RefutationStatus,
  type RunningAttempt,
  type SearchAttempt,
  type WordedClaim,
} from "@tilewright/core";
import { formatCount, formatDuration } from "./format-number.ts";
import { type Interruption, watchInterruption } from "./interruption.ts";
import { startProgress } from "./progress.ts";
import type { Terminal } from "./terminal.ts";

export interface AttemptsOutcome {
  readonly checks: readonly Check[];
  /** A mapping that refutes a claim. */
  readonly better: BestMapping | undefined;
  readonly interrupted: boolean;
}

const SLICE = 500;

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Attempts to refute each claim. @param seconds for all of them together */
export async function runAttempts(
  terminal: Terminal,
  mapspace: Mapspace,
  claims: readonly WordedClaim[],
  seconds: number,
): Promise<AttemptsOutcome> {
  const end = performance.now() + 1000 * seconds;
  const progress = startProgress(terminal, "verify");
  const interruption = watchInterruption(() => {
    progress.finish();
    terminal.error("interrupted\n");
  });
  const checks: Check[] = [];
  let better: BestMapping | undefined;
  for (const [c, claim] of claims.entries()) {
    const attempts = attemptsAt(mapspace, claim);
    const outcomes = new Map<SearchAttempt["check"], Check>();
    for (const [a, { check, how, start }] of attempts.entries()) {
      const earlier = outcomes.get(check)?.status;
      if (interruption.requested || (earlier !== undefined && earlier !== "not-rederived")) continue;
      const began = performance.now();
      // What is left is shared by the claims to come, and by the attempts at this one.
      const share = (end - began) / (claims.length - c) / (attempts.length - a);
      const attempt = start();
      const looked = (): string =>
        `${formatCount(attempt.looked())} ${check === "search-again" ? "partial mappings" : "mappings"}`;
      const tell = (): void => progress.update(attempt.looked(), undefined, `${how}: ${looked()}`);
      const status = await runAttempt(attempt, began + share, interruption, tell);
      const words = `${claim.words}: ${how}, ${looked()}`;
      if (status === "running") {
        const after = formatDuration((performance.now() - began) / 1000);
        outcomes.set(check, notRederived(check, `${words}; stopped after ${after}, nothing better so far`));
      } else if (status === "upheld") outcomes.set(check, passed(check, words));
      else {
        outcomes.set(check, failed(check, `not so: ${words}, and one that is better`));
        better ??= attempt.better();
      }
    }
    checks.push(...outcomes.values());
  }
  progress.finish();
  const interrupted = interruption.requested;
  interruption.release();
  return { checks, better, interrupted };
}

async function runAttempt(
  attempt: RunningAttempt,
  until: number,
  interruption: Interruption,
  tell: () => void,
): Promise<RefutationStatus> {
  for (;;) {
    const status = attempt.advance(SLICE);
    if (status !== "running" || interruption.requested || performance.now() >= until) return status;
    tell();
    await nextTurn();
  }
}
