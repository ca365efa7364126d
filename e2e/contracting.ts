import { expect, type Page } from "./fixtures.ts";

/** The terms that a journey writes over those of the offer. */
export type OrderTerms = {
  title: string;
  monthlyFee: string;
  /** YYYY-MM-DD */
  startsOn: string;
  zone: string;
  termMonths: string;
};

/** Fills the order form and keeps the draft; answers the contract's address. */
export async function order(page: Page, terms: OrderTerms): Promise<string> {
  await page.getByLabel(/^Title/).fill(terms.title);
  await page.getByLabel(/^Monthly fee/).fill(terms.monthlyFee);
  await page.getByLabel(/^Starts on/).fill(terms.startsOn);
  await page.getByLabel(/^Time zone of the contract/).selectOption(terms.zone);
  await page.getByRole("textbox", { name: /^Term/ }).fill(terms.termMonths);
  await page.getByRole("button", { name: "Save the draft order" }).click();
  await page.waitForURL(/\/contracts\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(terms.title);
  return new URL(page.url()).pathname;
}

/** Reads the text, gives consent and authority, types the name and signs. */
export async function sign(page: Page, p: { contract: string; name: string; verb: string }): Promise<void> {
  await page.goto(p.contract);
  await page.getByRole("link", { name: p.verb, exact: true }).click();
  await page.getByLabel("Type your full name").fill(p.name);
  for (const box of await page.getByRole("checkbox").all()) await box.check();
  await page.getByRole("button", { name: p.verb, exact: true }).click();
  await page.waitForURL(/\/contracts\/[0-9a-f-]{36}(#signatures)?$/);
  await expect(page.getByText("Recomputed now: every seal holds")).toBeVisible();
}

/** Reloads until the sentence, link or button is there: work of the queue needs a moment. */
export async function reloadUntil(page: Page, there: () => Promise<boolean>): Promise<void> {
  await expect(async () => {
    if (await there()) return;
    await page.reload();
    expect(await there()).toBe(true);
  }).toPass({ timeout: 60_000, intervals: [500] });
}
