import { order, reloadUntil, sign } from "./contracting.ts";
import { expect, type Page } from "./fixtures.ts";
import { type Cast, type Story, TERMS } from "./story-cast.ts";

/** Filters stand in the address and survive a reload; two offers stand side by side. */
export async function find(page: Page): Promise<string> {
  await page.getByRole("link", { name: "Catalogue" }).first().click();
  await page
    .getByRole("table", { name: "Services" })
    .getByRole("link", { name: "IT support", exact: true })
    .click();
  await page.locator("summary", { hasText: "Language" }).click();
  await page.getByRole("link", { name: /^English/ }).click();
  await expect(page).toHaveURL(/module=it_support.*language=en/);
  await page.locator("summary", { hasText: "Attestation" }).click();
  await page.getByRole("link", { name: /ISO\/IEC 27001|ISO 27001/ }).click();
  await expect(page).toHaveURL(/attestation=iso27001/);
  const rows = () => page.getByRole("table", { name: "IT support" }).getByRole("rowheader").allInnerTexts();
  const before = await rows();
  await page.reload();
  expect(await rows()).toEqual(before);
  const offers = page.url();
  await page.getByRole("link", { name: "Solera Soporte" }).click();
  await expect(page.getByRole("heading", { name: "What is delivered" })).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "Solera Soporte" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Solera Soporte");
  await page.goto(offers);
  await page.getByRole("checkbox", { name: /Compare Solera Soporte/ }).check();
  await page.getByRole("checkbox", { name: /Compare Quaylink IT/ }).check();
  await page.getByRole("button", { name: "Compare the chosen" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("2 offers side by side");
  await page
    .getByRole("table", { name: "Offers compared" })
    .getByRole("link", { name: /Solera/ })
    .first()
    .click();
  await expect(page.getByRole("link", { name: "Order", exact: true })).toBeVisible();
  return page.url();
}

export async function orderAndSend(
  { buyer, provider }: Cast,
  listing: string,
  terms = TERMS,
): Promise<string> {
  await buyer.goto(listing);
  await buyer.getByRole("link", { name: "Order", exact: true }).click();
  const contract = await order(buyer, terms);
  await provider.goto("/contracts");
  await expect(provider.getByRole("link", { name: terms.title })).toHaveCount(0);
  await buyer.getByRole("button", { name: "Send to Solera Soporte" }).click();
  await expect(buyer.getByText("It countersigns first; then you sign.")).toBeVisible();
  return contract;
}

export async function signBoth(
  { buyer, provider }: Cast,
  contract: string,
  title = TERMS.title,
): Promise<string> {
  await provider.goto("/contracts");
  await provider.getByRole("link", { name: title }).first().click();
  await expect(provider.getByText("Retroactive start")).toBeVisible();
  await sign(provider, { contract, name: "Lucía Solera", verb: "Countersign" });
  await sign(buyer, { contract, name: "Marek Zielinski", verb: "Sign" });
  const open = buyer.getByRole("link", { name: "Open the engagement" });
  await reloadUntil(buyer, () => open.isVisible());
  await open.click();
  await expect(buyer.getByRole("heading", { name: "Onboarding" })).toBeVisible();
  return new URL(buyer.url()).pathname;
}

export async function onboard({ buyer, provider, engagement }: Story): Promise<void> {
  await provider.goto(engagement);
  for (const page of [buyer, provider]) {
    const ticks = page.getByRole("button", { name: /^Mark as done/ });
    const count = await ticks.count();
    expect(count).toBeGreaterThan(0);
    for (let left = count; left > 0; left--) {
      await ticks.first().click();
      await expect(ticks).toHaveCount(left - 1);
    }
  }
  await buyer.reload();
  await expect(buyer.getByText("all that is required is done", { exact: true })).toBeVisible();
}

export async function setUpPayouts(page: Page): Promise<void> {
  await page.goto("/payouts");
  await page.getByRole("button", { name: "Set up payouts" }).click();
  await page.getByLabel("I accept the test terms of service").check();
  await page.getByRole("button", { name: "Finish" }).click();
  await page.waitForURL(/\/payouts$/);
  await expect(page.getByText("Your account can receive transfers")).toBeVisible();
}
