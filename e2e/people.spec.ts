import { expect, type Page, type Person, signInAs, test } from "./fixtures.ts";

const OWNER: Person = { slug: "sable-robotics", role: "owner" };
const NAME = `Ada ${Date.now()}`;
const EMAIL = `ada.${Date.now()}@sable-robotics.example`;

/** A device that unlocks its passkeys by itself, as a finger would. */
async function withPasskeyDevice(page: Page): Promise<void> {
  const device = await page.context().newCDPSession(page);
  await device.send("WebAuthn.enable");
  const options = {
    ...({ protocol: "ctap2", transport: "internal" } as const),
    ...{ hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
    automaticPresenceSimulation: true,
  };
  await device.send("WebAuthn.addVirtualAuthenticator", { options });
}

/** Opens a stream of events as the page would; answers how to wait for its end, and when that was. */
async function openStream(page: Page): Promise<() => Promise<number>> {
  const held = await page.evaluateHandle(async () => {
    const reader = (await fetch("/live")).body?.getReader();
    const end = (async () => {
      while (reader && !(await reader.read()).done);
      return Date.now();
    })();
    return { end };
  });
  return () => held.evaluate(({ end }) => end);
}

test("a colleague is invited by mail, joins, adds a passkey, is given a role, loses the place, and is out", async ({
  page,
  browser,
  watch,
}) => {
  await signInAs(page, OWNER);
  await page.goto("/organisation/people");
  await page.getByLabel("E-mail of a new colleague").fill(EMAIL);
  await page.getByLabel("Role").selectOption({ label: "Member" });
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await expect(page.getByRole("table", { name: "Invitations" }).getByText(EMAIL)).toBeVisible();

  // Without a mail server the mail lies in the mailbox of whoever invited.
  const subject = page.getByRole("link", { name: /invites you to Sable Robotics/ }).first();
  await expect(async () => {
    await page.goto("/mail");
    await expect(subject).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await subject.click();
  await page.waitForURL(/\/mail\/[\w-]{36}$/);
  await expect(page.getByRole("main")).toContainText("invitation?key=");
  const text = await page.getByRole("main").innerText();
  const link = /\/invitation\?key=[\w-]{43}/.exec(text)?.[0] ?? "";

  const guest = watch.over(await (await browser.newContext()).newPage());
  await guest.goto(link);
  await expect(guest.getByRole("heading", { level: 1 })).toHaveText("Join Sable Robotics");
  await guest.getByLabel("Your name").fill(NAME);
  await guest.getByLabel("Choose a password").fill("four quiet words here");
  await guest.getByRole("button", { name: "Make my account and join" }).click();
  await guest.waitForURL(/\/home$/);
  await expect(guest.getByText("Member", { exact: true }).first()).toBeVisible();

  await withPasskeyDevice(guest);
  await guest.goto("/account");
  await guest.getByLabel("Name of a new passkey").fill("Blue machine");
  await guest.getByRole("button", { name: "Add a passkey" }).click();
  await expect(guest.getByText("Blue machine")).toBeVisible();
  await guest.getByRole("button", { name: "Sign out", exact: true }).click();
  await guest.waitForURL((url) => !url.pathname.startsWith("/account"));
  await guest.goto("/sign-in");
  await guest.getByRole("button", { name: "Use a passkey" }).click();
  await guest.waitForURL(/\/home$/);

  await page.goto("/organisation/people");
  const row = page.getByRole("row", { name: new RegExp(NAME) });
  await row.getByRole("button", { name: "Change role" }).click();
  await page.getByRole("dialog").getByLabel("Role").selectOption({ label: "Operations lead" });
  await page.getByRole("button", { name: "Change the role" }).click();
  await expect(row.getByText("Operations lead")).toBeVisible();
  await guest.reload();
  await expect(guest.getByText("Operations lead", { exact: true }).first()).toBeVisible();

  const ended = await openStream(guest);
  await row.getByRole("button", { name: "Remove" }).click();
  const asked = Date.now();
  await page.getByRole("button", { name: "Remove them" }).click();
  await expect(page.getByRole("row", { name: new RegExp(NAME) })).toHaveCount(0);
  const gone = Date.now();
  // An open stream is closed with the place, at most a second later.
  const endedAt = await ended();
  expect(endedAt).toBeGreaterThan(asked);
  expect(endedAt - gone).toBeLessThan(1_000);
  // The very next request finds the door closed.
  await guest.goto("/contracts");
  await expect(guest).toHaveURL(/\/sign-in/);

  const again = watch.over(await (await browser.newContext()).newPage());
  await again.goto(link);
  await expect(again.getByRole("heading", { level: 1 })).toHaveText("This invitation does not work");
});
