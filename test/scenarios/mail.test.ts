import { type AddressInfo, createServer } from "node:net";
import { SMTPServer } from "smtp-server";
import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { mailContent, messageIdFor } from "../../domain/identity/mail.ts";
import { createWorkItem } from "../../server/delivery/create-work-item.ts";
import { recordWorkEvent } from "../../server/delivery/record-work-event.ts";
import {
  mailPreferences,
  setMailPreferences,
  unsubscribe,
} from "../../server/identity/mail-preferences.ts";
import { mailRows } from "../../server/identity/mailbox.read.ts";
import { queueMail } from "../../server/identity/queue-mail.ts";
import type { MailPort } from "../../server/ports/mail/port.ts";
import { smtpMail } from "../../server/ports/mail/smtp.ts";
import { mailNoticesDue } from "../../server/service-levels/mail-notices.job.ts";
import { markWarningsRead } from "../../server/service-levels/mark-warning-read.ts";
import { ask } from "../factories/ask.ts";
import { type Contracted, contracted } from "../factories/contracted.ts";
import { timeGoesTo } from "../factories/warned.ts";
import { openWorld, type World } from "../world.ts";

/** Friday, 10:00 in São Paulo, whose day is 09:00 to 18:00, and 14:00 in Berlin, where the people are. */
const FRIDAY = "2026-11-20T13:00:00Z";
const FROM = "Engine Room <mail@engine-room.example>";

type Received = { to: string[]; text: string };
let received: Received[] = [];
/** What the mail server says to the next recipients and bodies; null takes them. */
let says: { rcpt: number | null; data: number | null } = { rcpt: null, data: null };
let server: SMTPServer;
let world: World;
let port = 0;

beforeAll(async () => {
  server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    logger: false,
    onRcptTo: (_address, _session, done) => done(says.rcpt ? answer(says.rcpt) : null),
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        if (says.data) return done(answer(says.data));
        received.push({
          to: session.envelope.rcptTo.map((one) => one.address),
          text: Buffer.concat(parts).toString(),
        });
        return done();
      });
    },
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  port = (server.server.address() as AddressInfo).port;
  const mail = smtpMail({ url: `smtp://127.0.0.1:${port}`, from: FROM, patienceMs: 3_000 });
  world = await openWorld({ now: FRIDAY, mail });
});
afterAll(async () => {
  await world.close();
  await new Promise<void>((done) => server.close(() => done()));
});
beforeEach(() => {
  received = [];
  says = { rcpt: null, data: null };
  world.clock.moveTo(Temporal.Instant.from(FRIDAY));
});

const answer = (code: number) => Object.assign(new Error("not now"), { responseCode: code });

/** A contract with an incident of P2 that must be solved within eight hours: at 90 % both sides are told. */
async function incident(priority = "P2"): Promise<Contracted> {
  const c = await contracted(world);
  const item = { type: "incident", title: "Payroll of Ms Smith", priority, openedAt: FRIDAY };
  const { id } = await createWorkItem(world.caller(c.provider), { engagementId: c.engagementId, ...item });
  await recordWorkEvent(world.caller(c.provider), { workItemId: id, type: "acknowledge", at: FRIDAY });
  await world.drainJobs();
  return c;
}
/** Lets the mails wait no longer, as their hours come. */
async function hoursOpen(instant: string): Promise<void> {
  world.clock.moveTo(Temporal.Instant.from(instant));
  await world.owner.query(
    "update graphile_worker._private_jobs set run_at = now() where key like 'notices:%' or key like 'mail:%'",
  );
  await world.drainJobs();
}
const addressOf = async (c: Contracted, side: "buyer" | "provider") =>
  (await world.row("select email from person where id = $1", [c[side].userId])).email;
const to = async (c: Contracted, side: "buyer" | "provider") => {
  const address = await addressOf(c, side);
  return received.filter((one) => one.to.includes(address));
};
/** The text of a message without the soft line ends of quoted-printable. */
const plain = (message: Received | undefined) =>
  (message?.text ?? "")
    .replaceAll("=\r\n", "")
    .replaceAll("=3D", "=")
    .replace(/\r\n[ \t]+/g, " ");

