import { read } from "./api.ts";
import { axeClean, expect, type Page, type Person, signInAs, test } from "./fixtures.ts";
import { minorOf } from "./money.ts";
import { idOf } from "./places.ts";

const BUYER: Person = { slug: "norrvik-supply", role: "operations_lead" };
const PROVIDER: Person = { slug: "bluepeak-desk", role: "delivery_manager" };
const MANAGER: Person = { slug: "northern-accounts", role: "account_manager" };

/**
 * An item of the story's running month that waited for the buyer: its page shows a pause that can be
 * contested.
 */
async function openPause(page: Page): Promise<void> {
  await page.goto("/engagements");
  await page.getByRole("link", { name: /Service desk around the clock/ }).click();
  await page.waitForURL(/engagements\/[0-9a-f-]{36}/);
  const id = idOf(page.url());
  const query = `query($id: ID!) { workItems(engagementId: $id, first: 200) { edges { node { id clocks {
    endedAt verdict intervals { state businessSeconds } } } } } }`;
  const data: { workItems: { edges: { node: Item }[] } } = await read(page.request, BUYER, query, { id });
  const month = new Date().toISOString().slice(0, 7);
  const item = data.workItems.edges
    .map((edge) => edge.node)
    .find(
      (one) =>
        // A pause that still goes on decides nothing yet.
        one.clocks.every((clock) => clock.endedAt !== null) &&
        one.clocks.some(
          (clock) =>
            clock.endedAt?.startsWith(month) &&
            clock.verdict === "met" &&
            clock.intervals.some((row) => row.state === "paused" && row.businessSeconds > 3600),
        ),
    );
  expect(item, "the story has an item that waited for the buyer this month").toBeTruthy();
  await page.goto(`/work-items/${item?.id}`);
}

type Item = {
  id: string;
  clocks: {
    endedAt: string | null;
    verdict: string;
    intervals: { state: string; businessSeconds: number }[];
  }[];
};

const decide = async (page: Page, p: { button: string; reason: string }) => {
  await page.getByLabel("Why").fill(p.reason);
  await page.getByRole("button", { name: p.button, exact: true }).click();
};

test("a pause is contested, priced before anybody decides, refused, and ruled on", async ({
  page,
  browser,
  watch,
}) => {
  test.setTimeout(180_000);
  const another = async () => watch.over(await (await browser.newContext()).newPage());
  const [provider, manager] = [await another(), await another()];
  await signInAs(page, BUYER);
  await signInAs(provider, PROVIDER);
  await signInAs(manager, MANAGER);

  await test.step("the buyer sees the month re-priced before putting anything forward", async () => {
    await openPause(page);
    const pause = page.getByRole("row").filter({ hasText: "Paused: waiting for the buyer" }).first();
    await pause.getByRole("link", { name: /Contest/ }).click();
    await expect(page.getByRole("heading", { name: /re-priced/ })).toBeVisible();
    await expect(page.getByRole("radio", { name: "The clock should run on" })).toBeChecked();
    await axeClean(page);
    await page.getByLabel("Why").fill("We had answered before the clock was stopped.");
    await page.getByLabel("Evidence").fill("Our reply in the ticket.");
    await page.getByRole("button", { name: "Put it forward" }).click();
    await expect(page.getByText("Waits for the provider").first()).toBeVisible();
    await axeClean(page);
  });
  const address = new URL(page.url()).pathname;

  await test.step("the provider sees the same price and refuses with a reason", async () => {
    await provider.goto(address);
    await expect(provider.getByRole("heading", { name: /re-priced/ })).toBeVisible();
    await decide(provider, { button: "Refuse", reason: "The reply named no machine." });
    await expect(provider.getByText("Waits for the account manager").first()).toBeVisible();
  });

  await test.step("the account manager finds it in the queue of rulings and rules", async () => {
    await manager.goto("/portfolio");
    const queue = manager.getByRole("list", { name: "Rulings that wait for you" });
    await queue.locator(`a[href="${address}"]`).click();
    await decide(manager, { button: "Rule for it", reason: "The reply was sent before the pause." });
    await expect(manager.getByText("Accepted", { exact: true }).first()).toBeVisible();
    await expect(manager.getByRole("heading", { name: "As contested" })).toBeVisible();
    await expect(manager.getByRole("heading", { name: "As decided" })).toBeVisible();
  });

  await test.step("both versions stay readable, and the clock runs through the pause", async () => {
    await page.goto(address);
    const asContested = page.getByRole("table", { name: /as contested/ });
    await expect(asContested.getByRole("row")).not.toHaveCount(0);
    const difference = await page
      .getByText("Difference for the buyer")
      .first()
      .locator("xpath=..")
      .innerText();
    expect(minorOf(difference) <= 0n).toBe(true);
    await page
      .getByRole("link", { name: /^[A-Z]+-\d+/ })
      .first()
      .click();
    await expect(page.getByRole("heading", { name: "What happened" })).toBeVisible();
  });
});
