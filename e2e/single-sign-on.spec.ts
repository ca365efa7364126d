import { startNameServer } from "../test/factories/name-server.ts";
import { type OidcServer, startOidcServer } from "../test/factories/oidc-server.ts";
import { alive, axeClean, expect, overflowOf, type Person, signInAs, test } from "./fixtures.ts";
import { OUTSIDE } from "./servers.ts";

const OWNER: Person = { slug: "sable-robotics", role: "owner" };
const DOMAIN = `sso-${Date.now()}.example.test`;
const ADA = `ada@${DOMAIN}`;

let oidc: OidcServer;
let names: Awaited<ReturnType<typeof startNameServer>>;
test.beforeAll(async () => {
  oidc = await startOidcServer();
  names = await startNameServer(OUTSIDE.nameServerPort);
});
test.afterAll(() => Promise.all([oidc.close(), names.close()]));

test("an owner connects their provider, and a colleague who was never invited comes in by it", async ({
  page,
  browser,
  watch,
}) => {
  watch.expectStatus(403, 404, 409);
  await signInAs(page, OWNER);
  await page.goto("/organisation");
  await page.getByRole("link", { name: "How your people sign in" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your people sign in with passwords");
  await alive(page);
  await page.getByLabel("Issuer").fill("https://127.0.0.1:1");
  await page.getByLabel("Client id").fill(oidc.clientId);
  await page.getByLabel("Client secret").fill(oidc.clientSecret);
  await page.getByLabel("Whoever comes for the first time").selectOption({ label: "Member" });
  await page.getByRole("button", { name: "Connect" }).click();
  await expect(
    page.getByText("No OpenID Connect provider that names itself so answers there."),
  ).toBeVisible();
  await page.getByLabel("Issuer").fill(oidc.issuer);
  await page.getByLabel("Client secret").fill(oidc.clientSecret);
  await page.getByRole("button", { name: "Connect" }).click();
  const address = page.getByText(/\/sign-in\/organisation\/returned\//);
  await expect(address).toBeVisible();
  oidc.allow(await address.innerText());

  await page.getByRole("textbox", { name: /^Domain/ }).fill(DOMAIN);
  await page.getByRole("button", { name: "Add the domain" }).click();
  const row = page.getByRole("row", { name: new RegExp(DOMAIN) });
  await row.getByRole("button", { name: "Look for the record" }).click();
  await expect(page.getByText(/There is no TXT record at/)).toBeVisible();
  const [name = "", value = ""] = await row.getByRole("code").allInnerTexts();
  names.set(name, [value]);
  await row.getByRole("button", { name: "Look for the record" }).click();
  await expect(row.getByText("Verified")).toBeVisible();
  await axeClean(page);

  const guest = watch.over(await (await browser.newContext()).newPage());
  oidc.people.set(ADA, { sub: "ada", email: ADA, email_verified: true, name: "Ada Sable" });
  await guest.goto("/sign-in?next=/contracts");
  await guest.getByRole("link", { name: "Continue with your organisation" }).click();
  await axeClean(guest);
  await guest.getByLabel("Your e-mail at work").fill("somebody@nowhere.example.test");
  await guest.getByRole("button", { name: "Continue" }).click();
  await expect(guest.getByText(/No organisation has a sign-in of its own for this address/)).toBeVisible();
  await guest.getByLabel("Your e-mail at work").fill(`stranger@${DOMAIN}`);
  await guest.getByRole("button", { name: "Continue" }).click();
  await expect(guest.getByRole("heading", { level: 1 })).toHaveText("You are not signed in");
  await axeClean(guest);
  await guest.getByRole("link", { name: "Begin again" }).click();
  await guest.getByLabel("Your e-mail at work").fill(ADA);
  await guest.getByRole("button", { name: "Continue" }).click();
  await guest.waitForURL(/\/home$|\/$/);
  await expect(guest.getByRole("button", { name: "Sign out" }).first()).toBeAttached();

  await page.goto("/organisation/people");
  await expect(page.getByRole("row", { name: /Ada Sable/ })).toBeVisible();
  await page.goto("/organisation/sign-in");
  await page.getByRole("button", { name: "Ask for your provider" }).click();
  await page.getByRole("button", { name: "Ask for it" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "Your people sign in with your provider",
  );
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await overflowOf(page)).toBe(0);
  await axeClean(page, "targets");

  // As it was, for whoever comes after.
  await page.getByRole("button", { name: "Allow passwords again" }).click();
  await page.getByRole("button", { name: "Allow them" }).click();
  await page.getByRole("button", { name: "Remove the connection" }).click();
  await page.getByRole("button", { name: "Remove it" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your people sign in with passwords");
  await guest.goto("/contracts");
  await expect(guest).toHaveURL(/\/sign-in/);
});
