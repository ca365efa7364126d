import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { digest } from "../../server/identity/lucia-adapter.ts";
import type { MailPort } from "../../server/ports/mail/port.ts";
import { type Browsers, openBrowsers } from "../factories/browsers.ts";
import { hashOfRows } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

const NEXT = "seven slow herons over the weir";
const sent: { to: string; text: string }[] = [];
const mail: MailPort = {
  deliver: async ({ to, text }) => {
    sent.push({ to: to.address, text });
    return "sent";
  },
  close: async () => undefined,
};

let world: World;
let at: Browsers;

beforeAll(async () => {
  world = await openWorld({ mail });
  at = await openBrowsers(world);
});
afterAll(async () => {
  await at.close();
  await world.close();
});

const secretIn = (text: string) => /new-password\?key=([\w-]{43})/.exec(text)?.[1] ?? "";
const hashOf = async ({ userId }: Viewer): Promise<string> =>
  (await world.row("select password_hash from person where id = $1", [userId])).password_hash;

/** Asks for a link and takes it out of the mail. */
async function linkFor(viewer: Viewer): Promise<string> {
  const before = sent.length;
  expect(await (await at.browser()).askPasswordReset(viewer.email)).toEqual({ outcome: "asked" });
  await world.drainJobs();
  const mails = sent.slice(before).filter(({ to }) => to === viewer.email);
  expect(mails).toHaveLength(1);
  return secretIn(mails[0]?.text ?? "");
}

const set = async (secret: string, password = NEXT) =>
  (await at.browser()).setForgottenPassword({ secret, password });

describe("a forgotten password", () => {
  test.each(["buyer", "marketplace"] as const)(
    "of a %s's person is set by the mailed link, once",
    async (kind) => {
      const viewer = await at.person(kind);
      const here = await at.signedIn(viewer);
      const secret = await linkFor(viewer);
      expect(await here.resetLinkStands(secret)).toBe(true);
      expect(await set(secret)).toEqual({ outcome: "done" });
      expect((await at.browser(here.cookieHeader)).viewer).toBeNull();
      expect(await at.sessionsOf(viewer)).toEqual([]);
      expect((await at.signIn(viewer.email)).outcome).toBe("refused");
      expect((await at.signIn(viewer.email, NEXT)).outcome).toBe("signed_in");
      const after = await hashOf(viewer);
      expect(await set(secret, "another of some length indeed")).toEqual({ outcome: "unknown" });
      expect(await hashOf(viewer)).toBe(after);
      const audit = await world.row(
        "select action, origin, data from audit_event where subject_id = $1 order by seq desc limit 1",
        [viewer.userId],
      );
      expect(audit).toMatchObject({
        ...{ action: "password.reset", origin: { via: "link" }, data: { sessionsEnded: 1 } },
      });
    },
  );

  test("leaves the second factor standing: the next sign-in asks for it", async () => {
    const viewer = await at.person();
    await world.owner.query(
      `insert into passkey (user_id, credential_id, public_key, counter, transports, name, created_at)
       values ($1::uuid, 'cred-' || $1::text, '\\x00', 0, '{}', 'Phone', now())`,
      [viewer.userId],
    );
    expect(await set(await linkFor(viewer))).toEqual({ outcome: "done" });
    expect((await at.signIn(viewer.email, NEXT)).outcome).toBe("second_factor");
  });

  test("is stored as a digest alone, and the mail's text is gone once it is out", async () => {
    const viewer = await at.person();
    const secret = await linkFor(viewer);
    const link = await world.row("select * from mailed_link where user_id = $1", [viewer.userId]);
    expect(link).toMatchObject({ token_hash: digest(secret), used_at: null, purpose: "password" });
    const kept = await world.owner.query("select row_to_json(m)::text as t from mail_message m");
    expect(kept.rows.map(({ t }) => t).join()).not.toContain(secret);
  });

  test("has one link at a time, for half an hour, to the address that the person has", async () => {
    const viewer = await at.person();
    const first = await linkFor(viewer);
    const second = await linkFor(viewer);
    expect(await set(first)).toEqual({ outcome: "unknown" });
    await world.owner.query("update person set email = 'moved-' || email where id = $1", [viewer.userId]);
    expect(await set(second)).toEqual({ outcome: "unknown" });
    await world.owner.query("update person set email = $2 where id = $1", [viewer.userId, viewer.email]);
    at.later({ minutes: 31 });
    expect(await set(second)).toEqual({ outcome: "unknown" });
    expect((await at.signIn(viewer.email)).outcome).toBe("signed_in");
  });

  test("is refused where it is short or known, and the link then still works", async () => {
    const viewer = await at.person();
    const secret = await linkFor(viewer);
    const before = await hashOf(viewer);
    for (const password of ["short", "passwordpassword", ""])
      expect(await set(secret, password)).toMatchObject({
        outcome: "invalid",
        issues: [{ field: "password" }],
      });
    expect(await hashOf(viewer)).toBe(before);
    expect(await set(secret)).toEqual({ outcome: "done" });
  });

  test("answers an unknown, a disabled and an ended account as any other, and mails nobody", async () => {
    const [disabled, ended] = [await at.person(), await at.person()];
    await world.owner.query("update person set disabled_at = now() where id = $1", [disabled.userId]);
    await world.owner.query("update membership set ended_at = now() where user_id = $1", [ended.userId]);
    // What earlier tests changed is told to its people first.
    await world.drainJobs();
    const before = await hashOfRows(world);
    const mails = sent.length;
    for (const email of [
      "nobody@example.test",
      disabled.email,
      ended.email,
      "no address",
      "a\0b@x.example",
    ])
      expect(await (await at.browser()).askPasswordReset(email)).toEqual({ outcome: "asked" });
    await world.drainJobs();
    expect(sent).toHaveLength(mails);
    expect(await hashOfRows(world)).toBe(before);
  });

  test("by an invented link does nothing", async () => {
    const before = await hashOfRows(world);
    for (const secret of ["", "x", "k".repeat(43), "k".repeat(44), "../../etc"])
      expect(await set(secret)).toEqual({ outcome: "unknown" });
    expect(await hashOfRows(world)).toBe(before);
  });

  test("is set once where the link is used twice at the same moment", async () => {
    const viewer = await at.person();
    const secret = await linkFor(viewer);
    const outcomes = await Promise.all([set(secret), set(secret, "eight slow herons over the weir")]);
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(["done", "unknown"]);
    const { n } = await world.row(
      "select count(*)::int as n from audit_event where subject_id = $1 and action = 'password.reset'",
      [viewer.userId],
    );
    expect(n).toBe(1);
  });

  test("asked for again and again is slowed down", async () => {
    const viewer = await at.person();
    const browser = await at.browser();
    for (let n = 0; n < 5; n += 1) await browser.askPasswordReset(viewer.email);
    expect(await browser.askPasswordReset(viewer.email)).toMatchObject({ outcome: "throttled" });
    expect(await browser.askPasswordReset(viewer.email.toUpperCase())).toMatchObject({
      outcome: "throttled",
    });
  });

  test("asked for twice by one job mails once", async () => {
    const viewer = await at.person();
    const before = sent.length;
    await (await at.browser()).askPasswordReset(viewer.email);
    const job = await world.row(
      "select payload from graphile_worker._private_jobs order by id desc limit 1",
    );
    await world.drainJobs();
    await world.owner.query("select graphile_worker.add_job('password_reset.mail', $1::json)", [
      JSON.stringify(job.payload),
    ]);
    await world.drainJobs();
    expect(sent.slice(before).filter(({ to }) => to === viewer.email)).toHaveLength(1);
  });
});
