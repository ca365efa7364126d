import { createServer } from "node:http";
import { createServer as createSocketServer } from "node:net";
import { join } from "node:path";
import { createAdaptorServer, type serve } from "@hono/node-server";
import pg from "pg";
import { may } from "../../domain/identity/permissions.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { runOperation } from "../../graphql/execute.ts";
import { graphqlEndpoint } from "../../graphql/http.ts";
import { readTrustedDocuments } from "../../graphql/trusted-documents.ts";
import { anchorFiles } from "../audit/anchor-files.ts";
import { receiveStripeEvent } from "../billing/receive-stripe-event.ts";
import { openStripePace } from "../billing/stripe-pace.ts";
import { systemClock } from "../clock.ts";
import { openDatabase } from "../db.ts";
import { openLive } from "../delivery/live-stream.ts";
import { receiveDelivery } from "../delivery/receive-delivery.ts";
import type { Env } from "../env.ts";
import { createHttp } from "../http.ts";
import { openKeyDoor } from "../identity/api-keys.ts";
import { deviceCookie } from "../identity/devices.ts";
import { openDirectory } from "../identity/directory/door.ts";
import { openKeyUse } from "../identity/key-use.ts";
import { unsubscribe } from "../identity/mail-preferences.ts";
import { openInvitationAttempts } from "../identity/people/accept-invitation.ts";
import { openSessions } from "../identity/sessions.ts";
import { pendingCookie } from "../identity/sign-in.ts";
import { connectSingleSignOn } from "../identity/sso/parts.ts";
import { openThrottle } from "../identity/throttle.ts";
import { viewerOf } from "../identity/viewer-of-membership.ts";
import { countWrongKeys } from "../identity/wrong-keys.ts";
import { startWorker } from "../jobs/worker.ts";
import { createLogger } from "../logger.ts";
import { createMetrics } from "../metrics.ts";
import { projectRoot } from "../own-files.ts";
import type { FieldEncryption } from "../ports/field-encryption.ts";
import { sealPlainFields } from "../rotate-field-keys.ts";
import { WORK_PAUSES } from "../service-levels/work-tasks.ts";
import { openVisitorPages } from "../visitor-pages.ts";
import { bootDatabase } from "./database.ts";
import { keepDemoRates } from "./demo-rates.ts";
import { bootFieldEncryption } from "./field-keys.ts";
import { emulatedRail } from "./funding-rail.ts";
import { bootMail } from "./mail.ts";
import { pagesFrom } from "./pages.ts";
import { seedOnce } from "./seed.ts";
import { bootSingleSignOn } from "./single-sign-on.ts";
import { bootStripe } from "./stripe.ts";
import { tasksFor } from "./tasks.ts";

export type Product = { address: string; demo: boolean; stop: () => Promise<void> };

/** The port is in use; the message says what to do. */
export class PortTaken extends Error {}

