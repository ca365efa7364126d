import { axeClean, expect, type Page, type Person, signInAs, test } from "./fixtures.ts";

const BUYER: Person = { slug: "halden-foods", role: "operations_lead" };
const PROVIDER: Person = { slug: "quaylink-it", role: "delivery_manager" };

/** Found as a person finds it: by a word of its title. */
async function engagementOf(page: Page): Promise<string> {
  await page.goto("/engagements");
  await page.getByRole("searchbox").fill("cold store");
  await page.getByRole("searchbox").press("Enter");
  await page.waitForURL(/[?&]q=cold/);
  await expect(page.getByRole("row")).toHaveCount(2);
  await axeClean(page);
  await page.getByRole("link", { name: /IT support for the plants/ }).click();
  await page.waitForURL(/engagements\/[0-9a-f-]{36}/);
  return new URL(page.url()).pathname.replace(/\/$/, "");
}

test("a right that missed months reached ends the contract by the buyer's notice, and the other side sees it", async ({
  page,
  browser,
  watch,
}) => {
  const provider = watch.over(await (await browser.newContext()).newPage());
  await signInAs(page, BUYER);
  await signInAs(provider, PROVIDER);
  const engagement = await engagementOf(page);
  const lastDay = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);

  await test.step("the right stands on the engagement as reached, with what counts", async () => {
    await expect(page.getByRole("row", { name: /is missed 3 months in a row/ })).toContainText(
      "reached, 3 of 3",
    );
    await page.getByRole("link", { name: "Give notice" }).click();
    await expect(page.getByRole("radio").first()).toBeChecked();
    await axeClean(page);
  });

  await test.step("without authority, and for a day after the contract's end, it is refused beside the field", async () => {
    watch.expectStatus(400);
    await page.getByLabel("Last day of the contract").fill("2050-01-01");
    await page.getByLabel("Why").fill("Outages were contained too late.");
    await page.getByRole("button", { name: "Give notice" }).click();
    await expect(page.getByText("Say that you may end the contract.").first()).toBeVisible();
    await axeClean(page);
    await page.getByRole("checkbox").check();
    await page.getByRole("button", { name: "Give notice" }).click();
    await expect(page.getByText(/The last day lies between/).first()).toBeVisible();
    await expect(page.getByLabel("Why")).toHaveValue("Outages were contained too late.");
  });

  await test.step("the buyer gives notice by the right, sooner than the agreed days", async () => {
    await page.getByLabel("Last day of the contract").fill(lastDay);
    await page.getByRole("button", { name: "Give notice" }).click();
    await page.waitForURL(new RegExp(`${engagement}#ending$`));
    await expect(page.getByText("Notice was given").first()).toBeVisible();
    await axeClean(page);
  });

  await test.step("the provider reads it on the engagement; its warning waits for the provider's hours", async () => {
    await provider.goto(engagement);
    await expect(provider.getByText(/Halden Foods has ended the contract/)).toBeVisible();
    await expect(provider.getByText("Outages were contained too late.")).toBeVisible();
    await axeClean(provider);
  });
});

test("a search of engagements that finds nothing says so and leads back", async ({ page }) => {
  await signInAs(page, BUYER, "/engagements?q=zeppelin");
  await expect(page.getByText("No engagement speaks of “zeppelin”")).toBeVisible();
  await axeClean(page);
  await page.getByRole("link", { name: "See all engagements" }).click();
  await expect(page.getByRole("link", { name: /IT support for the plants/ })).toBeVisible();
});
