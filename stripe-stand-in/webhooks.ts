import type { StandInClock } from "./clock.ts";
import type { FaultPlan, WebhookFaultKind } from "./faults.ts";
import { newId } from "./ids.ts";
import { signatureHeader } from "./signature.ts";
import type { Store } from "./store.ts";
import type { Delivery, StoredEvent, ThinEvent } from "./tables.ts";

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
  /** What waits for its next attempt is due now, as when a person asks for it to be sent again. */
  hurry(): void;
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
  return new Deliverer(options);
}

class Deliverer implements Webhooks {
  readonly #options: Options;
  readonly #entries: DeliveryLogEntry[] = [];
  readonly #abort = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(options: Options) {
    this.#options = options;
  }

  wake() {
    if (this.#stopped || this.#options.url === undefined) return;
    this.#running ??= this.#deliverDue().finally(() => {
      this.#running = undefined;
      this.#schedule();
    });
  }

  async drain() {
    const { store, clock } = this.#options;
    this.wake();
    while (this.#running !== undefined) {
      await this.#running;
      if (pendingDeliveries(store).some((row) => row.nextAttemptAt <= clock.nowMs())) this.wake();
    }
  }

  hurry() {
    const { store, clock } = this.#options;
    store.transact(() => {
      for (const row of pendingDeliveries(store))
        store.put("delivery", { ...row, nextAttemptAt: clock.nowMs() });
    });
    this.wake();
  }

  log() {
    return this.#entries;
  }

  async stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#abort.abort();
    await this.#running;
  }

  #schedule() {
    clearTimeout(this.#timer);
    const next = pendingDeliveries(this.#options.store).reduce(
      (soonest, row) => Math.min(soonest, row.nextAttemptAt),
      Infinity,
    );
    if (this.#stopped || next === Infinity) return;
    this.#timer = setTimeout(
      () => this.wake(),
      Math.min(Math.max(next - this.#options.clock.nowMs(), 5), hourMs),
    );
    this.#timer.unref();
  }

  async #deliverDue() {
    for (;;) {
      const due = pendingDeliveries(this.#options.store).filter(
        (row) => row.nextAttemptAt <= this.#options.clock.nowMs(),
      );
      const [first, second] = due;
      if (this.#stopped || first === undefined) return;
      await this.#attempt(second !== undefined && this.#tookFault(first, "reorder") ? second : first);
    }
  }

  async #attempt(delivery: Delivery) {
    const event = this.#eventOf(delivery);
    if (event === undefined) return this.#finish({ delivery, state: "given_up" });
    const delayed = this.#options.faults.takeForWebhook({ eventType: event.type, kinds: ["delay"] });
    if (delayed !== undefined) {
      const nextAttemptAt = this.#options.clock.nowMs() + (delayed.delayMs ?? 1000);
      return this.#options.store.transact(() =>
        this.#options.store.put("delivery", { ...delivery, nextAttemptAt }),
      );
    }
    const duplicate = this.#takes(event, "duplicate");
    if (this.#takes(event, "unknown_type")) {
      const unheardOf = { ...event, id: newId("evt"), type: "weather.changed" };
      await this.#post({ event: unheardOf, attempt: 1 });
    }
    const outcome = await this.#post({ event, attempt: delivery.attempts + 1 });
    if (duplicate) await this.#post({ event, attempt: delivery.attempts + 1 });
    if (outcome.status !== null && outcome.status >= 200 && outcome.status < 300) {
      this.#finish({
        delivery: { ...delivery, attempts: delivery.attempts + 1, lastStatus: outcome.status },
        state: "delivered",
      });
    } else this.#retryLater({ delivery, outcome });
  }

  async #post({ event, attempt: number }: { event: StoredEvent | ThinEvent; attempt: number }) {
    const payload = JSON.stringify(event);
    const dropped = this.#takes(event, "drop");
    const forged = this.#takes(event, "wrong_signature");
    const rotating = this.#takes(event, "two_secrets");
    const outcome = dropped
      ? { status: null, error: "dropped by the fault plan" }
      : await this.#send({ payload, forged, rotating });
    this.#entries.push({
      event: event.id,
      type: event.type,
      attempt: number,
      at: this.#options.clock.nowMs(),
      ...outcome,
    });
    return outcome;
  }

  async #send({ payload, forged, rotating }: { payload: string; forged: boolean; rotating: boolean }) {
    const secret = forged ? "whsec_of_somebody_else" : this.#options.secret;
    const former = rotating ? { formerSecret: "whsec_of_last_year" } : {};
    const timestamp = this.#options.clock.nowSeconds();
    const header = signatureHeader({ payload, secret, timestamp, ...former });
    try {
      const response = await fetch(this.#options.url ?? "", {
        method: "POST",
        headers: { "content-type": "application/json; charset=utf-8", "stripe-signature": header },
        body: payload,
        redirect: "manual",
        signal: AbortSignal.any([AbortSignal.timeout(this.#options.timeoutMs), this.#abort.signal]),
      });
      await response.arrayBuffer();
      return { status: response.status, error: null };
    } catch (error) {
      return { status: null, error: error instanceof Error ? error.message : String(error) };
    }
  }

  #retryLater({
    delivery,
    outcome,
  }: {
    delivery: Delivery;
    outcome: { status: number | null; error: string | null };
  }) {
    if (this.#stopped) return;
    const attempts = delivery.attempts + 1;
    const wait = Math.min(this.#options.retryBaseMs * 2 ** delivery.attempts, hourMs);
    const row = { ...delivery, attempts, lastStatus: outcome.status, lastError: outcome.error };
    if (this.#options.clock.nowMs() + wait > delivery.firstDueAt + giveUpAfterMs)
      return this.#finish({ delivery: row, state: "given_up" });
    this.#options.store.transact(() =>
      this.#options.store.put("delivery", { ...row, nextAttemptAt: this.#options.clock.nowMs() + wait }),
    );
  }

  #finish({ delivery, state }: { delivery: Delivery; state: "delivered" | "given_up" }) {
    this.#options.store.transact(() => {
      // What was delivered is in the log; only what was given up stays as a row.
      if (state === "delivered") this.#options.store.remove("delivery", delivery.id);
      else this.#options.store.put("delivery", { ...delivery, state });
      const event = this.#options.store.get("event", delivery.event);
      if (event !== undefined) this.#options.store.put("event", { ...event, pending_webhooks: 0 });
    });
  }

  #eventOf({ event }: Delivery): StoredEvent | ThinEvent | undefined {
    const { store } = this.#options;
    return store.get("event", event) ?? store.get("thinEvent", event);
  }

  #tookFault(delivery: Delivery, kind: "reorder") {
    const type = this.#eventOf(delivery)?.type ?? "";
    return this.#takes({ type }, kind);
  }

  #takes({ type }: { type: string }, kind: WebhookFaultKind) {
    return this.#options.faults.takeForWebhook({ eventType: type, kinds: [kind] }) !== undefined;
  }
}

function pendingDeliveries(store: Store): Delivery[] {
  return store.all("delivery").filter((row) => row.state === "pending");
}
