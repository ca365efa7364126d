import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { type Browsers, openBrowsers } from "../factories/browsers.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let at: Browsers;
beforeAll(async () => {
  world = await openWorld({ now: new Date().toISOString() });
  at = await openBrowsers(world);
});
afterAll(async () => {
  await at.close();
  await world.close();
});

const newAddress = () => `new-${crypto.randomUUID()}@example.test`;
const emailOf = async ({ userId }: Viewer) =>
  (await world.row("select email from person where id = $1", [userId])).email as string;
/** The latest mail to an address after the worker has run, and the secret of the link in it. */
async function mailTo(address: string) {
  await world.drainJobs();
  const mail = await world.row(
    "select subject, body_text from mail_message where to_address = $1 and kind = 'email_change' order by id desc limit 1",
    [address],
  );
  return {
    subject: mail?.subject ?? "",
    secret: /e-mail\?key=([\w-]{43})/.exec(mail?.body_text)?.[1] ?? "",
  };
}
async function asked(viewer: Viewer, email: string) {
  const here = await at.signedIn(viewer);
  const { next } = await at.changed(here, { kind: "change_email", email });
  return { here: next, ...(await mailTo(email)) };
}
const use = async (secret: string) => (await at.browser()).takeEmailLink(secret);
const nothing = { outcome: "unknown" };

describe.each(["buyer", "marketplace"] as const)("an address of a %s's person", (kind) => {
  test("changes once the link at the new one is used, and the old one is told and has a way back", async () => {
    const viewer = await at.person(kind);
    const email = newAddress();
    const { here, secret, subject } = await asked(
      viewer,
      email.toUpperCase().replace("@EXAMPLE.TEST", "@example.test"),
    );
    expect(subject).toBe("");
    const mailed = await mailTo(email);
    expect(secret).toBe("");
    expect(mailed.subject).toContain("Confirm");
    expect((await here.account()).pendingEmail).toBe(email);
    expect(await emailOf(viewer)).toBe(viewer.email);
    expect(await (await at.browser()).emailLink(mailed.secret)).toEqual({
      does: "confirm",
      address: email,
    });

    expect(await use(mailed.secret)).toEqual({ outcome: "changed", address: email });
    expect(await emailOf(viewer)).toBe(email);
    expect((await at.signIn(email)).outcome).toBe("signed_in");
    expect((await at.signIn(viewer.email)).outcome).toBe("refused");
    expect((await here.account()).pendingEmail).toBeNull();
    expect(await use(mailed.secret)).toEqual(nothing);
    const { data } = await world.row(
      "select data from audit_event where subject_id = $1 and action = 'email.change'",
      [viewer.userId],
    );
    expect(data.changes).toMatchObject([{ of: "person", fields: { email: [viewer.email, email] } }]);

    const back = await mailTo(viewer.email);
    expect(back.subject).toContain("was changed");
    expect(await use(back.secret)).toEqual({ outcome: "given_back", address: viewer.email });
    expect(await emailOf(viewer)).toBe(viewer.email);
    expect(await at.sessionsOf(viewer)).toEqual([]);
  });
});