describe("a warning", () => {
  test("goes out by mail in the person's hours, once, in text and HTML, and tells nothing of the work", async () => {
    const c = await incident();
    await timeGoesTo(world, "2026-11-20T20:12:00Z");
    expect(received).toEqual([]);
    await hoursOpen("2026-11-23T07:00:00Z");
    const [mail, ...more] = await to(c, "buyer");
    expect(more).toEqual([]);
    const text = plain(mail);
    expect(text).toMatch(/^From: Engine Room <mail@engine-room.example>/m);
    expect(text).toMatch(/^Subject: .*90 % of the target are used/m);
    expect(text).toMatch(/^List-Unsubscribe: <http:\/\/localhost:3000\/mail\/unsubscribe\/[\w-]{32}>/m);
    expect(text).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click/m);
    expect(text).toContain("multipart/alternative");
    expect(text).toContain("http://localhost:3000/work-items/");
    expect(text).not.toContain("Smith");
    const row = await world.row("select key, state, attempts from mail_message where to_address = $1", [
      await addressOf(c, "buyer"),
    ]);
    expect(row).toMatchObject({ state: "sent", attempts: 1 });
    expect(text).toContain(`Message-ID: ${messageIdFor(row.key, FROM)}`);
    // A job that runs again, as after a crash, finds the message written and sent.
    const [, organizationId, providerId, userId, ...showAt] = row.key.split(":");
    const payload = {
      organizationId,
      providerId,
      userId,
      partyId: organizationId,
      showAt: showAt.join(":"),
    };
    await mailNoticesDue({ db: world.workDb, clock: world.clock, publicUrl: "http://x" }, payload);
    await hoursOpen("2026-11-23T08:00:00Z");
    expect(await to(c, "buyer")).toHaveLength(1);
  });

  test("of several things at one moment is one mail", async () => {
    const c = await incident();
    await timeGoesTo(world, "2026-11-20T17:00:00Z");
    await timeGoesTo(world, "2026-11-20T21:00:00Z");
    await hoursOpen("2026-11-23T07:00:00Z");
    const mails = await to(c, "provider");
    expect(mails).toHaveLength(1);
    expect(plain(mails[0])).toMatch(/^Subject: .*and \d+ more/m);
  });

  test("that was read on the page, or that the person does not want by mail, is not sent", async () => {
    const c = await incident();
    await timeGoesTo(world, "2026-11-20T20:12:00Z");
    await setMailPreferences(world.caller(c.buyer), { wanted: ["breach"] });
    world.clock.moveTo(Temporal.Instant.from("2026-11-23T07:00:00Z"));
    await markWarningsRead(world.caller(c.provider), {});
    await hoursOpen("2026-11-23T07:00:00Z");
    expect(await to(c, "buyer")).toEqual([]);
    expect(await to(c, "provider")).toEqual([]);
  });

  test("goes to nobody who has left", async () => {
    const c = await incident();
    await timeGoesTo(world, "2026-11-20T20:12:00Z");
    await world.owner.query("update membership set ended_at = now() where user_id = $1", [c.buyer.userId]);
    await hoursOpen("2026-11-23T07:00:00Z");
    expect(await to(c, "buyer")).toEqual([]);
    expect(await to(c, "provider")).toHaveLength(1);
  });
});

describe("the link in a mail", () => {
  test("ends the kinds of that mail without a sign-in, and nothing else; another link ends nothing", async () => {
    const c = await incident();
    await timeGoesTo(world, "2026-11-20T20:12:00Z");
    await hoursOpen("2026-11-23T07:00:00Z");
    const [mail] = await to(c, "buyer");
    const secret = /unsubscribe\/([\w-]{32})/.exec(plain(mail))?.[1] ?? "";
    const facts = { requestId: "r", address: "192.0.2.1", userAgent: "mail" };
    const preferences = () => world.db.readOrg(c.buyer, (tx) => mailPreferences(tx, c.buyer));
    expect(await unsubscribe(world, { secret: `${secret}x`, facts })).toBe(false);
    expect((await preferences()).every((one) => one.wanted)).toBe(true);
    expect(await unsubscribe(world, { secret, facts })).toBe(true);
    expect(await unsubscribe(world, { secret, facts })).toBe(true);
    expect((await preferences()).filter((one) => !one.wanted).map((one) => one.kind)).toEqual(["clock_90"]);
  });
});

