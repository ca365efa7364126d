import { setTimeout as sleep } from "node:timers/promises";
import { seededFaults } from "../../../stripe-stand-in/seeded-faults.ts";
import type { Ground } from "../ground.ts";
import { keyOf, WEBHOOK_SECRET } from "../keys.ts";
import { faultsOf, type Verdict, verdict } from "../truth.ts";
import type { Orders } from "./child.ts";
import { startKeyless } from "./keyless.ts";
import {
  actAsPeople,
  type Cast,
  freezeNext,
  hoursPass,
  minutesPass,
  stubbornly,
  unfinished,
} from "./people.ts";
import { type Kind, load, type Product } from "./process.ts";
import { type Strike, strikesFrom } from "./strikes.ts";

export type Trial = {
  ground: Ground;
  cast: Cast;
  webPort: number;
  seed: number;
  /** How many processes are to be ended on purpose before the end. */
  strikes: number;
  /** How many statements are on their way at once. */
  atOnce: number;
  /** Kills PostgreSQL and brings it back; left out where others use the same server. */
  killPostgres?: () => Promise<void>;
  /** False switches the idempotency keys off on the way to Stripe: the control. */
  keys: boolean;
  say: (line: string) => void;
};

export type Outcome = {
  verdict: Verdict;
  faults: string[];
  ended: Record<string, number>;
  seconds: number;
};

type Running = Trial & {
  apiBase: string;
  draws: ReturnType<typeof strikesFrom>;
  ended: Record<string, number>;
  /** The second worker and the web server end where the first does: when enough was struck. */
  done: () => boolean;
};

/** How long a life may last that does not come to the step it is to end at. */
const LONGEST_LIFE_MS = { worker: 6000, web: 12_000 };
const ON_THE_WIRE = "worker: answer on the wire";

/**
 * Runs two workers and a web server, ends them over and over, loses replies, kills PostgreSQL, and gives
 * every end what follows in life: leases run out and jobs are taken up again. At last everything is left
 * alone, and what came of it is judged.
 */
export async function runTrial(trial: Trial): Promise<Outcome> {
  const began = performance.now();
  const keyless = trial.keys ? null : await startKeyless(trial.ground.standIn.url);
  const ended: Record<string, number> = {};
  // Of the control only those ends count that it is about.
  const struck = () =>
    Object.entries(ended).reduce(
      (sum, [what, n]) => (trial.keys || what === ON_THE_WIRE ? sum + n : sum),
      0,
    );
  const running: Running = {
    ...trial,
    apiBase: keyless?.url ?? trial.ground.standIn.url,
    draws: strikesFrom(trial.seed, { aimed: !trial.keys }),
    ended,
    done: () => struck() >= trial.strikes,
  };
  const people = keepActing(running);
  await Promise.all([lives(running, "worker"), lives(running, "worker"), lives(running, "web")]);
  trial.ground.standIn.controls.clearFaults();
  await leftAlone(running);
  await people();
  await keyless?.stop();
  const judged = await verdict(trial.ground);
  const seconds = Math.round((performance.now() - began) / 1000);
  return { verdict: judged, faults: faultsOf(judged), ended, seconds };
}

/**
 * Feeds months, approves, pays, breaks the way to Stripe and now and then the database, until told to stop.
 */
function keepActing(running: Running): () => Promise<void> {
  const { ground, cast, draws } = running;
  const paying = new Set<string>();
  let stopped = false;
  let turns = 0;
  let frozen = 0;
  const acting = (async () => {
    while (!stopped) {
      await stubbornly(() => actAsPeople(ground, cast, paying));
      const waiting = running.done() ? 99 : await stubbornly(() => unfinished(ground));
      for (let more = waiting; more < running.atOnce; more += 1) {
        await stubbornly(() => freezeNext(ground, cast, frozen % cast.stories.length));
        frozen += 1;
      }
      turns += 1;
      if (turns % 10 === 0) await stubbornly(() => minutesPass(ground));
      if (!running.done() && turns % 40 === 0)
        ground.standIn.controls.fault(...seededFaults({ seed: running.seed + turns, count: 2 }));
      if (running.killPostgres && !running.done() && turns % 400 === 0) {
        await running.killPostgres();
        count(running, "PostgreSQL killed");
      }
      await sleep(draws.chance(50) ? 10 : 40);
    }
  })();
  return async () => {
    stopped = true;
    await acting;
  };
}

