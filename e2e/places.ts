import { expect, type Page } from "./fixtures.ts";

/** Addresses of rows as the lists show them, so that no id is written down in a test. */
export type Places = Record<string, string>;

/** Every page of one role: its lists, and below each list the first row. */
export async function placesOf(page: Page, role: "buyer" | "provider" | "marketplace"): Promise<Places> {
  const places: Places = {
    home: role === "marketplace" ? "/portfolio" : "/home",
    catalogue: "/catalogue",
    offers: "/catalogue?module=it_support",
    ranking: "/catalogue/ranking",
    engagements: "/engagements",
    statements: "/statements",
    invoices: "/invoices",
    organisation: "/organisation",
    colleagues: "/organisation/people",
    roles: "/organisation/roles",
    account: "/account",
  };
  if (role !== "marketplace") {
    places.contracts = "/contracts";
    // The provider of these journeys is an owner, whose page that is.
    if (role === "provider") places.erasure = "/organisation/erasure";
  }
  if (role !== "buyer") places.payouts = "/payouts";
  if (role === "marketplace")
    Object.assign(places, {
      ...{ dunning: "/dunning", suspensions: "/dunning/suspensions", staffAccess: "/staff-access" },
      ...{ audit: "/organisation/audit", rates: "/ledger/exchange-rates" },
    });
  const listings = await linksOn(page, "/catalogue?module=it_support", "/catalogue/");
  const offers = listings.filter((href) => /^\/catalogue\/[0-9a-f-]{36}$/.test(href));
  places.listing = first(offers);
  places.compare = `/catalogue/compare?${offers
    .slice(0, 2)
    .map((href) => `ids=${idOf(href)}`)
    .join("&")}`;
  places.provider = first(await linksOn(page, places.listing, "/providers/"));
  if (role === "buyer") places.order = `/contracts/new?listing=${idOf(places.listing)}`;
  Object.assign(places, await engagementPlaces(page));
  places.statement = first(await linksOn(page, "/statements", "/statements/"));
  places.invoice = first(await linksOn(page, "/invoices", "/invoices/"));
  if (role !== "buyer") places.payout = first(await linksOn(page, "/payouts", "/payouts/"));
  Object.assign(places, await moneyPlaces(page, { role, places }));
  if (role !== "marketplace") Object.assign(places, await contractPlaces(page));
  return places;
}

async function engagementPlaces(page: Page): Promise<Places> {
  const engagement = first(await linksOn(page, "/engagements", "/engagements/"));
  const levels = `${engagement}/service-levels`;
  const work = await linksOn(page, `${engagement}/work`, "/work-items/");
  return {
    engagement,
    work: `${engagement}/work`,
    workFiltered: `${engagement}/work?state=closed`,
    workItem: first(work),
    levels,
    level: first(await linksOn(page, levels, `${levels}/`)),
    calendar: `${engagement}/calendar`,
    engagementStatements: `${engagement}/statements`,
    documents: `${engagement}/documents`,
    charges: `${engagement}/charges`,
    people: `${engagement}/people`,
  };
}

/** Corrections of invoices, what is held and paid out, and money of clients, where a role may read it. */
async function moneyPlaces(
  page: Page,
  { role, places }: { role: "buyer" | "provider" | "marketplace"; places: Places },
): Promise<Places> {
  const both = {
    objections: `${places.statement}/objections`,
    disputes: "/disputes",
  };
  if (role === "buyer") return both;
  const paid = { ...both, earnings: "/earnings", funds: "/client-money" };
  if (role === "provider") return paid;
  const open = (await linksOn(page, "/invoices", "/invoices/")).find((href) => /[0-9a-f]{12}$/.test(href));
  return {
    ...paid,
    credit: `${open}/credit`,
    fund: first(await linksOn(page, "/client-money", "/client-money/")),
    schedules: "/payout-schedules",
    commission: "/commission-rules",
    billingRuns: "/billing-runs",
  };
}

async function contractPlaces(page: Page): Promise<Places> {
  const all = await linksOn(page, "/contracts", "/contracts/");
  const contract = first(all.filter((href) => /^\/contracts\/[0-9a-f-]{36}$/.test(href)));
  return { contract, versions: `${contract}/compare?from=1&to=1` };
}

/** The first contract of the list, which puts those first that wait for the reader. */
export async function contractUnderWay(page: Page): Promise<string> {
  return first(
    (await linksOn(page, "/contracts", "/contracts/")).filter((href) => /[0-9a-f]{12}$/.test(href)),
  );
}

/** The links of a page into one part of the product, in the order of the page, each once. */
export async function linksOn(page: Page, address: string, into: string): Promise<string[]> {
  await page.goto(address);
  const found = await page
    .locator(`main a[href^="${into}"]`)
    .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  return [...new Set(found)];
}

export function idOf(href: string): string {
  const id = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(href)?.[0];
  if (!id) throw new Error(`There is no id in ${href}.`);
  return id;
}

function first(links: readonly string[]): string {
  const link = links[0];
  expect(link, "a list of the demo story has a row").toBeTruthy();
  return link ?? "";
}