describe("a mail server", () => {
  const queued = async (c: Contracted, key: string) =>
    world.db.withOrg(c.buyer, (tx) =>
      queueMail(tx, {
        organizationId: c.buyer.organizationId,
        providerId: null,
        reader: { userId: c.buyer.userId, partyId: c.buyer.organizationId },
        to: { name: "A\r\nBcc: b@c.example", address: "a@b.example" },
        kind: "invitation",
        key,
        content: mailContent({
          ...{ name: "A", subject: "Join\r\nBcc: x@y.example", matters: [], footer: [], unsubscribe: null },
        }),
        unsubscribe: null,
        now: world.clock.now(),
      }),
    );
  const stateOf = (key: string) =>
    world.row("select state, attempts, last_error from mail_message where key = $1", [key]);
  /** Runs what is due; a failed job is left to its next try, as the queue does. */
  const tries = async () => {
    await world.owner.query("update graphile_worker._private_jobs set run_at = now(), last_error = null");
    await world.drainJobs().catch(() => undefined);
  };

  test("that is busy is asked again, and takes the message once", async () => {
    const c = await contracted(world);
    says = { rcpt: null, data: 451 };
    await queued(c, "busy");
    await queued(c, "busy");
    await tries();
    await tries();
    expect(await stateOf("busy")).toMatchObject({ state: "waiting", attempts: 2 });
    says = { rcpt: null, data: null };
    await tries();
    await tries();
    expect(await stateOf("busy")).toEqual({ state: "sent", attempts: 3, last_error: null });
    expect(received).toHaveLength(1);
    expect(received[0]?.text).not.toMatch(/^Bcc:/m);
    expect(received[0]?.to).toEqual(["a@b.example"]);
  });

  test("that refuses the recipient for good is not asked again", async () => {
    const c = await contracted(world);
    says = { rcpt: 550, data: null };
    await queued(c, "nobody");
    await tries();
    says = { rcpt: null, data: null };
    await tries();
    expect(await stateOf("nobody")).toMatchObject({ state: "refused", attempts: 1 });
    expect(received).toEqual([]);
  });

  test("that is down loses nothing: the port says that another try may do", async () => {
    const closed = createServer();
    await new Promise<void>((done) => closed.listen(0, "127.0.0.1", done));
    const { port: nobody } = closed.address() as AddressInfo;
    await new Promise<void>((done) => closed.close(() => done()));
    const down: MailPort = smtpMail({ url: `smtp://127.0.0.1:${nobody}`, from: FROM, patienceMs: 1_000 });
    const mail = {
      key: "k",
      to: { name: "A", address: "a@b.example" },
      subject: "s",
      text: "t",
      html: "h",
    };
    await expect(down.deliver({ ...mail, unsubscribeUrl: null })).rejects.toThrow(/ECONNREFUSED/);
    await down.close();
  });
});

test("without a mail server mail stays in the mailbox of its reader, and in nobody else's", async () => {
  const own = await openWorld({ now: FRIDAY });
  try {
    const c = await contracted(own);
    const stranger = await contracted(own);
    await own.db.withOrg(c.buyer, (tx) =>
      queueMail(tx, {
        ...{
          organizationId: c.buyer.organizationId,
          providerId: c.provider.organizationId,
          kind: "breach",
        },
        reader: { userId: c.provider.userId, partyId: c.provider.organizationId },
        to: { name: "A", address: "a@b.example" },
        key: "kept",
        content: { subject: "Kept", text: "Text", html: "<p>Text</p>" },
        unsubscribe: null,
        now: own.clock.now(),
      }),
    );
    await own.drainJobs();
    const page = { limit: 10, inverted: false };
    const seenBy = (viewer: Contracted["buyer"]) =>
      own.db.readOrg(viewer, (tx) => mailRows(tx, { ...page, viewer }));
    expect(await seenBy(c.provider)).toMatchObject([{ subject: "Kept", text: "Text", state: "kept" }]);
    expect(await seenBy(c.buyer)).toEqual([]);
    expect(await seenBy(stranger.provider)).toEqual([]);
    const { data } = await ask(own, c.provider, "{ mailMessages { edges { node { id subject } } } }", {});
    const id = data.mailMessages.edges[0].node.id;
    const one = "query($id: ID!) { mailMessage(id: $id) { subject } }";
    expect((await ask(own, stranger.buyer, one, { id })).data.mailMessage).toBeNull();
    expect((await ask(own, c.provider, one, { id })).data.mailMessage.subject).toBe("Kept");
  } finally {
    await own.close();
  }
});

test("a kind of mail that there is not is refused and changes nothing", async () => {
  const c = await contracted(world);
  const count = async () => (await world.row("select count(*)::int as n from mail_preference")).n;
  const before = await count();
  const wanted = ["everything"];
  await expect(setMailPreferences(world.caller(c.buyer), { wanted })).rejects.toThrow("not a kind of mail");
  expect(await count()).toBe(before);
});