/** Life after life in one place; the next process loads while this one works. */
async function lives(running: Running, kind: Kind): Promise<void> {
  let next = load(kind);
  while (!running.done()) {
    const now = next;
    next = load(kind);
    const strike = kind === "web" ? running.draws.web() : running.draws.worker();
    await oneLife(running, now, strike);
    await stubbornly(() => hoursPass(running.ground));
  }
  next.signal("SIGKILL");
}

async function oneLife(running: Running, product: Product, strike: Strike): Promise<void> {
  const watch = onTheWire(running, product, strike);
  const isAimed = strike.by === "wire" && strike.operation !== undefined;
  const longest = isAimed ? 5 * LONGEST_LIFE_MS.worker : LONGEST_LIFE_MS[product.kind];
  const limit = strike.by === "chance" ? strike.afterMs : longest;
  await product.begin(ordersFor(running, product.kind, strike)).catch(() => undefined);
  await Promise.race([product.ended, watch.struck, sleep(limit)]);
  watch.stop();
  if (strike.by === "frost" && !product.gone()) return thawed(running, product);
  const byHand = !product.gone();
  product.signal("SIGKILL");
  await product.ended;
  const planned = strike.by === "step" && !byHand ? strike.point : null;
  count(running, watch.hit() ? ON_THE_WIRE : `${product.kind}: ${planned ?? "any moment"}`);
}

/** Past its lease others take its jobs; then it goes on as if nothing had been, and ends later. */
async function thawed(running: Running, product: Product): Promise<void> {
  product.signal("SIGSTOP");
  await stubbornly(() => hoursPass(running.ground));
  await sleep(400);
  product.signal("SIGCONT");
  await sleep(300);
  product.signal("SIGKILL");
  await product.ended;
  count(running, "worker: frozen past its lease, thawed, killed");
}

/** Ends or freezes a worker when Stripe has acted on a request and the answer is not out yet. */
function onTheWire({ ground }: Running, product: Product, strike: Strike) {
  let left = strike.by === "wire" || strike.by === "frost" ? strike.passing : 0;
  const operation = strike.by === "wire" ? strike.operation : undefined;
  let hit = false;
  let tell: () => void = () => undefined;
  const struck = new Promise<void>((done) => {
    tell = done;
  });
  const stop = ground.standIn.controls.observe(({ request, apiKey }) => {
    if (left === 0 || request?.method !== "POST" || apiKey !== keyOf(product.pid)) return;
    if (operation !== undefined && request.operation !== operation) return;
    left -= 1;
    if (left > 0) return;
    hit = true;
    product.signal(strike.by === "frost" ? "SIGSTOP" : "SIGKILL");
    tell();
  });
  return { stop, struck, hit: () => hit };
}

/** Nobody strikes any more: everything has to come to its end. */
async function leftAlone(running: Running): Promise<void> {
  const { ground } = running;
  const survivors = [load("worker"), load("worker"), load("web")];
  for (const one of survivors) await one.begin(ordersFor(running, one.kind, null));
  const until = performance.now() + (running.keys ? 120_000 : 8000);
  while (performance.now() < until && (await unfinished(ground)) > 0) {
    await hoursPass(ground);
    await sleep(1000);
  }
  await ground.standIn.controls.drainWebhooks();
  await sleep(500);
  for (const one of survivors) {
    one.signal("SIGKILL");
    await one.ended;
  }
}

function ordersFor(running: Running, kind: Kind, strike: Strike | null): Orders {
  const { user: userUrl, worker: workerUrl } = running.ground.urls;
  const { apiBase } = running;
  const port = kind === "web" ? running.webPort : 0;
  const step = strike?.by === "step" ? strike : null;
  return { userUrl, workerUrl, apiBase, webhookSecret: WEBHOOK_SECRET, port, strike: step };
}

function count({ ended, strikes, say }: Running, what: string): void {
  ended[what] = (ended[what] ?? 0) + 1;
  const sum = Object.values(ended).reduce((total, n) => total + n, 0);
  if (sum % 50 === 0) say(`${sum} of ${strikes} ends`);
}
