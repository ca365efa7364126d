import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { type Browsers, openBrowsers, PASSWORD } from "../factories/browsers.ts";
import { softPasskey } from "../factories/soft-passkey.ts";
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

async function withPasskey(viewer: Viewer) {
  const first = await at.signedIn(viewer);
  const device = softPasskey();
  const question = await first.passkeyQuestion("add");
  const response = device.made(question?.options ?? {});
  const { next, codes } = await at.changed(first, { kind: "add_passkey", name: "laptop", response });
  return { first, next, device, codes };
}

describe("a passkey", () => {
  test("is added, signs in without a password, and is refused once it is removed", async () => {
    const viewer = await at.person("marketplace");
    const { next, device, codes } = await withPasskey(viewer);
    expect(codes).toHaveLength(10);
    const [kept] = (await next.account()).passkeys;
    expect(kept).toMatchObject({ name: "laptop", lastUsedAt: null });
    const ask = async () => {
      const stranger = await at.browser();
      const question = await stranger.passkeyQuestion("sign-in");
      return { question, there: await at.browser(...(question?.cookies ?? [])) };
    };
    const one = await ask();
    const response = device.answer(one.question?.options ?? {});
    const signed = await one.there.passkeySignIn(response);
    expect(signed.outcome).toBe("signed_in");
    expect((await one.there.passkeySignIn(response)).outcome).toBe("refused");
    const there = await at.browser(...("cookies" in signed ? signed.cookies : []));
    expect(there.viewer?.userId).toBe(viewer.userId);
    await at.changed(there, { kind: "remove_passkey", id: kept?.id ?? "", password: PASSWORD });
    const two = await ask();
    expect((await two.there.passkeySignIn(device.answer(two.question?.options ?? {}))).outcome).toBe(
      "refused",
    );
    expect((await at.signIn(viewer.email)).outcome).toBe("signed_in");
  });

  test.each([
    ["another site", { origin: "https://evil.test" }],
    ["another party", { rpId: "evil.test" }],
    ["a device that looked at nobody", { verified: false }],
    ["a copy, whose count goes back", { counter: 0 }],
  ] as const)("does not sign in from %s", async (_words, bent) => {
    const viewer = await at.person();
    const { device } = await withPasskey(viewer);
    const sign = async (how: object) => {
      const question = await (await at.browser()).passkeyQuestion("sign-in");
      const there = await at.browser(...(question?.cookies ?? []));
      return (await there.passkeySignIn(device.answer(question?.options ?? {}, how))).outcome;
    };
    expect(await sign({})).toBe("signed_in");
    const before = await at.sessionsOf(viewer);
    expect(await sign(bent)).toBe("refused");
    expect(await at.sessionsOf(viewer)).toEqual(before);
  });

  test.each([
    ["another site", { origin: "https://evil.test" }],
    ["a device that looked at nobody", { verified: false }],
  ] as const)("is not added from %s", async (_words, bent) => {
    const first = await at.signedIn(await at.person());
    const question = await first.passkeyQuestion("add");
    const response = softPasskey().made(question?.options ?? {}, bent);
    const answer = await first.changeAccount({ kind: "add_passkey", name: "x", response });
    expect(answer).toMatchObject({ code: "passkey_not_added" });
    expect((await first.account()).passkeys).toEqual([]);
  });

  test("is not added with the question that another session was asked", async () => {
    const [one, two] = [await at.signedIn(await at.person()), await at.signedIn(await at.person())];
    const question = await one.passkeyQuestion("add");
    await two.passkeyQuestion("add");
    const response = softPasskey().made(question?.options ?? {});
    expect(await two.changeAccount({ kind: "add_passkey", name: "x", response })).toMatchObject({
      code: "passkey_not_added",
    });
  });

  test("is a second step after the password, for its own person alone", async () => {
    const viewer = await at.person();
    const { device } = await withPasskey(viewer);
    const other = await at.person();
    const theirs = await withPasskey(other);
    const half = await at.halfWay(viewer);
    expect(await half.secondStep()).toEqual(["passkey", "recovery"]);
    const wrong = await half.passkeyQuestion("sign-in");
    const stranger = theirs.device.answer(wrong?.options ?? {});
    expect((await half.secondFactor({ way: "passkey", response: stranger })).outcome).toBe("refused");
    const question = await half.passkeyQuestion("sign-in");
    expect(question?.options).toMatchObject({ allowCredentials: [{ id: device.id }] });
    const right = await half.secondFactor({
      way: "passkey",
      response: device.answer(question?.options ?? {}),
    });
    expect(right.outcome).toBe("signed_in");
  });

  test.each([
    "",
    "{",
    "null",
    "[]",
    '{"id":1}',
    '{"id":"x","response":{}}',
    '{"id":"\\u0000","response":{}}',
  ])("is not the answer %j, which breaks nothing", async (response) => {
    const question = await (await at.browser()).passkeyQuestion("sign-in");
    const there = await at.browser(...(question?.cookies ?? []));
    expect((await there.passkeySignIn(response)).outcome).toBe("refused");
    const first = await at.signedIn(await at.person());
    await first.passkeyQuestion("add");
    const added = await first.changeAccount({ kind: "add_passkey", name: "x", response });
    expect(added).toMatchObject({ code: "passkey_not_added" });
  });

  test("of somebody else is neither renamed nor removed, and answers like one that never was", async () => {
    const victim = await at.person();
    const { next } = await withPasskey(victim);
    const id = (await next.account()).passkeys[0]?.id ?? "";
    const stranger = (await withPasskey(await at.person())).next;
    const before = await next.account();
    const never = crypto.randomUUID();
    for (const change of [
      (given: string) => ({ kind: "rename_passkey", id: given, name: "mine" }) as const,
      (given: string) => ({ kind: "remove_passkey", id: given, password: PASSWORD }) as const,
    ]) {
      const theirs = await stranger.changeAccount(change(id));
      expect(theirs).toMatchObject({ code: "not_found" });
      expect(theirs).toEqual(await stranger.changeAccount(change(never)));
    }
    expect((await next.account()).passkeys).toEqual(before.passkeys);
  });
});
