import type { AddressInfo } from "node:net";
import { workOf } from "./api.ts";
import { type BuyerMoves, buyerMoves } from "./buyer-moves.ts";
import { createClock } from "./clock.ts";
import { type ControlParts, stateOf } from "./controls.ts";
import { createFaultPlan, type Fault, type WebhookFault } from "./faults.ts";
import { createIdempotency, pruneIdempotency } from "./idempotency.ts";
import { type MoneyBackControls, moneyBackControls } from "./money-back.ts";
import { type MoneyDone, type MoneyFault, moneyFault } from "./money-faults.ts";
import {
  changeTransaction,
  dropTransaction,
  type PlantedPayout,
  type PlantedTransaction,
  payOut,
  plantTransaction,
} from "./plant.ts";
import { createRateLimit } from "./rate-limit.ts";
import { createHttpServer, type Exchange } from "./server.ts";
import { setSettlement } from "./settlement.ts";
import { openStore, type Store } from "./store.ts";
import type { StoredEvent, ThinEvent } from "./tables.ts";
import { createWebhooks, type DeliveryLogEntry } from "./webhooks.ts";

export interface StripeStandInOptions {
  /** 0 takes a free port. */
  port: number;
  /** Where the state is kept; a second start on the same directory goes on where the first ended. */
  dataDir: string;
  /** Where events are posted; none are delivered without it. */
  webhookUrl?: string;
  webhookSecret?: string;
  host?: string;
  /** Where a browser reaches the hosted pages; the listening address unless told. */
  publicUrl?: string;
  /** The source of time in epoch milliseconds, for tests that share a clock. */
  now?: () => number;
  webhookRetryBaseMs?: number;
  webhookTimeoutMs?: number;
  /** What an endpoint takes in a second before it answers 429; everything unless told. Stripe takes 25. */
  requestsPerSecond?: number;
}

export interface StripeStandIn {
  port: number;
  url: string;
  stop(): Promise<void>;
  controls: StandInControls;
}

export interface StandInControls {
  /** Adds to the plan of faults. */
  fault(...faults: Array<Fault | WebhookFault>): void;
  clearFaults(): void;
  /** While down, every connection is closed without an answer. */
  setDown(down: boolean): void;
  /** Moves the stand-in's clock forward: funds become available, keys are forgotten, retries fall due. */
  advance(seconds: number): void;
  nowSeconds(): number;
  /** Counts, balances, pending faults and the last deliveries. */
  state(): ReturnType<typeof stateOf>;
  deliveries(): readonly DeliveryLogEntry[];
  /** Every event so far, oldest first; without as many of the oldest as `after` says. */
  events(after?: number): StoredEvent[];
  /** Every thin event of v2 so far, oldest first. */
  thinEvents(): ThinEvent[];
  /** Movements of the balance that no request made, changed or lost: for trials of reconciliation. */
  plant(transaction: PlantedTransaction): { id: string };
  change(transaction: { id: string; amount: number }): void;
  drop(transactionId: string): void;
  /** Refunds that fail, disputes in and out, and accounts from which nothing can be taken back. */
  moneyBack: MoneyBackControls;
  /** From now on Stripe settles a currency as another one, or, without a rate, as itself again. */
  settleAs(given: { from: string; to?: string; rate?: string }): void;
  /** Pays out to the platform's bank what is available, as the schedule does. */
  payOut(payout: PlantedPayout): { payoutId: string; amount: number };
  /** Money that goes wrong after Stripe said yes: at once, with its events. */
  money(fault: MoneyFault): MoneyDone;
  /** Sends again now what waits for its next attempt. */
  retryWebhooksNow(): void;
  /** What buyers and their banks do by themselves. */
  buyer: BuyerMoves;
  /** Waits until every event that is due has been tried. */
  drainWebhooks(): Promise<void>;
  /** Calls the listener with every API exchange until the returned function is called. */
  observe(listener: (exchange: Exchange) => void): () => void;
}

