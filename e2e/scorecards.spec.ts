import { axeClean, expect, type Person, signInAs, test } from "./fixtures.ts";

const BUYER: Person = { slug: "halden-foods", role: "operations_lead" };
const PROVIDER: Person = { slug: "quaylink-it", role: "delivery_manager" };

test("a scorecard is weighed anew: weights that do not total 100 are refused, then a version holds", async ({
  page,
  browser,
  watch,
}) => {
  const provider = watch.over(await (await browser.newContext()).newPage());
  await signInAs(page, BUYER);
  await signInAs(provider, PROVIDER);
  await page.goto("/engagements");
  await page.getByRole("link", { name: /IT support for the plants/ }).click();
  await page.waitForURL(/engagements\/[0-9a-f-]{36}/);
  const card = `${new URL(page.url()).pathname.replace(/\/$/, "")}/scorecard`;

  await test.step("the card shows thirteen months and opens for change", async () => {
    await page.goto(card);
    await expect(page.getByRole("table").first()).toBeVisible();
    await axeClean(page);
    await page.goto(`${card}/edit`);
  });

  const weights = page.locator('input[name^="weight."]');
  const typed = await weights.count();

  await test.step("99 % is refused, and what was typed stays", async () => {
    watch.expectStatus(400);
    for (let index = 0; index < typed; index += 1) await weights.nth(index).fill("");
    await weights.nth(0).fill("60");
    await weights.nth(1).fill("39");
    await expect(page.getByText("Together 99 %, 2 levels; 100 % needed")).toBeVisible();
    await page.getByLabel("Why").fill("Two levels decide this winter.");
    await page.getByRole("button", { name: /Save as version/ }).click();
    await expect(page.getByRole("alert").first()).toBeVisible();
    await expect(weights.nth(1)).toHaveValue("39");
  });

  await test.step("100 % becomes a version that both sides read", async () => {
    await weights.nth(1).fill("40");
    await expect(page.getByText("Together 100 %, 2 levels")).toBeVisible();
    await page.getByRole("button", { name: /Save as version/ }).click();
    await page.waitForURL(new RegExp(`${card}$`));
    await expect(page.getByText("Two levels decide this winter.").first()).toBeVisible();
    await provider.goto(card);
    await expect(provider.getByText("Two levels decide this winter.").first()).toBeVisible();
    await expect(provider.getByRole("link", { name: /Change/ })).toHaveCount(0);
  });
});
