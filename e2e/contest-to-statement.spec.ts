import { read } from "./api.ts";
import { reloadUntil } from "./contracting.ts";
import { axeClean, expect, type Page, type Person, signInAs, test } from "./fixtures.ts";
import { addsUp } from "./money.ts";
import { recompute } from "./recompute.ts";
import { type Cast, MONTH, type Story, TERMS } from "./story-cast.ts";
import { find, orderAndSend, signBoth } from "./story-contract.ts";
import { importLog } from "./story-work.ts";

const BUYER: Person = { slug: "halden-foods", role: "operations_lead" };
const PROVIDER: Person = { slug: "solera-soporte", role: "owner" };
const MANAGER: Person = { slug: "northern-accounts", role: "account_manager" };
/** Its own, so that the other journeys on the same data still find theirs. */
const TITLE = "A month that was contested";

type Price = { netNow: { amountMinor: string }; netThen: { amountMinor: string } };

/** The price that was in front of whoever took the last step. */
async function lastPrice(page: Page, id: string): Promise<{ standing: bigint; ruled: bigint }> {
  const query = `query($id: ID!) { contest(id: $id) { readings { price { netNow { amountMinor }
    netThen { amountMinor } } } } }`;
  const data: { contest: { readings: { price: Price }[] } } = await read(page.request, PROVIDER, query, {
    id,
  });
  const { netNow, netThen } = data.contest.readings.at(-1)?.price ?? fail();
  return { standing: BigInt(netNow.amountMinor), ruled: BigInt(netThen.amountMinor) };
}

function fail(): never {
  throw new Error("The contest has no step.");
}

test("a contested month is ruled on, frozen and billed with the credit that the ruling leaves", async ({
  page,
  browser,
  watch,
}) => {
  test.setTimeout(300_000);
  const another = async () => watch.over(await (await browser.newContext()).newPage());
  const cast: Cast = { buyer: page, provider: await another(), manager: await another() };
  await signInAs(cast.buyer, BUYER);
  await signInAs(cast.provider, PROVIDER);
  await signInAs(cast.manager, MANAGER);
  const { buyer, provider, manager } = cast;
  const contract = await orderAndSend(cast, await find(buyer), { ...TERMS, title: TITLE });
  const engagement = await signBoth(cast, contract, TITLE);
  const story: Story = { ...cast, contract, engagement };
  await importLog(story);
  const month = `${engagement}/service-levels?month=${MONTH}`;

  await test.step("the provider claims volume over the forecast and sees the month re-priced", async () => {
    await provider.goto(`${engagement}/contests/new?kind=volume_over_forecast`);
    await provider.getByLabel(/^Month/).fill(MONTH);
    await provider.getByLabel(/^Agreed forecast/).fill("1");
    await provider.getByRole("button", { name: "Re-price the month" }).click();
    await expect(provider.getByRole("heading", { name: /re-priced/ })).toBeVisible();
    await axeClean(provider);
    await provider.getByLabel("Why").fill("Four times the agreed volume came in.");
    await provider.getByRole("button", { name: "Put it forward" }).click();
    await expect(provider.getByText("Waits for the buyer").first()).toBeVisible();
  });
  const address = new URL(provider.url()).pathname;
  const id = address.split("/").at(-1) ?? "";

  await test.step("the buyer refuses, and the account manager rules for it", async () => {
    await buyer.goto(address);
    await buyer.getByLabel("Why").fill("The forecast was never agreed.");
    await buyer.getByRole("button", { name: "Refuse", exact: true }).click();
    await expect(buyer.getByText("Waits for the account manager").first()).toBeVisible();
    await manager.goto("/portfolio");
    const queue = manager.getByRole("list", { name: "Rulings that wait for you" });
    await queue.locator(`a[href="${address}"]`).click();
    await manager.getByLabel("Why").fill("The forecast stands in the mail of the first of the month.");
    await manager.getByRole("button", { name: "Rule for it", exact: true }).click();
    await expect(manager.getByRole("heading", { name: "As decided" })).toBeVisible();
  });
  const price = await lastPrice(provider, id);
  expect(price.ruled, "the ruling changes the credit").not.toBe(price.standing);

  await test.step("the month is reviewed, confirmed and frozen", async () => {
    await provider.goto(month);
    const send = provider.getByRole("button", { name: "Send February 2016 for review" });
    await send.click();
    // Sent only when the button has gone: the buyer comes no sooner.
    await expect(send).toHaveCount(0);
    await buyer.goto(month);
    await buyer.getByRole("button", { name: "Nothing to contest" }).click();
    await expect(buyer.getByText(/Nothing to contest, say:.*for the buyer/)).toBeVisible();
    await provider.reload();
    await provider.getByRole("button", { name: "Close February 2016" }).click();
    await expect(provider.getByText("February 2016 is frozen")).toBeVisible();
  });

  await test.step("the statement bills what the ruling left, and the tool rebuilds it", async () => {
    await buyer.goto(`${engagement}/statements`);
    const link = buyer.getByRole("link", { name: "February 2016" });
    await reloadUntil(buyer, () => link.isVisible());
    await link.click();
    const { total } = await addsUp(buyer.getByRole("table", { name: "What is due for February 2016" }));
    expect(total).toBe(price.ruled);
    const [download] = await Promise.all([
      buyer.waitForEvent("download"),
      buyer.getByRole("link", { name: "Download the bundle" }).click(),
    ]);
    const { results } = await recompute("statement", download);
    expect(BigInt(results[0]?.netMinor)).toBe(total);
  });

  await test.step("both versions stay readable beside the frozen month", async () => {
    await buyer.goto(address);
    await expect(buyer.getByRole("table", { name: /as contested/ })).toBeVisible();
    await expect(buyer.getByRole("table", { name: /as decided/ })).toBeVisible();
    await expect(buyer.getByRole("button", { name: "Refuse", exact: true })).toHaveCount(0);
  });
});