/** Starts a local Stripe. It listens when the promise resolves. */
export async function startStripeStandIn(options: StripeStandInOptions): Promise<StripeStandIn> {
  const { host = "127.0.0.1", webhookUrl, webhookSecret = "" } = options;
  if (webhookUrl !== undefined && webhookSecret === "")
    throw new Error("A webhook needs a secret to sign with.");
  const store = openStore(options.dataDir);
  const clock = createClock({
    source: options.now ?? Date.now,
    offsetMs: Number(store.get("setting", "clock_offset_ms")?.value ?? "0"),
  });
  const faults = createFaultPlan();
  const webhooks = createWebhooks({
    store,
    clock,
    faults,
    url: webhookUrl,
    secret: webhookSecret,
    retryBaseMs: options.webhookRetryBaseMs ?? 1000,
    timeoutMs: options.webhookTimeoutMs ?? 10_000,
  });
  const listeners = new Set<(exchange: Exchange) => void>();
  let down = false;
  const parts = {
    store,
    clock,
    faults,
    webhooks,
    idempotency: createIdempotency(store),
    rateLimit: createRateLimit(options.requestsPerSecond),
    publicUrl: options.publicUrl ?? "",
    hasWebhook: webhookUrl !== undefined,
    isDown: () => down,
    setDown: (value: boolean) => {
      down = value;
    },
    advance: (seconds: number) => {
      clock.advance(seconds * 1000);
      store.transact(() =>
        store.put("setting", { id: "clock_offset_ms", value: String(clock.offsetMs()) }),
      );
      buyerMoves(parts).answerDebits();
      webhooks.wake();
    },
    observed: (exchange: Exchange) => {
      for (const listener of listeners) listener(exchange);
    },
  };
  const server = createHttpServer(parts);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
  parts.publicUrl = options.publicUrl ?? url;
  store.transact(() => {
    pruneIdempotency({ store, now: clock.nowSeconds() });
    moveHostedPages({ store, publicUrl: parts.publicUrl });
  });
  buyerMoves(parts).answerDebits();
  webhooks.wake();
  return {
    port,
    url,
    stop: async () => {
      await webhooks.stop();
      await closed(server);
    },
    controls: controlsOf({ parts, listeners }),
  };
}

function closed(server: ReturnType<typeof createHttpServer>): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

function controlsOf(given: {
  parts: ControlParts;
  listeners: Set<(exchange: Exchange) => void>;
}): StandInControls {
  const { parts, listeners } = given;
  const { store, clock, faults, webhooks } = parts;
  const planting = () => ({ store, now: clock.nowSeconds() });
  return {
    plant: (transaction) => plantTransaction(planting(), transaction),
    change: (transaction) => changeTransaction(planting(), transaction),
    drop: (transactionId) => dropTransaction(planting(), transactionId),
    settleAs: (given) => setSettlement(store, given),
    payOut: (payout) => payOut(planting(), payout),
    moneyBack: moneyBackControls(parts),
    fault: (...planned) => faults.add(planned),
    clearFaults: () => faults.clear(),
    setDown: parts.setDown,
    advance: parts.advance,
    nowSeconds: () => clock.nowSeconds(),
    state: () => stateOf(parts),
    deliveries: () => webhooks.log(),
    events: (after = 0) => store.all("event").slice(after),
    thinEvents: () => store.all("thinEvent"),
    money: (fault) => {
      const work = () => workOf({ parts, requestId: null, key: null, emittedTypes: [] });
      const done = store.transact(() => moneyFault(fault, work()));
      webhooks.wake();
      return done;
    },
    retryWebhooksNow: () => webhooks.hurry(),
    buyer: buyerMoves(parts),
    drainWebhooks: () => webhooks.drain(),
    observe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A restart may listen elsewhere; the addresses of the hosted pages follow. */
function moveHostedPages({ store, publicUrl }: { store: Store; publicUrl: string }): void {
  const before = store.get("setting", "public_url")?.value;
  if (before === publicUrl) return;
  store.put("setting", { id: "public_url", value: publicUrl });
  if (before === undefined) return;
  const moved = (address: string | null) =>
    address?.startsWith(before) === true ? publicUrl + address.slice(before.length) : address;
  for (const invoice of store.all("invoice")) {
    if (invoice.hosted_invoice_url === null) continue;
    store.put("invoice", {
      ...invoice,
      hosted_invoice_url: moved(invoice.hosted_invoice_url),
      invoice_pdf: moved(invoice.invoice_pdf),
    });
  }
}
