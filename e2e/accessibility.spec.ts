import {
  alive,
  axeClean,
  expect,
  overflowOf,
  type Page,
  type Person,
  signInAs,
  test,
  useTheme,
} from "./fixtures.ts";
import { contractUnderWay, placesOf } from "./places.ts";

const PEOPLE = [
  ["buyer", { slug: "halden-foods", role: "operations_lead" }],
  ["provider", { slug: "quaylink-it", role: "owner" }],
  ["marketplace", { slug: "northern-accounts", role: "account_manager" }],
] as const satisfies readonly (readonly [string, Person])[];

// Traces of a hundred pages cost more than the tests themselves.
test.use({ trace: "off" });

/** Pages that only the provider works in. */
const IMPORTING = ["/work/import", "/work/new"];

for (const [kind, person] of PEOPLE) {
  test(`every page of the ${kind} is accessible in light, dark and on a phone`, async ({ page }) => {
    test.setTimeout(600_000);
    await useTheme(page, "dark");
    await signInAs(page, person);
    const places = await placesOf(page, kind);
    if (kind === "provider") places.returned = "/payouts/returned";
    if (kind === "provider") for (const path of IMPORTING) places[path] = `${places.engagement}${path}`;
    for (const [name, address] of Object.entries(places)) await soundIn(page, { name, address, kind });
  });
}

test("the pages of the administrators alone are accessible", async ({ page }) => {
  await useTheme(page, "dark");
  await signInAs(page, { slug: "northern-accounts", role: "admin" });
  for (const name of ["retention", "legal-holds", "erasures"])
    await soundIn(page, { name, address: `/${name}`, kind: "admin" });
});

/** Contracts under way in the demo: one waits for its buyer's signature, one is still a draft. */
const UNDER_WAY = [
  ["sign", { slug: "sable-robotics", role: "owner" }],
  ["edit", { slug: "brightline-studio", role: "owner" }],
] as const satisfies readonly (readonly [string, Person])[];

for (const [step, person] of UNDER_WAY)
  test(`the page to ${step} a contract is accessible`, async ({ page }) => {
    await useTheme(page, "dark");
    await signInAs(page, person);
    const address = `${await contractUnderWay(page)}/${step}`;
    await soundIn(page, { name: step, address, kind: "buyer" });
  });

test("the page of a buyer's ways to pay is accessible to those who keep the money", async ({ page }) => {
  await useTheme(page, "dark");
  await signInAs(page, { slug: "orchard-clinics", role: "finance" });
  await soundIn(page, { name: "paymentMethods", address: "/payment-methods", kind: "finance" });
});

test("pages that need no sign-in are accessible", async ({ page, watch }) => {
  watch.expectStatus(404);
  await useTheme(page, "dark");
  for (const [name, address] of Object.entries({
    signIn: "/sign-in",
    design: "/design",
    visitorCatalogue: "/catalogue",
    missing: "/there-is-no-such-page",
  }))
    await soundIn(page, { name, address, kind: "visitor" });
});

test("the hosted invoice page is accessible", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await signInAs(page, { slug: "orchard-clinics", role: "finance" });
  await page.goto("/invoices");
  await page.getByRole("row").filter({ hasText: "To be paid" }).getByRole("link").first().click();
  await page.getByRole("button", { name: /^Pay / }).click();
  await expect(page.getByLabel("Card number")).toBeVisible();
  await axeClean(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await fits(page);
  await page.emulateMedia({ colorScheme: "light" });
  await axeClean(page, "colours");
});

/**
 * One load in the dark, then every width and the other theme in place: axe finds nothing, and nothing is
 * wider than the window. The second theme differs in colours alone, so that only their rules run again.
 */
async function soundIn(page: Page, place: { name: string; address: string; kind: string }): Promise<void> {
  const picture = (look: string) => keepPicture(page, `${place.kind}-${place.name}-${look}`);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(place.address);
  await alive(page);
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page.locator("h1").first()).toBeVisible();
  await fits(page);
  await axeClean(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await fits(page);
  await axeClean(page, "targets");
  await picture("390-dark");
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.evaluate(() => document.documentElement.setAttribute("data-theme", "light"));
  await axeClean(page, "colours");
  await picture("1440-light");
}

async function fits(page: Page): Promise<void> {
  const { width } = page.viewportSize() ?? { width: 0 };
  expect.soft(await overflowOf(page), `${page.url()} at ${width} wide`).toBeLessThanOrEqual(0);
}

/** Pictures for people to look at, where E2E_SHOTS names a folder. */
async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env.E2E_SHOTS;
  if (folder) await page.screenshot({ path: `${folder}/${name.replaceAll("/", "-")}.png`, fullPage: true });
}
