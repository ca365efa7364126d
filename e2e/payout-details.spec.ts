import { expect, type Page, type Person, signInAs, test } from "./fixtures.ts";

const OWNER: Person = { slug: "medara-ops", role: "owner" };
const CLERK = `Clerk ${Date.now()}`;
const EMAIL = `clerk.${Date.now()}@medara-ops.example`;
const ACCOUNT = "DE89370400440532013000";

/** Invites a finance person, who joins in a browser of their own. */
async function joined(page: Page, guest: Page): Promise<void> {
  await page.goto("/organisation/people");
  await page.getByLabel("E-mail of a new colleague").fill(EMAIL);
  await page.getByLabel("Role").selectOption({ label: "Finance" });
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  const subject = page.getByRole("link", { name: /invites you to Medara Ops/ }).first();
  await expect(async () => {
    await page.goto("/mail");
    await expect(subject).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await subject.click();
  await page.waitForURL(/\/mail\/[\w-]{36}$/);
  await expect(page.getByRole("main")).toContainText("invitation?key=");
  const text = await page.getByRole("main").innerText();
  await guest.goto(/\/invitation\?key=[\w-]{43}/.exec(text)?.[0] ?? "");
  await guest.getByLabel("Your name").fill(CLERK);
  await guest.getByLabel("Choose a password").fill("four quiet words here");
  await guest.getByRole("button", { name: "Make my account and join" }).click();
  await guest.waitForURL(/\/home$/);
}

test("an account for payouts is proposed by one person, confirmed by another, and told in full to who asks", async ({
  page,
  browser,
  watch,
}) => {
  watch.expectStatus(409);
  await signInAs(page, OWNER);
  const clerk = watch.over(await (await browser.newContext()).newPage());
  await joined(page, clerk);

  await test.step("a mistyped number is told beside its field, and nothing is proposed", async () => {
    await page.goto("/payouts/details");
    await page.getByLabel("Currency").fill("EUR");
    await page.getByLabel("Holder").fill("Medara Ops");
    await page.locator("#propose-account").fill("DE89370400440532013001");
    await page.getByRole("button", { name: "Propose this account" }).click();
    await expect(page.getByText("does not pass its own check")).toBeVisible();
    await expect(page.getByText("No account is confirmed yet")).toBeVisible();
  });

  await test.step("whoever proposes it can only take it back", async () => {
    await page.locator("#propose-account").fill("DE89 3704 0044 0532 0130 00");
    await page.getByRole("button", { name: "Propose this account" }).click();
    await expect(page.getByText("Waits for a second person", { exact: true })).toBeVisible();
    await expect(page.getByRole("button", { name: "Withdraw" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Confirm", exact: true })).toHaveCount(0);
    await expect(page.getByText(ACCOUNT)).toHaveCount(0);
  });

  await test.step("the other compares the whole number and confirms it", async () => {
    await clerk.goto("/payouts/details");
    await clerk.getByRole("button", { name: "Show the account for EUR in full" }).click();
    await expect(clerk.getByText(ACCOUNT)).toBeVisible();
    await clerk.getByRole("button", { name: "Confirm", exact: true }).click();
    await clerk.getByRole("button", { name: "Confirm the account" }).click();
    await expect(clerk.getByText("In force", { exact: true })).toBeVisible();
    await expect(clerk.getByText(ACCOUNT)).toHaveCount(0);
  });

  await test.step("both are told by mail", async () => {
    for (const person of [page, clerk])
      await expect(async () => {
        await person.goto("/mail");
        await expect(
          person.getByRole("link", { name: "Payouts in EUR go to another account" }).first(),
        ).toBeVisible({
          timeout: 1_000,
        });
      }).toPass();
  });
});
