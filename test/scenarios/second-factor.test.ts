import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { identityDoor } from "../../server/identity/door.ts";
import { type Browsers, openBrowsers, PASSWORD } from "../factories/browsers.ts";
import { appCode } from "../factories/identity.ts";
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
beforeEach(() => {
  // Codes work once, so every test has a step of thirty seconds of its own.
  world.clock.moveTo(Temporal.Now.instant());
});

const code = (uri: string) => appCode(uri, world.clock.now().epochMilliseconds);
async function withApp(viewer: Viewer) {
  const first = await at.signedIn(viewer);
  await at.changed(first, { kind: "begin_app" });
  const { app } = await first.account();
  if (!app || !("uri" in app)) throw new Error("An app is being set up.");
  const { next, codes } = await at.changed(first, { kind: "confirm_app", code: code(app.uri) });
  return { first, next, uri: app.uri, codes };
}

describe("an authenticator app", () => {
  test("is set up with a first code, moves the session to a new secret, and answers ten codes once", async () => {
    const viewer = await at.person();
    const { first, next, uri, codes } = await withApp(viewer);
    expect(uri).toMatch(/^otpauth:\/\/totp\/Engine%20Room:/);
    expect(new Set(codes).size).toBe(10);
    expect((await at.browser(first.cookieHeader)).viewer).toBeNull();
    expect(next.viewer?.userId).toBe(viewer.userId);
    const account = await next.account();
    expect(account).toMatchObject({ ways: ["totp", "recovery"], recoveryLeft: 10 });
    expect(JSON.stringify(account)).not.toContain(new URL(uri).searchParams.get("secret"));
    const { rows } = await world.owner.query(
      `select sealed_secret, array(select code_hash from recovery_code c where c.user_id = f.user_id) as codes
      from totp_factor f where user_id = $1`,
      [viewer.userId],
    );
    const stored = JSON.stringify(rows);
    for (const one of codes) expect(stored).not.toContain(one);
    expect(stored).not.toContain(new URL(uri).searchParams.get("secret"));
  });

  test("is not set up by a wrong code, and asks for nothing before it is", async () => {
    const viewer = await at.person();
    const first = await at.signedIn(viewer);
    await at.changed(first, { kind: "begin_app" });
    const answer = await first.changeAccount({ kind: "confirm_app", code: "000000" });
    expect(answer).toMatchObject({ outcome: "refused", issues: [{ field: "code" }] });
    expect((await first.account()).ways).toEqual([]);
    expect((await at.signIn(viewer.email)).outcome).toBe("signed_in");
  });

  test("is not set up twice, and its secret is not shown again", async () => {
    const { next } = await withApp(await at.person());
    expect(await next.changeAccount({ kind: "begin_app" })).toMatchObject({
      code: "authenticator_app_already_set_up",
    });
    expect((await next.account()).app).toHaveProperty("since");
  });

  test("after the password opens a session by a code of this moment, and by no code twice", async () => {
    const viewer = await at.person();
    const { uri } = await withApp(viewer);
    const before = (await at.sessionsOf(viewer)).length;
    const used = await (await at.halfWay(viewer)).secondFactor({ way: "totp", code: code(uri) });
    expect(used.outcome).toBe("refused");
    at.later({ seconds: 60 });
    const half = await at.halfWay(viewer);
    expect(half.viewer).toBeNull();
    expect(await half.secondStep()).toEqual(["totp", "recovery"]);
    expect(await at.sessionsOf(viewer)).toHaveLength(before);
    const present = code(uri);
    const right = await half.secondFactor({ way: "totp", code: present });
    expect(right.outcome).toBe("signed_in");
    expect(await at.sessionsOf(viewer)).toHaveLength(before + 1);
    const replayed = await (await at.halfWay(viewer)).secondFactor({ way: "totp", code: present });
    expect(replayed.outcome).toBe("refused");
    expect((await half.secondFactor({ way: "totp", code: present })).outcome).toBe("expired");
  });

  test("takes one of two equal codes that arrive at the same moment", async () => {
    const viewer = await at.person();
    const { uri } = await withApp(viewer);
    at.later({ seconds: 60 });
    const halves = await Promise.all([at.halfWay(viewer), at.halfWay(viewer), at.halfWay(viewer)]);
    const present = code(uri);
    const outcomes = await Promise.all(
      halves.map((one) => one.secondFactor({ way: "totp", code: present })),
    );
    expect(outcomes.filter((one) => one.outcome === "signed_in")).toHaveLength(1);
  });

  test("is throttled after ten wrong codes, however often the password is right", async () => {
    const viewer = await at.person();
    const { uri } = await withApp(viewer);
    at.later({ seconds: 60 });
    for (let n = 0; n < 10; n += 1) {
      const wrong = await (await at.halfWay(viewer)).secondFactor({ way: "totp", code: "000000" });
      expect(wrong.outcome).toBe("refused");
    }
    const right = await (await at.halfWay(viewer)).secondFactor({ way: "totp", code: code(uri) });
    expect(right.outcome).toBe("throttled");
  });

  test("is asked for ten minutes long, and in the browser of the password alone", async () => {
    const viewer = await at.person();
    const { uri } = await withApp(viewer);
    at.later({ seconds: 60 });
    const half = await at.halfWay(viewer);
    const elsewhere = await (await at.browser()).secondFactor({ way: "totp", code: code(uri) });
    expect(elsewhere.outcome).toBe("expired");
    at.later({ minutes: 11 });
    expect(await half.secondStep()).toBeNull();
    expect((await half.secondFactor({ way: "totp", code: code(uri) })).outcome).toBe("expired");
  });
});

