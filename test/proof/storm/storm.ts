import { setTimeout as sleep } from "node:timers/promises";
import { receiveStripeEvent } from "../../../server/billing/receive-stripe-event.ts";
import { drawing } from "../../../stripe-stand-in/seeded-faults.ts";
import { signatureHeader } from "../../../stripe-stand-in/signature.ts";
import type { StoredEvent } from "../../../stripe-stand-in/tables.ts";
import { actAsPeople, castOf, freezeNext } from "../crash/people.ts";
import type { Ground } from "../ground.ts";
import { WEBHOOK_SECRET } from "../keys.ts";
import { faultsOf, type Verdict, verdict } from "../truth.ts";

export type StormOutcome = {
  verdict: Verdict;
  faults: string[];
  /** How many deliveries of each kind there were. */
  sent: Record<string, number>;
  answers: Record<number, number>;
  seconds: number;
};

/** One delivery: a body and the header it comes with. */
type Delivery = { kind: string; body: string; signature: string };

/**
 * Makes paid invoices of which no event has come yet, then lets so many webhooks rain while the worker works:
 * every event many times, in any order, some never, some forged. In the end the state has to be the truth.
 */
export async function storm(p: {
  ground: Ground;
  deliveries: number;
  contracts: number;
  months: number;
  seed: number;
}): Promise<StormOutcome> {
  const { ground } = p;
  await paidUnnoticed(ground, p);
  const draw = drawing(p.seed);
  const began = performance.now();
  const sent: Record<string, number> = {};
  const answers: Record<number, number> = {};
  let left = p.deliveries;
  let told = tellable(ground);
  const working = keepWorking(ground);
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      while (left > 0) {
        left -= 1;
        // What the worker's own deeds are told by joins in as the rain goes on.
        if (left % 1000 === 0) told = tellable(ground);
        const one = drawn({ ground, told, draw });
        const status = await delivered(ground, one);
        sent[one.kind] = (sent[one.kind] ?? 0) + 1;
        answers[status] = (answers[status] ?? 0) + 1;
      }
    }),
  );
  await working();
  const seconds = Math.round((performance.now() - began) / 1000);
  const judged = await verdict(ground);
  return {
    verdict: judged,
    faults: [...faultsOf(judged), ...(await kept(ground))],
    sent,
    answers,
    seconds,
  };
}

/** Delivers as Stripe does: what was not answered, because the machine stood still, comes again. */
async function delivered(ground: Ground, one: Delivery, tries = 5): Promise<number> {
  const { db, clock, port: stripe } = ground;
  try {
    const { status } = await receiveStripeEvent({ db, clock, stripe }, one);
    return status;
  } catch (error) {
    if (tries === 1) throw error;
    await sleep(1000);
    return delivered(ground, one, tries - 1);
  }
}

/** Every contract's months come to open invoices, and the buyers pay them; nobody tells us. */
async function paidUnnoticed(
  ground: Ground,
  { contracts, months }: { contracts: number; months: number },
): Promise<void> {
  const cast = await castOf(ground, contracts);
  const paying = new Set<string>();
  for (let month = 0; month < months; month += 1) {
    for (const index of cast.stories.keys()) await freezeNext(ground, cast, index);
    for (let round = 0; round < 40; round += 1) {
      await ground.drainJobs();
      await actAsPeople(ground, cast, paying);
      if (paying.size === (month + 1) * contracts) break;
    }
  }
  if (paying.size === contracts * months) return;
  const failed = await ground.row(
    "select task_identifier, last_error from graphile_worker.jobs where last_error is not null limit 1",
  );
  throw new Error(`Only ${paying.size} invoices came to be paid: ${JSON.stringify(failed)}`);
}

/** Payment is told by three types of events; each invoice misses one or two of them for good. */
const ABOUT_PAYMENT = ["invoice.paid", "invoice.payment_succeeded", "invoice.updated"];

function isDropped(event: StoredEvent): boolean {
  const at = ABOUT_PAYMENT.indexOf(event.type);
  const id = String(event.data.object["id"]);
  return at >= 0 && (id.charCodeAt(id.length - 1) + at) % 2 === 0;
}

type Told = { event: StoredEvent; body: string };

/** Every event so far with its body. */
function tellable({ standIn }: Ground): Told[] {
  return standIn.controls.events().map((event) => ({ event, body: JSON.stringify(event) }));
}

function drawn(p: { ground: Ground; told: readonly Told[]; draw: (below: number) => number }): Delivery {
  const { ground, told, draw } = p;
  const { event, body } = told[draw(told.length)] as Told;
  const now = Math.floor(ground.clock.now().epochMilliseconds / 1000);
  const signed = (given: { body?: string; secret?: string; age?: number; formerSecret?: string }) =>
    signatureHeader({
      payload: given.body ?? body,
      secret: given.secret ?? WEBHOOK_SECRET,
      timestamp: now - (given.age ?? 0),
      ...(given.formerSecret ? { formerSecret: given.formerSecret } : {}),
    });
  switch (draw(20)) {
    case 0:
      return { kind: "forged", body, signature: signed({ secret: "whsec_of_somebody_else" }) };
    case 1: {
      const altered = body.replace(event.id, `${event.id}x`);
      return { kind: "altered", body: altered, signature: signed({}) };
    }
    case 2:
      return { kind: "replayed after six minutes", body, signature: signed({ age: 360 }) };
    case 3: {
      const strange = JSON.stringify({ ...event, id: `${event.id}s`, type: "weather.changed" });
      return { kind: "of an unknown type", body: strange, signature: signed({ body: strange }) };
    }
    case 4:
      return isDropped(event)
        ? { kind: "forged", body, signature: "t=1,v1=00" }
        : { kind: "signed with two secrets", body, signature: signed({ formerSecret: "whsec_old" }) };
    default:
      return isDropped(event)
        ? { kind: "forged", body, signature: signed({ secret: "whsec_of_somebody_else" }) }
        : { kind: "genuine", body, signature: signed({}) };
  }
}

/** The worker, all the time; what is left at the end is done before it answers. */
function keepWorking(ground: Ground): () => Promise<void> {
  let stopped = false;
  const again = "update graphile_worker._private_jobs set run_at = now(), attempts = 0 where attempts > 0";
  const working = (async () => {
    while (!stopped) {
      await ground.drainJobs();
      await sleep(300);
    }
  })();
  return async () => {
    stopped = true;
    await working;
    for (let round = 0; round < 5; round += 1) {
      await ground.owner.query(again);
      await ground.drainJobs();
    }
  };
}

/** What was kept that nobody with our secret had signed, and what was kept and never handled. */
async function kept({ owner, standIn }: Ground): Promise<string[]> {
  const genuine = new Set(standIn.controls.events().map((event) => event.id));
  const { rows } = await owner.query<{ id: string; type: string; handled: boolean }>(
    "select id, type, handled_at is not null as handled from stripe_event",
  );
  return rows.flatMap(({ id, type, handled }) => [
    ...(genuine.has(id) || type === "weather.changed" ? [] : [`a forged event was kept: ${id}`]),
    ...(handled ? [] : [`${id} (${type}) was never handled`]),
  ]);
}
