import { reloadUntil } from "./contracting.ts";
import { expect } from "./fixtures.ts";
import { addsUp, cellsOf, minorOf, sumOf } from "./money.ts";
import { recompute } from "./recompute.ts";
import { MONTH, type Story, TERMS } from "./story-cast.ts";

/**
 * Fee less credits is what is due, both sides' shares make it up, and the tool rebuilds it from the bundle.
 */
export async function readStatement({ buyer, engagement }: Story): Promise<string> {
  await buyer.goto(`${engagement}/statements`);
  const link = buyer.getByRole("link", { name: "February 2016" });
  await reloadUntil(buyer, () => link.isVisible());
  await link.click();
  await expect(buyer.getByRole("heading", { level: 1 })).toHaveText("February 2016 statement");
  const sheet = buyer.getByRole("table", { name: "What is due for February 2016" });
  const { lines, total } = await addsUp(sheet);
  expect(lines[0]).toBe(400_000n);
  const [, pays = ""] = await cellsOf(buyer, { table: /^What each side/, row: "Buyer pays" });
  const [, receives = ""] = await cellsOf(buyer, { table: /^What each side/, row: "Provider receives" });
  const [, commission = ""] = await cellsOf(buyer, { table: /^What each side/, row: /^Commission/ });
  expect(minorOf(pays)).toBe(total);
  expect(minorOf(receives) + minorOf(commission)).toBe(total);
  const [download] = await Promise.all([
    buyer.waitForEvent("download"),
    buyer.getByRole("link", { name: "Download the bundle" }).click(),
  ]);
  const { results } = await recompute("statement", download);
  const [rebuilt] = results;
  expect(BigInt(rebuilt.netMinor)).toBe(total);
  expect(BigInt(rebuilt.creditMinor)).toBe(400_000n - total);
  expect(BigInt(rebuilt.commissionMinor)).toBe(minorOf(commission));
  expect(BigInt(rebuilt.providerMinor)).toBe(minorOf(receives));
  await expect(buyer.getByText(rebuilt.bundleHash)).toBeVisible();
  return new URL(buyer.url()).pathname;
}

/** Each side approves the sum that its button names; answers it. */
export async function approve({ buyer, provider }: Story, statement: string): Promise<bigint> {
  const sums: bigint[] = [];
  for (const page of [buyer, provider]) {
    await page.goto(statement);
    const button = page.getByRole("button", { name: /^Approve/ });
    sums.push(minorOf(await button.innerText()));
    await button.click();
    await expect(button).toHaveCount(0);
  }
  expect(sums[0]).toBe(sums[1]);
  return sums[0] ?? 0n;
}

export async function pay({ buyer }: Story, statement: string, net: bigint): Promise<string> {
  await buyer.goto(statement);
  const link = buyer.getByRole("main").getByRole("link", { name: /^Invoice / });
  await reloadUntil(buyer, () => link.isVisible());
  await link.click();
  await expect(buyer.getByRole("heading", { level: 1 })).toContainText("Invoice ");
  const invoice = new URL(buyer.url()).pathname;
  const button = buyer.getByRole("button", { name: /^Pay / });
  await reloadUntil(buyer, () => button.isVisible());
  const { total } = await addsUp(buyer.getByRole("table", { name: /^Lines of invoice/ }));
  expect(total).toBe(net);
  await button.click();
  await buyer.getByLabel("Card number").fill("4242 4242 4242 4242");
  await buyer.getByLabel(/^Expiry/).fill("12/40");
  await buyer.getByLabel("CVC").fill("123");
  const card = buyer.getByRole("button", { name: /^Pay / });
  expect(minorOf(await card.innerText())).toBe(net);
  await card.click();
  await expect(buyer.getByText(/^Paid on/)).toBeVisible();
  await buyer.goto(invoice);
  await reloadUntil(buyer, () => buyer.getByText(/Paid on/).isVisible());
  return invoice;
}

export async function payout({ provider }: Story, net: bigint): Promise<void> {
  await provider.goto("/payouts");
  const row = provider.getByRole("row").filter({ hasText: TERMS.title });
  await reloadUntil(provider, () => row.getByText("Sent").isVisible());
  await row.getByRole("link").click();
  const { lines, total } = await sumOf(
    provider.getByRole("table", { name: "From the fee to the transfer" }),
  );
  const [fee = 0n, credit = 0n, paid = 0n, commission = 0n] = lines;
  expect(paid).toBe(net);
  expect(fee + credit).toBe(paid);
  expect(paid + commission).toBe(total);
  await expect(provider.getByText(/^Transfer tr_/)).toBeVisible();
}

/**
 * The manager opens the same engagement with the same hash and the same paid statement. A term ends after
 * ten years at most, so that this one of 2016 is over and stands in the list of all engagements, not among
 * those that run.
 */
export async function oversee(
  { manager, engagement }: Story,
  p: { hash: string; statement: string; net: bigint },
): Promise<void> {
  await manager.goto("/portfolio");
  await expect(manager.getByRole("table", { name: "Engagements, worst first" })).toBeVisible();
  await manager.getByRole("link", { name: "Engagements", exact: true }).first().click();
  await manager.getByRole("main").getByRole("link", { name: TERMS.title }).first().click();
  await expect(manager.getByRole("heading", { level: 1 })).toHaveText(TERMS.title);
  expect(new URL(manager.url()).pathname).toBe(engagement);
  await manager.goto(`${engagement}/service-levels?month=${MONTH}`);
  await expect(manager.getByText(new RegExp(p.hash))).toBeVisible();
  await manager.goto(p.statement);
  const { total } = await addsUp(manager.getByRole("table", { name: "What is due for February 2016" }));
  expect(total).toBe(p.net);
  await expect(manager.getByText("Paid", { exact: true })).toBeVisible();
}
