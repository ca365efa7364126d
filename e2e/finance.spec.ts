import { reloadUntil } from "./contracting.ts";
import { axeClean, expect, type Page, type Person, signInAs, test } from "./fixtures.ts";
import { addsUp, minorOf, sumOf } from "./money.ts";
import { setUpPayouts } from "./story-contract.ts";

const BUYER: Person = { slug: "orchard-clinics", role: "finance" };
const PROVIDER: Person = { slug: "medara-ops", role: "owner" };
const MANAGER: Person = { slug: "northern-accounts", role: "account_manager" };
const ENGAGEMENT = "Revenue cycle for eleven clinics";
const CONTESTED = 20_000n;
const GRANTED = 15_000n;

/** The latest invoice of the engagement that waits for its buyer's money. */
async function openInvoice(buyer: Page): Promise<{ invoice: string; statement: string; month: string }> {
  await buyer.goto("/invoices");
  await buyer
    .getByRole("row")
    .filter({ hasText: "To be paid" })
    .filter({ hasText: ENGAGEMENT })
    .getByRole("link")
    .first()
    .click();
  await expect(buyer.getByRole("heading", { level: 1 })).toContainText("Invoice ");
  const link = buyer.getByRole("main").locator('a[href^="/statements/"]').first();
  const statement = (await link.getAttribute("href"))?.split(/[?#]/)[0] ?? "";
  const lead = await buyer.getByText(`${ENGAGEMENT}, `).first().innerText();
  const month = /[A-Z][a-z]+ \d{4}/.exec(lead)?.[0] ?? "";
  return { invoice: new URL(buyer.url()).pathname, statement, month };
}

async function payByCard(buyer: Page, invoice: string): Promise<bigint> {
  await buyer.goto(invoice);
  await buyer.getByRole("button", { name: /^Pay / }).click();
  await buyer.getByLabel("Card number").fill("4242 4242 4242 4242");
  await buyer.getByLabel(/^Expiry/).fill("12/40");
  await buyer.getByLabel("CVC").fill("123");
  const card = buyer.getByRole("button", { name: /^Pay / });
  const paid = minorOf(await card.innerText());
  await card.click();
  await expect(buyer.getByText(/^Paid on/)).toBeVisible();
  await buyer.goto(invoice);
  await reloadUntil(buyer, () =>
    buyer
      .getByText(/Paid on/)
      .first()
      .isVisible(),
  );
  return paid;
}

test("a disputed line is held, the rest is paid, and the ruling corrects the invoice and the payout", async ({
  page: buyer,
  browser,
  watch,
}) => {
  test.setTimeout(240_000);
  const another = async () => watch.over(await (await browser.newContext()).newPage());
  const [provider, manager] = [await another(), await another()];
  await signInAs(buyer, BUYER);
  await signInAs(provider, PROVIDER);
  await signInAs(manager, MANAGER);
  await test.step("the provider sets up payouts", () => setUpPayouts(provider));
  const { invoice, statement, month } = await openInvoice(buyer);
  const { total: due } = await addsUp(buyer.getByRole("table", { name: /^Lines of invoice/ }));

  await test.step("the buyer contests an amount of a line and is told what is wrong with a bad one", async () => {
    watch.expectStatus(409);
    await buyer.goto(`${statement}/objections`);
    await buyer.getByRole("textbox", { name: "Amount" }).fill("99,999,999.00");
    await buyer.getByLabel("What is wrong with it").fill("Two hundred claims were coded by hand.");
    await buyer.getByRole("button", { name: "Contest this amount" }).click();
    await expect(buyer.getByRole("alert").first()).toBeVisible();
    await expect(buyer.getByText("Nothing is contested")).toBeVisible();
    await expect(buyer.getByLabel("What is wrong with it")).toHaveValue(/coded by hand/);
    await buyer.getByRole("textbox", { name: "Amount" }).fill("200.00");
    await buyer.getByRole("button", { name: "Contest this amount" }).click();
    await expect(buyer.getByText("Open, its share is held")).toBeVisible();
    await axeClean(buyer);
  });

  await test.step("the buyer pays in full; the provider gets the rest and sees what is held, and why", async () => {
    expect(await payByCard(buyer, invoice)).toBe(due);
    await provider.goto("/payouts");
    const row = provider.getByRole("row").filter({ hasText: `${ENGAGEMENT}, ${month}` });
    await reloadUntil(provider, () =>
      row
        .getByText(/Sent|Held|Partly/)
        .first()
        .isVisible(),
    );
    await row.getByRole("link").first().click();
    await provider.waitForURL(/\/payouts\/[0-9a-f-]{36}$/);
    const parts = provider.getByRole("table", { name: "The share and its parts" });
    await reloadUntil(provider, () => parts.isVisible());
    const { lines } = await sumOf(parts);
    const [share = 0n, held = 0n] = lines;
    expect(-held).toBe(shareOf(CONTESTED, share, due));
    await expect(parts.getByText("Contested")).toBeVisible();
    await axeClean(provider);
  });

  await test.step("the marketplace grants a part of it", async () => {
    await manager.goto(`${statement}/objections`);
    await manager.getByLabel("Your answer").fill("Half of the claims were coded by the provider's staff.");
    await manager.getByLabel("Given back to the buyer").fill("150.00");
    await manager.getByRole("button", { name: "Rule", exact: true }).click();
    await expect(manager.getByText("Upheld by the marketplace")).toBeVisible();
  });

  await test.step("the invoice is corrected by a credit note of exactly that", async () => {
    await buyer.goto(invoice);
    const note = buyer.getByRole("main").locator('a[href^="/credit-notes/"]').first();
    await reloadUntil(buyer, () => note.isVisible());
    await note.click();
    await buyer.waitForURL(/\/credit-notes\/[0-9a-f-]{36}$/);
    await expect(buyer.getByRole("heading", { level: 1 })).toContainText(/credit note/i);
    const { total } = await addsUp(buyer.getByRole("table").first());
    expect(total < 0n ? -total : total).toBe(GRANTED);
    await axeClean(buyer);
  });

  await test.step("the provider gets what was not granted, and the page adds up", async () => {
    const parts = provider.getByRole("table", { name: "The share and its parts" });
    await reloadUntil(provider, async () => (await parts.innerText()).match(/Released|Settled/) !== null);
    await expect(provider.getByRole("list", { name: "Steps of the payout" })).toBeVisible();
  });

  await test.step("the provider's earnings say what was paid out, and that nothing else was taken back", async () => {
    await provider.goto("/payouts");
    await provider.getByRole("link", { name: "Earnings", exact: true }).click();
    const table = provider.getByRole("table", { name: /^Earnings of .* by month$/ });
    const months = table.getByRole("row").filter({ has: provider.getByRole("rowheader") });
    for (const row of (await months.all()).slice(0, -1)) {
      const [, , earned = "", credited = "", lost = "", paidOut = ""] = await row
        .getByRole("cell")
        .allInnerTexts();
      expect([minorOf(credited), minorOf(lost)]).toEqual([0n, 0n]);
      expect(paidOut).toBe(earned);
    }
    await axeClean(provider);
  });
});

/** The provider's part of an amount, as the month shares it: to the cent below or above. */
function shareOf(amount: bigint, share: bigint, net: bigint): bigint {
  return (2n * amount * share + net) / (2n * net);
}
