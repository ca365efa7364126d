import { workOf } from "./api.ts";
import type { StandInClock } from "./clock.ts";
import type { Fault, FaultPlan, WebhookFault } from "./faults.ts";
import { isObject, type Json } from "./json.ts";
import { type MoneyFault, moneyFault } from "./money-faults.ts";
import { type PlantedPayout, type PlantedTransaction, payOut, plantTransaction } from "./plant.ts";
import { retrieveBalance } from "./resources/balance-transactions.ts";
import { apiVersion } from "./router.ts";
import { setSettlement } from "./settlement.ts";
import type { Store } from "./store.ts";
import type { Kind } from "./tables.ts";
import type { Webhooks } from "./webhooks.ts";

export interface ControlParts {
  store: Store;
  clock: StandInClock;
  faults: FaultPlan;
  webhooks: Webhooks;
  publicUrl: string;
  hasWebhook: boolean;
  isDown(): boolean;
  setDown(down: boolean): void;
  advance(seconds: number): void;
}

const counted: Kind[] = [
  "customer",
  "invoice",
  "charge",
  "transfer",
  "refund",
  "creditNote",
  "account",
  "event",
  "delivery",
];

/**
 * The controls over HTTP: GET health and state; POST faults (a list, or `[]` to clear), down `{"down":
 * true}`, clock `{"advanceSeconds": 3600}`, money (one of money-faults.ts), transactions (one of plant.ts)
 * payouts `{"currency": "eur"}` and settlement `{"from": "usd", "to": "eur", "rate": "0.9236"}`.
 */
export async function control(given: { method: string; path: string; body: string; parts: ControlParts }) {
  const { method, path, body, parts } = given;
  const name = `${method} ${path.slice("/_stand_in/".length)}`;
  const input = body === "" ? undefined : (JSON.parse(body) as Json);
  switch (name) {
    case "GET health":
      return { status: 200, body: { ok: true, apiVersion, down: parts.isDown() } };
    case "GET state":
      return { status: 200, body: stateOf(parts) };
    case "POST faults": {
      if (!Array.isArray(input)) return wrong("A list of faults is needed; an empty one clears the plan.");
      if (input.length === 0) parts.faults.clear();
      try {
        parts.faults.add(input as unknown as Array<Fault | WebhookFault>);
      } catch (error) {
        return wrong(error instanceof Error ? error.message : String(error));
      }
      return { status: 200, body: { pending: parts.faults.pending() } };
    }
    case "POST down":
      if (!isObject(input) || typeof input.down !== "boolean")
        return wrong('{"down": true or false} is needed.');
      parts.setDown(input.down);
      return { status: 200, body: { down: input.down } };
    case "POST clock":
      if (!isObject(input) || typeof input.advanceSeconds !== "number" || input.advanceSeconds < 0) {
        return wrong('{"advanceSeconds": a number from 0} is needed.');
      }
      parts.advance(input.advanceSeconds);
      return { status: 200, body: { now: parts.clock.nowSeconds() } };
    case "POST money": {
      const work = workOf({ parts, requestId: null, key: null, emittedTypes: [] });
      try {
        const done = parts.store.transact(() => moneyFault(input as unknown as MoneyFault, work));
        parts.webhooks.wake();
        return { status: 200, body: done };
      } catch (error) {
        return wrong(error instanceof Error ? error.message : String(error));
      }
    }
    case "POST transactions": {
      const planted = plantTransaction(planting(parts), input as unknown as PlantedTransaction);
      return { status: 200, body: { id: planted.id } };
    }
    case "POST settlement":
      try {
        setSettlement(parts.store, input as unknown as Parameters<typeof setSettlement>[1]);
      } catch (error) {
        return wrong(error instanceof Error ? error.message : String(error));
      }
      return { status: 200, body: {} };
    case "POST payouts":
      return { status: 200, body: payOut(planting(parts), input as unknown as PlantedPayout) };
    default:
      return { status: 404, body: { error: `No control named ${name}.` } };
  }
}

const planting = ({ store, clock }: ControlParts) => ({ store, now: clock.nowSeconds() });

/** Counts, balance, what is on its way, and the last deliveries. */
export function stateOf(parts: ControlParts) {
  const work = workOf({ parts, requestId: null, key: null, emittedTypes: [] });
  const request = {
    operation: "balance.retrieve",
    method: "GET",
    path: "/v1/balance",
    ids: {},
    params: {},
  };
  return {
    now: parts.clock.nowSeconds(),
    down: parts.isDown(),
    counts: Object.fromEntries(counted.map((kind) => [kind, parts.store.all(kind).length])),
    balance: retrieveBalance(request, work),
    faults: parts.faults.pending(),
    deliveries: parts.webhooks.log().slice(-100),
  };
}

function wrong(message: string) {
  return { status: 400, body: { error: message } };
}
