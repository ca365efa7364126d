import type { StandInClock } from "./clock.ts";
import type { FaultPlan } from "./faults.ts";
import { signatureHeader } from "./signature.ts";
import type { Store } from "./store.ts";
import type { Delivery, StoredEvent } from "./tables.ts";

export interface DeliveryLogEntry {
  event: string;
  type: string;
  attempt: number;
  /** Milliseconds on the stand-in's clock. */
  at: number;
  status: number | null;
  error: string | null;
}

export interface Webhooks {
  /** Looks for what is due. Called after every reply, by a timer, and when the clock is advanced. */
  wake(): void;
  /** Delivers everything that is due and waits for it. */
  drain(): Promise<void>;
  log(): readonly DeliveryLogEntry[];
  stop(): Promise<void>;
}

interface Options {
  store: Store;
  clock: StandInClock;
  faults: FaultPlan;
  url: string | undefined;
  secret: string;
  /** The wait after the first failure; it doubles up to an hour. */
  retryBaseMs: number;
  timeoutMs: number;
}

const hourMs = 3_600_000;
const giveUpAfterMs = 72 * hourMs;

/** Delivers events one after the other in the order of their creation; a failed one is tried again later. */
export function createWebhooks(options: Options): Webhooks {
  const { store, clock, faults } = options;
  const entries: DeliveryLogEntry[] = [];
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let stopped = false;
  const abort = new AbortController();

  function wake() {
    if (stopped || options.url === undefined) return;
    running ??= deliverDue().finally(() => {
      running = undefined;
      schedule();
    });
  }

  function schedule() {
    clearTimeout(timer);
    const next = pendingDeliveries(store).reduce(
      (soonest, row) => Math.min(soonest, row.nextAttemptAt),
      Infinity,
    );
    if (stopped || next === Infinity) return;
    timer = setTimeout(wake, Math.min(Math.max(next - clock.nowMs(), 5), hourMs));
    timer.unref();
  }

  async function deliverDue() {
    for (;;) {
      const due = pendingDeliveries(store).filter((row) => row.nextAttemptAt <= clock.nowMs());
      const [first, second] = due;
      if (stopped || first === undefined) return;
      await attempt(second !== undefined && tookFault(first, "reorder") ? second : first);
    }
  }

  async function attempt(delivery: Delivery) {
    const event = store.get("event", delivery.event);
    if (event === undefined) return finish({ delivery, state: "given_up" });
    const delayed = faults.takeForWebhook({ eventType: event.type, kinds: ["delay"] });
    if (delayed !== undefined) {
      const nextAttemptAt = clock.nowMs() + (delayed.delayMs ?? 1000);
      return store.transact(() => store.put("delivery", { ...delivery, nextAttemptAt }));
    }
    const duplicate = faults.takeForWebhook({ eventType: event.type, kinds: ["duplicate"] }) !== undefined;
    const outcome = await post({ event, attempt: delivery.attempts + 1 });
    if (duplicate) await post({ event, attempt: delivery.attempts + 1 });
    if (outcome.status !== null && outcome.status >= 200 && outcome.status < 300) {
      finish({
        delivery: { ...delivery, attempts: delivery.attempts + 1, lastStatus: outcome.status },
        state: "delivered",
      });
    } else retryLater({ delivery, outcome });
  }

  async function post({ event, attempt: number }: { event: StoredEvent; attempt: number }) {
    const payload = JSON.stringify(event);
    const dropped = faults.takeForWebhook({ eventType: event.type, kinds: ["drop"] }) !== undefined;
    const forged =
      faults.takeForWebhook({ eventType: event.type, kinds: ["wrong_signature"] }) !== undefined;
    const outcome = dropped
      ? { status: null, error: "dropped by the fault plan" }
      : await send({ payload, forged });
    entries.push({ event: event.id, type: event.type, attempt: number, at: clock.nowMs(), ...outcome });
    return outcome;
  }

  async function send({ payload, forged }: { payload: string; forged: boolean }) {
    const secret = forged ? "whsec_of_somebody_else" : options.secret;
    const header = signatureHeader({ payload, secret, timestamp: clock.nowSeconds() });
    try {
      const response = await fetch(options.url ?? "", {
        method: "POST",
        headers: { "content-type": "application/json; charset=utf-8", "stripe-signature": header },
        body: payload,
        redirect: "manual",
        signal: AbortSignal.any([AbortSignal.timeout(options.timeoutMs), abort.signal]),
      });
      await response.arrayBuffer();
      return { status: response.status, error: null };
    } catch (error) {
      return { status: null, error: error instanceof Error ? error.message : String(error) };
    }
  }

  function retryLater({
    delivery,
    outcome,
  }: {
    delivery: Delivery;
    outcome: { status: number | null; error: string | null };
  }) {
    if (stopped) return;
    const attempts = delivery.attempts + 1;
    const wait = Math.min(options.retryBaseMs * 2 ** delivery.attempts, hourMs);
    const row = { ...delivery, attempts, lastStatus: outcome.status, lastError: outcome.error };
    if (clock.nowMs() + wait > delivery.firstDueAt + giveUpAfterMs)
      return finish({ delivery: row, state: "given_up" });
    store.transact(() => store.put("delivery", { ...row, nextAttemptAt: clock.nowMs() + wait }));
  }

  function finish({ delivery, state }: { delivery: Delivery; state: "delivered" | "given_up" }) {
    store.transact(() => {
      // What was delivered is in the log; only what was given up stays as a row.
      if (state === "delivered") store.remove("delivery", delivery.id);
      else store.put("delivery", { ...delivery, state });
      const event = store.get("event", delivery.event);
      if (event !== undefined) store.put("event", { ...event, pending_webhooks: 0 });
    });
  }

  function tookFault(delivery: Delivery, kind: "reorder") {
    const type = store.get("event", delivery.event)?.type ?? "";
    return faults.takeForWebhook({ eventType: type, kinds: [kind] }) !== undefined;
  }

  return {
    wake,
    drain: async () => {
      wake();
      while (running !== undefined) {
        await running;
        if (pendingDeliveries(store).some((row) => row.nextAttemptAt <= clock.nowMs())) wake();
      }
    },
    log: () => entries,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      abort.abort();
      await running;
    },
  };
}

function pendingDeliveries(store: Store): Delivery[] {
  return store.all("delivery").filter((row) => row.state === "pending");
}
