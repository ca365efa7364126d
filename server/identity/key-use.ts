import {
  type KeyBudget,
  learn,
  newBudget,
  PER_MINUTE_WITHOUT_BUDGET,
  type Spent,
  spend,
  WINDOW_SECONDS,
} from "../../domain/identity/key-budget.ts";
import { type Clock, toDate } from "../clock.ts";
import type { Tx } from "../db.ts";
import type { Logger } from "../logger.ts";
import { prepared } from "../raw-sql.ts";

/** What a key asked for and how it was answered. */
export type KeyCall = { keyId: string; operation: string; outcome: string; address: string };
export type KeyUse = ReturnType<typeof openKeyUse>;

type Kept = { key: string; at: string; operation: string; outcome: string; address: string };
/** Calls that wait for a database which does not answer; beyond this the oldest are let go. */
const MOST_WAITING = 20_000;

/**
 * The budgets of keys and the log of what they did. Both live in this process's memory and are told to the
 * database together, once a second, so that a request waits for neither; a budget is therefore overdrawn by
 * what other processes let through within that second.
 */
export function openKeyUse(p: { open: Tx; clock: Clock; logger: Logger }) {
  const budgets = new Map<string, KeyBudget>();
  const lastCalls = new Map<string, string>();
  let waiting: Kept[] = [];
  let telling: Promise<void> | null = null;

  async function tell(): Promise<void> {
    const calls = waiting;
    const counts = untold(budgets, lastCalls);
    if (calls.length === 0 && counts.length === 0) return;
    waiting = [];
    try {
      const rows = await p.open.$queryRaw<{ keyId: string; minute: bigint; calls: number }[]>(prepared`
        select key_id as "keyId", minute, calls
        from app.note_key_calls(${JSON.stringify(calls)}::jsonb, ${JSON.stringify(counts)}::jsonb)`);
      const told = new Map(counts.map((one) => [one.key, one]));
      for (const { keyId, minute, calls: all } of rows) {
        const ours = told.get(keyId);
        const budget = budgets.get(keyId);
        if (ours && budget && Number(minute) === ours.minute)
          learn(budget, { minute: ours.minute, told: ours.calls, all });
      }
    } catch (error) {
      waiting = [...calls, ...waiting].slice(-MOST_WAITING);
      p.logger.warn({ err: error, calls: calls.length }, "what API keys did could not be kept yet");
    }
    forgetOld(budgets, lastCalls, p.clock.now().epochMilliseconds);
  }

  const flush = async (): Promise<void> => {
    await telling;
    telling = tell().finally(() => {
      telling = null;
    });
    await telling;
  };
  const timer = setInterval(() => {
    if (!telling) void flush();
  }, 1000);
  timer.unref();

  return {
    /** Takes one request from the key's budget. */
    spend(key: { id: string; perMinute: number | null }): Spent {
      const budget = budgets.get(key.id) ?? newBudget();
      budgets.set(key.id, budget);
      return spend(budget, key.perMinute ?? PER_MINUTE_WITHOUT_BUDGET, p.clock.now().epochMilliseconds);
    },
    /** Keeps a line of the key's log. */
    note({ keyId, operation, outcome, address }: KeyCall): void {
      const at = toDate(p.clock.now()).toISOString();
      lastCalls.set(keyId, at);
      if (waiting.length < MOST_WAITING)
        waiting.push({ key: keyId, at, operation: operation.slice(0, 200), outcome, address });
    },
    /** Tells the database what is not told yet, and learns what other processes counted. */
    flush,
    async close(): Promise<void> {
      clearInterval(timer);
      await flush();
    },
  };
}

type Count = { key: string; at: string; minute: number; calls: number };

function untold(budgets: Map<string, KeyBudget>, lastCalls: Map<string, string>): Count[] {
  const counts: Count[] = [];
  for (const [key, { minute, here, told }] of budgets) {
    const at = lastCalls.get(key);
    // A key whose budget is spent is asked about as well: others may have let more through.
    if (at && here > told) counts.push({ key, at, minute, calls: here - told });
  }
  return counts;
}

function forgetOld(budgets: Map<string, KeyBudget>, lastCalls: Map<string, string>, nowMs: number): void {
  const minute = Math.floor(nowMs / (WINDOW_SECONDS * 1000));
  for (const [key, budget] of budgets)
    if (budget.minute < minute - 1) {
      budgets.delete(key);
      lastCalls.delete(key);
    }
}