/** Puts the whole product together: the one place that knows every part. */
export async function startProduct(env: Env, say: (line: string) => void): Promise<Product> {
  const logFile = env.LOG_FILE ?? (process.stdout.isTTY ? join(env.dataDir, "server.log") : undefined);
  const logger = createLogger(env.LOG_LEVEL, logFile);
  if (logFile) say(`Logs go to ${logFile}`);
  const metrics = createMetrics();
  if (env.ROLE !== "worker") await refuseTakenPort(env);
  // Before the data folder is claimed: keys made after that are known to the next start alone.
  const fields = bootFieldEncryption(env);
  const database = await bootDatabase(env, say);
  const closers: (() => Promise<void>)[] = [database.stop];
  const stop = async () => {
    for (const close of closers.reverse()) await close();
  };
  try {
    const demo = env.SEED?.startsWith("demo") || (database.embedded && env.SEED !== "none");
    const address = env.PUBLIC_URL ?? `http://localhost:${env.PORT}`;
    if (database.owner && demo)
      await seedOnce({
        ...{ ownerUrl: database.owner, userUrl: database.user, workerUrl: database.worker },
        ...{ publicUrl: address, lives: !env.STRIPE_SECRET_KEY, seed: env.SEED, dataDir: env.dataDir, say },
      });
    if (database.owner) await sealPlainFields({ ownerUrl: database.owner, fields, say });
    const pacing = new pg.Pool({ connectionString: database.worker, max: 2 });
    pacing.on("error", (error) => logger.warn({ err: error }, "a connection of the pace ended"));
    closers.push(() => pacing.end());
    const stripe = await bootStripe(env, {
      pace: openStripePace(pacing),
      webhookUrl: `http://127.0.0.1:${env.PORT}/webhooks/stripe`,
      say,
    });
    closers.push(stripe.stop);
    const web = openDatabase({ url: database.user, connections: 20, fields });
    const work = openDatabase({ url: database.worker, connections: 8, fields });
    closers.push(web.close, work.close);
    await web.refuseUnlessBound();
    await work.refuseUnlessBound();
    if (env.ROLE !== "web") {
      const mail = await bootMail(env);
      if (!env.SMTP_URL) say(NO_MAIL_SERVER);
      closers.push(mail.close);
      const tasks = tasksFor({
        db: work,
        clock: systemClock,
        stripe: stripe.port,
        rail: emulatedRail({ clock: systemClock, directory: join(env.dataDir, "funding-rail") }),
        mail,
        anchors: anchorFiles({
          directory: env.AUDIT_ANCHORS_DIR ?? join(env.dataDir, "anchors"),
          keyFile: env.AUDIT_SIGNING_KEY_FILE,
        }),
        logger,
        ...{ publicUrl: address, workPauses: WORK_PAUSES },
      });
      const worker = await startWorker({ url: database.worker, tasks, logger, metrics, concurrency: 4 });
      closers.push(worker.stop);
      if (demo) {
        const rates = keepDemoRates({ db: web, clock: systemClock, logger });
        closers.push(async () => rates.stop());
      }
    }
    if (env.ROLE !== "worker")
      closers.push(
        await startWeb({ env, fields, address, web, databaseUrl: database.user, stripe, logger, metrics }),
      );
    return { address, demo, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Whoever runs this must know before the first person waits for a mail that never comes. */
const NO_MAIL_SERVER =
  "No mail server is configured (SMTP_URL, MAIL_FROM): mails stay in each person's mailbox page. A link to a " +
  "new password is there too, so whoever is signed out everywhere can't get in by it.";

async function startWeb(p: {
  env: Env;
  fields: FieldEncryption;
  address: string;
  web: ReturnType<typeof openDatabase>;
  databaseUrl: string;
  stripe: Awaited<ReturnType<typeof bootStripe>>;
  logger: ReturnType<typeof createLogger>;
  metrics: ReturnType<typeof createMetrics>;
}): Promise<() => Promise<void>> {
  const clock = systemClock;
  const { env, web: db, logger } = p;
  const pool = new pg.Pool({ connectionString: p.databaseUrl, max: 3 });
  pool.on("error", (error) => logger.warn({ err: error }, "a throttle connection ended"));
  const { identity, sessions } = openIdentity({ env, box: p.fields, address: p.address, db, clock, pool });
  const development = env.NODE_ENV === "development";
  const pages = await pagesFrom({
    identity,
    invitations: { db, clock, sessions, devices: identity.devices, attempts: openInvitationAttempts(pool) },
    query: (viewer, document, variables) =>
      runOperation({ db, clock, logger, viewer, document, variables }),
    visitorPages: openVisitorPages({ published: db.published, clock }),
    development,
  });
  const live = openLive({
    url: p.databaseUrl,
    db,
    logger,
    stands: (cookie, viewer) => stillThere({ sessions, open: db.open }, { cookie, viewer }),
  });
  const keyUse = openKeyUse({ open: db.open, clock, logger });
  const app = createHttp({
    logger,
    metrics: p.metrics,
    publicOrigin: env.PUBLIC_URL ? new URL(env.PUBLIC_URL).origin : null,
    trustProxy: env.TRUST_PROXY === "1",
    metricsToken: env.METRICS_TOKEN,
    development,
    clientFolder: development ? null : join(projectRoot, "build/client"),
    viewerOfCookie: (cookie, facts) => sessions.viewer(cookie, facts),
    asApiKey: openKeyDoor({ open: db.open, clock }),
    keyUse,
    wrongKeys: countWrongKeys(() => clock.now().epochMilliseconds),
    graphql: graphqlEndpoint({
      ...{ db, clock, logger, development },
      ...(development ? { editor: await queryEditor() } : {}),
      trusted: development ? null : readTrustedDocuments(),
    }),
    stripeWebhook: (body, signature) =>
      receiveStripeEvent({ db, clock, stripe: p.stripe.port }, { body, signature }),
    workDelivery: (delivery) => receiveDelivery({ db, clock }, delivery),
    directory: openDirectory({ db, clock, publicUrl: p.address.replace(/\/$/, "") }),
    unsubscribe: (secret, facts) => unsubscribe({ db, clock }, { secret, facts }),
    live: live.open,
    pages: pages.handle,
    ready: () =>
      db.ping().then(
        () => true,
        () => false,
      ),
  });
  const server = await listen({ env, fetch: app.fetch, middleware: pages.middleware });
  return async () => {
    await live.close();
    await server.close();
    await pages.close();
    await keyUse.close();
    await pool.end();
  };
}

function openIdentity(p: {
  env: Env;
  box: FieldEncryption;
  address: string;
  db: ReturnType<typeof openDatabase>;
  clock: typeof systemClock;
  pool: pg.Pool;
}) {
  const { db, clock } = p;
  const { protocol, hostname, origin } = new URL(p.address);
  const secure = protocol === "https:";
  const sessions = openSessions({ open: db.open, clock, secureCookies: secure });
  const identity = {
    ...{ db, open: db.open, clock, sessions },
    throttle: openThrottle(p.pool),
    box: p.box,
    pending: pendingCookie(secure),
    devices: deviceCookie(secure),
    passkeys: { id: hostname, origin },
    sso: bootSingleSignOn({ env: p.env, address: p.address, box: p.box }),
  };
  connectSingleSignOn(identity.sso);
  return { identity, sessions };
}

/** Whether the session stands and its person still has the role that the stream was opened in. */
async function stillThere(
  on: { sessions: ReturnType<typeof openSessions>; open: ReturnType<typeof openDatabase>["open"] },
  { cookie, viewer }: { cookie: string | null; viewer: Viewer },
): Promise<boolean> {
  if (!(await on.sessions.stands(cookie))) return false;
  const { userId, organizationId, via, ...facts } = viewer;
  const now = await viewerOf({ open: on.open, userId, organizationId, via, facts });
  return now !== null && now.role === viewer.role && may(now, "work:read");
}

async function listen(p: {
  env: Env;
  fetch: Parameters<typeof serve>[0]["fetch"];
  middleware: Awaited<ReturnType<typeof pagesFrom>>["middleware"];
}): Promise<{ close: () => Promise<void> }> {
  const adaptor = createAdaptorServer({ fetch: p.fetch });
  const server = p.middleware
    ? createServer((request, response) =>
        p.middleware?.(request, response, () => adaptor.emit("request", request, response)),
      )
    : (adaptor as ReturnType<typeof createServer>);
  await new Promise<void>((done, failed) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      failed(error.code === "EADDRINUSE" ? new PortTaken(takenWords(p.env.PORT)) : error),
    );
    server.listen(p.env.PORT, p.env.HOST, done);
  });
  return {
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeIdleConnections();
        // A browser's kept-alive connection or a stream must not hold the stop for ever.
        setTimeout(() => server.closeAllConnections(), 10_000).unref();
      }),
  };
}

/** Asked before anything is started, so that a second start disturbs nothing. */
async function refuseTakenPort(env: Env): Promise<void> {
  if (env.PORT === 0) return;
  await new Promise<void>((done, failed) => {
    const probe = createSocketServer();
    probe.once("error", (error: NodeJS.ErrnoException) =>
      failed(error.code === "EADDRINUSE" ? new PortTaken(takenWords(env.PORT)) : error),
    );
    probe.listen(env.PORT, env.HOST, () => probe.close(() => done()));
  });
}

function takenWords(port: number): string {
  return `Port ${port} is already in use. Stop what is listening there, or start with another port: PORT=3001 npm start`;
}

/** GraphiQL with its scripts in it, nine megabytes that nothing but development loads. */
async function queryEditor() {
  const { renderGraphiQL } = await import("@graphql-yoga/render-graphiql");
  return renderGraphiQL;
}