describe("the way back", () => {
  test("takes away what was added since, ends later ways back, and mails a link to a new password", async () => {
    const viewer = await at.person();
    const [thief, further] = [newAddress(), newAddress()];
    const first = await asked(viewer, thief);
    await use(first.secret);
    const back = await mailTo(viewer.email);
    at.later({ minutes: 10 });
    for (const sql of [
      `insert into passkey (user_id, credential_id, public_key, counter, name, created_at)
       values ($1::uuid, $1::uuid::text, '', 0, 'x', $2)`,
      "insert into recovery_code (user_id, code_hash) values ($1::uuid, 'x') returning $2::text",
    ])
      await world.owner.query(sql, [viewer.userId, world.clock.now().toString()]);
    const second = await at.signIn(thief);
    expect(second.outcome).toBe("second_factor");
    await world.owner.query(
      `insert into mailed_link (token_hash, user_id, purpose, address, expires_at, created_at)
       values ($1::uuid::text, $1, 'email_back', $2, $3::timestamptz + interval '7 days', $3::timestamptz)`,
      [viewer.userId, further, world.clock.now().toString()],
    );
    expect(await use(back.secret)).toEqual({ outcome: "given_back", address: viewer.email });
    const left = await world.row(
      `select (select count(*)::int from passkey where user_id = $1) as passkeys,
         (select count(*)::int from recovery_code where user_id = $1) as codes,
         (select count(*)::int from mailed_link where user_id = $1 and used_at is null) as links`,
      [viewer.userId],
    );
    expect(left).toEqual({ passkeys: 0, codes: 0, links: 0 });
    await world.drainJobs();
    const reset = await world.row(
      "select count(*)::int as n from mail_message where to_address = $1 and kind = $2",
      [viewer.email, "password_reset"],
    );
    expect(reset.n).toBe(1);
  });

  test("stands for seven days, and not where the address is another account's by now", async () => {
    const viewer = await at.person();
    await use((await asked(viewer, newAddress())).secret);
    const back = await mailTo(viewer.email);
    const changed = await emailOf(viewer);
    const other = await at.person();
    await world.owner.query("update person set email = $1 where id = $2", [viewer.email, other.userId]);
    expect(await use(back.secret)).toEqual({ outcome: "taken" });
    expect(await emailOf(viewer)).toBe(changed);
    await world.owner.query("update person set email = $1 where id = $2", [other.email, other.userId]);
    at.later({ hours: 7 * 24 + 1 });
    expect(await use(back.secret)).toEqual(nothing);
    expect(await emailOf(viewer)).toBe(changed);
  });
});

describe("a change of address", () => {
  test.each(["", "no address", "a@b", "x".repeat(300)])(
    "to %j is refused next to the field",
    async (email) => {
      const viewer = await at.person();
      const here = await at.signedIn(viewer);
      expect(await here.changeAccount({ kind: "change_email", email })).toMatchObject({
        outcome: "refused",
        issues: [{ field: "email" }],
      });
      expect(await emailOf(viewer)).toBe(viewer.email);
    },
  );

  test("to another account's address changes nothing and tells its reader alone", async () => {
    const [viewer, other] = [await at.person(), await at.person()];
    const { secret, subject, here } = await asked(viewer, other.email);
    expect(subject).toContain("has an account");
    expect(secret).toBe("");
    expect((await here.account()).pendingEmail).toBeNull();
    expect(await emailOf(viewer)).toBe(viewer.email);
  });

  test("needs a proof within five minutes, and is asked for five times in a quarter of an hour", async () => {
    const viewer = await at.person();
    const here = await at.signedIn(viewer);
    for (let n = 0; n < 5; n += 1)
      await at.changed(here, { kind: "change_email", email: newAddress() }).catch(() => 0);
    const late = await here.changeAccount({ kind: "change_email", email: newAddress() });
    expect(late).toMatchObject({ outcome: "refused", code: "too_many_attempts" });
    const other = await at.person();
    const there = await at.signedIn(other);
    at.later({ minutes: 6 });
    const stale = await (await at.browser(there.cookieHeader)).changeAccount({
      kind: "change_email",
      email: newAddress(),
    });
    expect(stale).toMatchObject({ outcome: "refused", code: "step_up_needed" });
  });

  test("is dropped, asked for anew, or out of date: the earlier link opens nothing", async () => {
    const viewer = await at.person();
    const [one, two, three] = [newAddress(), newAddress(), newAddress()];
    const first = await asked(viewer, one);
    const second = await asked(viewer, two);
    expect(await use(first.secret)).toEqual(nothing);
    await at.changed(second.here, { kind: "drop_email_change" });
    expect(await use(second.secret)).toEqual(nothing);
    const third = await asked(viewer, three);
    at.later({ hours: 25 });
    for (const secret of [third.secret, "", "x", "k".repeat(43), "../../etc"])
      expect(await use(secret)).toEqual(nothing);
    expect(await emailOf(viewer)).toBe(viewer.email);
  });

  test("happens once where the link is used twice at the same moment", async () => {
    const viewer = await at.person();
    const { secret } = await asked(viewer, newAddress());
    const outcomes = (await Promise.all([use(secret), use(secret)])).map(({ outcome }) => outcome);
    expect(outcomes.sort()).toEqual(["changed", "unknown"]);
  });
});
