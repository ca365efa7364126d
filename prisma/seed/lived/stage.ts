import { Logger as GraphileLogger, runOnce } from "graphile-worker";
import pg from "pg";
import { Temporal } from "temporal-polyfill";
import type { Role, Viewer } from "../../../domain/identity/viewer.ts";
import { creditTasks } from "../../../server/billing/credits/tasks.ts";
import { receiveStripeEvent } from "../../../server/billing/receive-stripe-event.ts";
import { billingTasks } from "../../../server/billing/tasks.ts";
import { emulatedRail } from "../../../server/boot/funding-rail.ts";
import type { bootStripe } from "../../../server/boot/stripe.ts";
import { movableClock } from "../../../server/clock.ts";
import type { Caller } from "../../../server/command.ts";
import { type Database, openDatabase } from "../../../server/db.ts";
import { sendMail } from "../../../server/identity/send-mail.job.ts";
import { observed, type Tasks } from "../../../server/jobs/worker.ts";
import { createLogger } from "../../../server/logger.ts";
import { createMetrics } from "../../../server/metrics.ts";
import type { FieldEncryption } from "../../../server/ports/field-encryption.ts";
import { mailboxOnly } from "../../../server/ports/mail/port.ts";
import { sealPlainFields } from "../../../server/rotate-field-keys.ts";
import { signatureHeader } from "../../../stripe-stand-in/signature.ts";
import { organisationBySlug } from "../organisations.ts";
import { type Fact, type Story, writeFacts } from "../story.ts";

export type StageInput = {
  ownerUrl: string;
  userUrl: string;
  workerUrl: string;
  publicUrl: string;
  /** The keys of the product that the story is lived in. */
  fields: FieldEncryption;
  story: Story;
  laterFacts: readonly Fact[];
  /** A Stripe that takes its time from the clock given to it. */
  connect: (now: () => number) => ReturnType<typeof bootStripe>;
};

export type Stage = Awaited<ReturnType<typeof openStage>>;

/**
 * The product without its pages, on a clock that is moved by hand: people press buttons through the commands
 * that the pages use, the worker does its jobs, and Stripe's events come in, signed. Moving the clock writes
 * the facts of the story that come before the new moment, so that audit chains stay in the order of time.
 */
export async function openStage(p: StageInput) {
  const { story } = p;
  const clock = movableClock(Temporal.Instant.fromEpochMilliseconds(0));
  const booted = await p.connect(() => clock.now().epochMilliseconds);
  const { port: stripe } = booted;
  if (!booted.standIn) throw new Error("A story is only lived through with the local Stripe.");
  const { controls } = booted.standIn;
  const { fields } = p;
  await sealPlainFields({ ownerUrl: p.ownerUrl, fields, say: () => undefined });
  const db = openDatabase({ url: p.userUrl, connections: 2, fields });
  const work = openDatabase({ url: p.workerUrl, connections: 4, fields });
  const pool = new pg.Pool({ connectionString: p.workerUrl, max: 2 });
  const owner = new pg.Client({ connectionString: p.ownerUrl });
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  owner.on("error", () => undefined);
  await owner.connect();
  const logger = createLogger("fatal");
  const rail = emulatedRail({ clock, directory: null });
  const deps = { db: work, clock, stripe, logger, rail, publicUrl: p.publicUrl };
  const tasks = tasksOf(deps);
  const taskList = observed(tasks, { logger, metrics: createMetrics() });
  const facts = [...p.laterFacts].sort((left, right) => left.at - right.at);
  let [events, thinEvents] = [0, 0];

  /** Everything that Stripe says reaches us, and the worker does what follows, until nothing is left. */
  async function settle(): Promise<void> {
    for (;;) {
      await workOff({ owner, pool, taskList });
      const fresh = [...controls.events(events), ...controls.thinEvents().slice(thinEvents)];
      if (fresh.length === 0) return;
      events = controls.events().length;
      thinEvents = controls.thinEvents().length;
      for (const event of fresh) await hear({ db, clock, stripe }, { event, secret: booted.webhookSecret });
    }
  }

  return {
    ...{ clock, stripe, db, controls, settle },
    deps,
    /** A person of the story, as they sit at a page. */
    as: (who: { slug: string; role: Role }): Caller => ({ db, clock, viewer: viewerOf(story, who) }),
    /** Rows as the owner of the tables sees them. */
    rows: async (sql: string, values: unknown[] = []) => (await owner.query(sql, values)).rows,
    async moveTo(epochSeconds: number): Promise<void> {
      const due = facts.filter((fact) => fact.at <= epochSeconds).length;
      if (due > 0) {
        await owner.query("begin");
        await writeFacts(owner, facts.splice(0, due));
        await owner.query("commit");
      }
      clock.moveTo(Temporal.Instant.fromEpochMilliseconds(epochSeconds * 1000));
    },
    /** One job by its name, as the worker's clock asks for it. */
    async job(name: string, payload: Record<string, unknown> = {}): Promise<void> {
      await tasks[name]?.(payload);
    },
    async close(): Promise<void> {
      await booted.stop();
      await Promise.all([pool.end(), owner.end(), db.close(), work.close()]);
    },
  };
}

async function workOff(p: {
  owner: pg.Client;
  pool: pg.Pool;
  taskList: ReturnType<typeof observed>;
}): Promise<void> {
  const { rowCount } = await p.owner.query(DUE_JOBS, [Object.keys(p.taskList)]);
  if (rowCount === 0) return;
  const logger = new GraphileLogger(() => () => undefined);
  await runOnce({ pgPool: p.pool, taskList: p.taskList, logger, noPreparedStatements: true });
  const { rows } = await p.owner.query(
    "select task_identifier, last_error from graphile_worker.jobs where last_error is not null",
  );
  if (rows[0]) throw new Error(`${rows[0].task_identifier}: ${rows[0].last_error}`);
}

const DUE_JOBS = `
  select 1 from graphile_worker.jobs where run_at <= now() and task_identifier = any($1) limit 1`;

/** What the story left to the product; what it left for the first start of the product is not begun here. */
function tasksOf(deps: Parameters<typeof billingTasks>[0]): Tasks {
  const {
    "statement.approved": _forTheStart,
    "correction.accepted": _thereToo,
    ...tasks
  } = { ...billingTasks(deps), ...creditTasks(deps) };
  return { ...tasks, "mail.send": (payload) => sendMail({ ...deps, mail: mailboxOnly }, payload) };
}

async function hear(
  deps: {
    db: Database;
    clock: Caller["clock"];
    stripe: Parameters<typeof receiveStripeEvent>[0]["stripe"];
  },
  p: { event: unknown; secret: string },
): Promise<void> {
  const body = JSON.stringify(p.event);
  const timestamp = Math.floor(deps.clock.now().epochMilliseconds / 1000);
  const signature = signatureHeader({ payload: body, secret: p.secret, timestamp });
  const { status, message } = await receiveStripeEvent(deps, { body, signature });
  if (status !== 200) throw new Error(message);
}

function viewerOf(story: Story, who: { slug: string; role: Role }): Viewer {
  const { userId, account } = story.cast.member(who);
  const { kind, zone } = organisationBySlug(who.slug);
  return {
    ...{ userId, name: account.name, email: account.email, role: who.role },
    ...{ organizationId: story.cast.organisationId(who.slug), organizationName: account.organisation },
    ...{ organizationKind: kind, zone, via: "session", stepUpAt: Number.MAX_SAFE_INTEGER },
    ...{ requestId: "demo-story", address: "192.0.2.17", userAgent: "Mozilla/5.0 (demo story)" },
  };
}
