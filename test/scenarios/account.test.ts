import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { createApiKey } from "../../server/identity/create-api-key.ts";
import { type Browsers, openBrowsers, PASSWORD } from "../factories/browsers.ts";
import { openWorld, type World } from "../world.ts";

const GOOD = "cold soup under seven lanterns";
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

const hashOf = async (viewer: Viewer) =>
  (await world.row("select password_hash from person where id = $1", [viewer.userId])).password_hash;

describe("a password", () => {
  test.each(["buyer", "marketplace"] as const)(
    "of a %s's person is changed by who knows it, and every other session ends",
    async (kind) => {
      const viewer = await at.person(kind);
      const [here, there] = [await at.signedIn(viewer), await at.signedIn(viewer)];
      const answer = await here.changeAccount({ kind: "change_password", current: PASSWORD, next: GOOD });
      expect(answer.outcome).toBe("done");
      expect((await at.browser(there.cookieHeader)).viewer).toBeNull();
      expect((await at.browser(here.cookieHeader)).viewer).toBeNull();
      const renewed = await at.browser(...("cookies" in answer ? answer.cookies : []));
      expect(renewed.viewer?.userId).toBe(viewer.userId);
      expect((await (await at.browser()).signIn({ email: viewer.email, password: PASSWORD })).outcome).toBe(
        "refused",
      );
      expect((await at.signedIn(viewer, GOOD)).viewer?.userId).toBe(viewer.userId);
      const row = await world.row(
        "select action, data from audit_event where organization_id = $1 and action like 'password.%'",
        [viewer.organizationId],
      );
      expect(row).toMatchObject({ action: "password.change", data: { sessionsEnded: 1 } });
      expect(JSON.stringify(row)).not.toContain("lanterns");
    },
  );

  test.each([
    ["current", "not the password", GOOD, /not your password/],
    ["next", PASSWORD, "too short", /at least 15/],
    ["next", PASSWORD, "passwordpassword", /easily guessed/],
    ["next", PASSWORD, "123456789012345", /easily guessed/],
    ["next", PASSWORD, "qwertyuiopasdfgh", /easily guessed/],
    ["next", PASSWORD, "engine room engine room", /expect/],
  ] as const)("is not changed where %s is at fault (%s → %s)", async (field, current, next, words) => {
    const viewer = await at.person();
    const [here, there] = [await at.signedIn(viewer), await at.signedIn(viewer)];
    const before = await hashOf(viewer);
    const answer = await here.changeAccount({ kind: "change_password", current, next });
    expect(answer).toMatchObject({
      outcome: "refused",
      issues: [{ field, message: expect.stringMatching(words) }],
    });
    expect(await hashOf(viewer)).toBe(before);
    expect((await at.browser(there.cookieHeader)).viewer?.userId).toBe(viewer.userId);
  });

  test("is not tried for ever in a session left open", async () => {
    const viewer = await at.person();
    const here = await at.signedIn(viewer);
    const attempt = (current: string) =>
      here.changeAccount({ kind: "change_password", current, next: GOOD });
    for (let n = 0; n < 10; n += 1)
      expect(await attempt("a wrong one")).toMatchObject({ code: "invalid_input" });
    expect(await attempt(PASSWORD)).toMatchObject({ code: "too_many_attempts" });
  });
});

describe("a device", () => {
  test("is listed with the present one marked, and signed out from another", async () => {
    const viewer = await at.person("marketplace");
    const [here, there] = [await at.signedIn(viewer), await at.signedIn(viewer)];
    const { sessions } = await here.account();
    expect(sessions.filter((one) => one.current)).toHaveLength(1);
    const other = sessions.find((one) => !one.current)?.id ?? "";
    expect(await here.changeAccount({ kind: "end_session", id: other })).toMatchObject({ outcome: "done" });
    expect((await at.browser(there.cookieHeader)).viewer).toBeNull();
    expect((await at.browser(here.cookieHeader)).viewer?.userId).toBe(viewer.userId);
  });

  test("of somebody else is neither seen nor signed out, and answers like one that never was", async () => {
    const victim = await at.signedIn(await at.person());
    const stranger = await at.signedIn(await at.person());
    const id = (await victim.account()).sessions[0]?.id ?? "";
    expect((await stranger.account()).sessions.map((one) => one.id)).not.toContain(id);
    const theirs = await stranger.changeAccount({ kind: "end_session", id });
    expect(theirs).toMatchObject({ code: "not_found" });
    for (const never of [crypto.randomUUID(), "", "x"])
      expect(await stranger.changeAccount({ kind: "end_session", id: never })).toEqual(theirs);
    expect((await at.browser(victim.cookieHeader)).viewer).not.toBeNull();
  });
});

describe("a change of the account", () => {
  test("is told to its person by mail, once, and a refused one is not", async () => {
    const viewer = await at.person();
    const here = await at.signedIn(viewer);
    const notices = async () => {
      await world.drainJobs();
      const { rows } = await world.owner.query(
        "select subject, to_address from mail_message where kind = 'account_notice' and user_id = $1",
        [viewer.userId],
      );
      return rows;
    };
    await here.changeAccount({ kind: "change_password", current: "wrong", next: GOOD });
    expect(await notices()).toEqual([]);
    await here.changeAccount({ kind: "change_password", current: PASSWORD, next: GOOD });
    const told = [{ subject: "Your password was changed", to_address: viewer.email }];
    expect(await notices()).toEqual(told);
    expect(await notices()).toEqual(told);
  });
});

describe("a proof in an open session", () => {
  test("holds for five minutes from the sign-in; then a grave change waits for another", async () => {
    const viewer = await at.person();
    const here = await at.signedIn(viewer);
    at.later({ minutes: 6 });
    const late = await at.browser(here.cookieHeader);
    expect(await late.changeAccount({ kind: "begin_app" })).toMatchObject({ code: "step_up_needed" });
    expect((await late.account()).app).toBeNull();
    expect(await late.stepUpWays()).toEqual(["password"]);
    expect((await late.stepUp({ way: "password", password: "wrong" })).outcome).toBe("refused");
    expect((await late.stepUp({ way: "totp", code: "123456" })).outcome).toBe("refused");
    const proved = await late.stepUp({ way: "password", password: PASSWORD });
    expect(proved.outcome).toBe("proved");
    const again = await at.browser(...("cookies" in proved ? proved.cookies : []));
    expect((await again.changeAccount({ kind: "begin_app" })).outcome).toBe("done");
    expect((await at.browser(here.cookieHeader)).viewer).toBeNull();
  });

  test("is not tried for ever", async () => {
    const here = await at.signedIn(await at.person());
    for (let n = 0; n < 10; n += 1) await here.stepUp({ way: "password", password: `wrong ${n}` });
    expect((await here.stepUp({ way: "password", password: PASSWORD })).outcome).toBe("throttled");
  });

  test.each([null, Date.parse("2020-01-01T00:00:00Z")])(
    "is needed to make an API key, and one of %s is none",
    async (stepUpAt) => {
      const viewer = { ...(await at.person()), stepUpAt };
      const make = createApiKey(world.caller(viewer), { name: "export", days: 30, scopes: ["work:read"] });
      await expect(make).rejects.toMatchObject({ code: "step_up_needed" });
      expect(await world.row("select 1 from api_key where user_id = $1", [viewer.userId])).toBeUndefined();
    },
  );
});
