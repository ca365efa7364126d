import { type Json, read } from "./api.ts";
import { axeClean, expect, type Page, type Person, signInAs, test } from "./fixtures.ts";

const BUYER: Person = { slug: "orchard-clinics", role: "operations_lead" };
const PROVIDER: Person = { slug: "medara-ops", role: "delivery_manager" };
const MANAGER: Person = { slug: "northern-accounts", role: "account_manager" };

const BREACHES = `{ breaches(first: 100) { edges { node { id state buyerName levelName overdue effect { verdict } } } } }`;

/** The address of the first breach of the clinics that fits. */
async function breachThat(page: Page, fits: (breach: Json) => boolean): Promise<string> {
  const { breaches } = await read(page.request, MANAGER, BREACHES);
  const found = breaches.edges.map((edge: Json) => edge.node).find(fits);
  expect(found, "the story has such a breach").toBeTruthy();
  return `/breaches/${found.id}`;
}
const ofClinics = (state: string) => (one: Json) =>
  one.buyerName === "Orchard Clinics" && one.state === state;

/** The last day of the month after this one, and the month after that. */
function promise(): { dueOn: string; month: string } {
  const now = new Date();
  const at = (months: number, day: number) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, day)).toISOString();
  return { dueOn: at(2, 0).slice(0, 10), month: at(2, 1).slice(0, 7) };
}

test("a missed month gets a cause and an action, the buyer agrees, and its effect is awaited", async ({
  page,
  browser,
  watch,
}) => {
  const buyer = watch.over(await (await browser.newContext()).newPage());
  await signInAs(page, PROVIDER);
  await signInAs(buyer, BUYER);
  const address = await breachThat(page, ofClinics("open"));

  const { dueOn, month } = promise();
  await test.step("a promise that cannot be kept is refused next to its field, and the words stay", async () => {
    watch.expectStatus(400);
    await page.goto(address);
    await page.getByLabel("Kind of cause").selectOption("third_party");
    await page.getByRole("textbox", { name: "Root cause" }).fill("Two payers changed their portals.");
    await page.getByRole("checkbox").first().check();
    await page
      .getByRole("textbox", { name: "Corrective action" })
      .fill("A call to each payer before noon.");
    await page.getByLabel("Who sees to it").selectOption({ index: 1 });
    await page.getByLabel("Done by").fill("2020-01-31");
    await page.getByLabel(/Promised figure/).fill("99");
    await page.getByLabel("In which month").fill(month);
    await page.getByRole("button", { name: "Send it to the buyer" }).click();
    await expect(page.getByText("The due date has passed.").first()).toBeVisible();
    await expect(page.getByRole("textbox", { name: "Root cause" })).toHaveValue(/Two payers/);
  });

  await test.step("the provider sends the plan, and the page says until when the buyer answers", async () => {
    await page.getByLabel("Done by").fill(dueOn);
    await page.getByRole("button", { name: "Send it to the buyer" }).click();
    await expect(page.getByText("Waits for the buyer").first()).toBeVisible();
    await expect(page.getByText(/The buyer accepts the action or sends it back, due by/)).toBeVisible();
  });

  await test.step("the buyer accepts, and the provider says that it is done", async () => {
    await buyer.goto(address);
    await axeClean(buyer);
    await buyer.getByRole("button", { name: "Accept the action" }).click();
    await expect(buyer.getByText("Action under way").first()).toBeVisible();
    await page.goto(address);
    await page.getByLabel("What was done").fill("The telephone round runs since Monday.");
    await page.getByRole("button", { name: "Say that it is done" }).click();
    await expect(page.getByText(/The effect is measured when/)).toBeVisible();
  });
});

test("an answer that the buyer owes is given by the account manager in its place", async ({ page }) => {
  await signInAs(page, MANAGER);
  const address = await breachThat(page, (one) => ofClinics("proposed")(one) && one.overdue);
  await page.goto(address);
  await expect(page.getByRole("heading", { name: "Your answer in the buyer's place" })).toBeVisible();
  await axeClean(page);
  await page.getByLabel("Why").fill("The buyer has been silent since the tenth.");
  await page.getByRole("button", { name: "Accept the action" }).click();
  await expect(page.getByText("Action under way").first()).toBeVisible();
  await expect(page.getByText("accepted the action").last()).toBeVisible();
});

test("a closed breach shows what its action did, before and after", async ({ page }) => {
  await signInAs(page, MANAGER);
  await page.goto(await breachThat(page, (one) => one.effect?.verdict === "effective"));
  await expect(page.getByText("Effective", { exact: true }).first()).toBeVisible();
  await expect(page.getByRole("heading", { name: /effect/i }).first()).toBeVisible();
});
