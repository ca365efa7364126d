import { demoAccount } from "../prisma/seed/demo-accounts.ts";
import { expect, type Page, type Person, signInAs, test } from "./fixtures.ts";
import { forgetProof } from "./forgotten-proof.ts";

const OWNER: Person = { slug: "quaylink-it", role: "owner" };
const { email, password } = demoAccount(OWNER);

/** The page that asks once more is there, and takes a wrong password for what it is. */
async function asked(page: Page): Promise<void> {
  await page.waitForURL(/\/confirm\?next=/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Confirm that it is you");
}

async function confirmed(page: Page, typed: string): Promise<void> {
  await page.getByRole("textbox", { name: "Password" }).fill(typed);
  await page.getByRole("button", { name: "Confirm", exact: true }).click();
}

/** What is grave, and how somebody asks for it. */
const GRAVE: [what: string, ask: (page: Page) => Promise<void>][] = [
  [
    "an export of everything",
    async (page) => {
      await page.goto("/organisation/records");
      await page.getByRole("button", { name: "Make a file" }).click();
    },
  ],
  [
    "the file of the audit trail",
    async (page) => {
      await page.goto("/organisation/audit/file?as=csv").catch(() => undefined);
    },
  ],
  [
    "the file of a year's earnings",
    async (page) => {
      await page.goto("/earnings/file?year=2026").catch(() => undefined);
    },
  ],
  [
    "an invitation with a role",
    async (page) => {
      await page.goto("/organisation/people");
      await page.getByLabel("E-mail of a new colleague").fill("nobody@quaylink-it.example");
      await page.getByLabel("Role").selectOption({ label: "Finance" });
      await page.getByRole("button", { name: "Invite", exact: true }).click();
    },
  ],
  [
    "another account for payouts",
    async (page) => {
      await page.goto("/payouts/details");
      await page.getByLabel("Currency").fill("EUR");
      await page.getByLabel("Holder").fill("Quaylink IT");
      await page.locator("#propose-account").fill("DE89370400440532013000");
      await page.getByRole("button", { name: "Propose this account" }).click();
    },
  ],
];

test("a session that was left open is asked for a proof before what is grave, and nothing was done", async ({
  page,
}, { parallelIndex }) => {
  await signInAs(page, OWNER);
  await forgetProof(email, parallelIndex);
  for (const [what, ask] of GRAVE)
    await test.step(what, async () => {
      await ask(page);
      await asked(page);
    });
  await page.goto("/organisation/people");
  await expect(page.getByText("nobody@quaylink-it.example")).toHaveCount(0);
  await page.goto("/payouts/details");
  await expect(page.getByText("Waits for a second person", { exact: true })).toHaveCount(0);
});

test("an API key is made after a proof, shown once, used, revoked, and refused at once", async ({
  page,
  request,
  watch,
}, { parallelIndex }) => {
  watch.expectStatus(400);
  await signInAs(page, OWNER);
  await forgetProof(email, parallelIndex);
  const name = `Export ${Date.now()}`;
  const fill = async () => {
    await page.getByRole("textbox", { name: /^Name/ }).fill(name);
    await page.getByRole("radio", { name: /Read everything/ }).check({ force: true });
  };
  await page.goto("/organisation/keys/new");
  await fill();
  await page.getByRole("button", { name: "Make the key" }).click();

  await asked(page);
  await confirmed(page, "not the password at all");
  await expect(page.getByText("This is not your password.").first()).toBeVisible();
  await page.goto("/organisation/keys");
  await expect(page.getByText(name)).toHaveCount(0);

  await page.goto("/organisation/keys/new");
  await fill();
  await page.getByRole("button", { name: "Make the key" }).click();
  await asked(page);
  await confirmed(page, password);
  await page.waitForURL(/\/organisation\/keys\/new/);
  await fill();
  await page.getByRole("button", { name: "Make the key" }).click();
  await expect(page.getByText("Copy the key now; it is not shown again")).toBeVisible();
  const secret = /erk_[\w-]+/.exec(await page.getByRole("main").innerText())?.[0] ?? "";

  const send = () =>
    request.post("/graphql", {
      headers: { authorization: `Bearer ${secret}` },
      data: { query: "query Mine { viewer { organizationName } }" },
    });
  expect(await (await send()).json()).toEqual({ data: { viewer: { organizationName: "Quaylink IT" } } });
  await page.getByRole("link", { name: "To the key and its log" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
  await expect(page.getByText(secret)).toHaveCount(0);
  await expect(async () => {
    await page.reload();
    await expect(page.getByText("Mine", { exact: true })).toBeVisible({ timeout: 1_000 });
  }).toPass();

  await page.getByRole("button", { name: "Revoke", exact: true }).click();
  await page.getByRole("button", { name: "Revoke the key" }).click();
  await expect(page.getByText("Revoked", { exact: true }).first()).toBeVisible();
  const refused = await send();
  expect(refused.status()).toBe(401);
  expect((await refused.json()).errors[0].extensions.code).toBe("key_not_valid");
});