describe("before the password was right", () => {
  test("nothing tells that an account has a second factor", async () => {
    const viewer = await at.person();
    await withApp(viewer);
    expect(await at.signIn(viewer.email, "not the password")).toEqual({ outcome: "refused" });
    expect(await (await at.browser()).secondStep()).toBeNull();
    const question = await (await at.browser()).passkeyQuestion("sign-in");
    expect(question?.options).toMatchObject({ allowCredentials: [], userVerification: "required" });
  });

  test.each([
    "pending=x",
    "__Host-pending=%E0%A4%A",
    `__Host-pending=${"0".repeat(64)}`,
    "__Host-pending=",
  ])("the cookie %j is no first step and breaks nothing", async (cookie) => {
    const door = identityDoor(at.deps, { viewer: null, cookieHeader: cookie, facts: at.facts });
    expect(await door.secondStep()).toBeNull();
    expect((await door.secondFactor({ way: "totp", code: "123456" })).outcome).toBe("expired");
    expect((await door.passkeySignIn("{}")).outcome).toBe("refused");
  });
});

describe("a recovery code", () => {
  test("signs in once, written as a person writes it, and no code of the old ten does after new ones", async () => {
    const viewer = await at.person();
    const { codes } = await withApp(viewer);
    const [one = "", two = ""] = codes;
    const written = one.toLowerCase().replaceAll("-", " ");
    const right = await (await at.halfWay(viewer)).secondFactor({ way: "recovery", code: written });
    expect(right.outcome).toBe("signed_in");
    expect((await (await at.halfWay(viewer)).secondFactor({ way: "recovery", code: one })).outcome).toBe(
      "refused",
    );
    const next = await at.browser(...("cookies" in right ? right.cookies : []));
    expect((await next.account()).recoveryLeft).toBe(9);
    const renewed = await at.changed(next, { kind: "renew_recovery_codes" });
    expect(renewed.codes).toHaveLength(10);
    expect((await (await at.halfWay(viewer)).secondFactor({ way: "recovery", code: two })).outcome).toBe(
      "refused",
    );
  });

  test("is nobody else's", async () => {
    const { codes } = await withApp(await at.person());
    const other = await at.person();
    await withApp(other);
    const tried = await (await at.halfWay(other)).secondFactor({ way: "recovery", code: codes[0] ?? "" });
    expect(tried.outcome).toBe("refused");
  });

  test("is made for nobody without a factor", async () => {
    const first = await at.signedIn(await at.person());
    expect(await first.changeAccount({ kind: "renew_recovery_codes" })).toMatchObject({
      code: "no_factor_yet",
    });
  });
});

describe("the last factor", () => {
  test("is removed with the password alone, and the recovery codes end with it", async () => {
    const viewer = await at.person();
    const { next, codes } = await withApp(viewer);
    const wrong = await next.changeAccount({ kind: "remove_app", password: "not the password" });
    expect(wrong).toMatchObject({ outcome: "refused", issues: [{ field: "password" }] });
    expect((await next.account()).ways).toEqual(["totp", "recovery"]);
    const { next: bare } = await at.changed(next, { kind: "remove_app", password: PASSWORD });
    expect(await bare.account()).toMatchObject({ ways: [], recoveryLeft: 0, app: null });
    expect((await at.signIn(viewer.email)).outcome).toBe("signed_in");
    expect(codes).toHaveLength(10);
  });

  test("stays while the password is too short to stand alone", async () => {
    const viewer = await at.person();
    const { next } = await withApp(viewer);
    const short = "X7!kq9Lm";
    const { next: there } = await at.changed(next, {
      kind: "change_password",
      current: PASSWORD,
      next: short,
    });
    const refused = await there.changeAccount({ kind: "remove_app", password: short });
    expect(refused).toMatchObject({ code: "password_too_short_alone" });
    expect((await there.account()).ways).toEqual(["totp", "recovery"]);
  });
});
