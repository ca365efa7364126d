import { expect, type Locator, type Page, type Person, signInAs, test } from "./fixtures.ts";

const BUYER: Person = { slug: "norrvik-supply", role: "operations_lead" };
const PROVIDER: Person = { slug: "nimbus-helpline", role: "owner" };
const TITLE = "Helpdesk for five warehouses";

/** Not one mouse press: what a hand cannot reach by Tab, Enter and Space does not exist here. */
test("an order goes up to both signatures with the keyboard alone", async ({ page, browser, watch }) => {
  await signInAs(page, BUYER);
  await page.goto("/catalogue");
  await skipLinkWorks(page);
  await press(
    page,
    page.getByRole("table", { name: "Services" }).getByRole("link", { name: "IT support", exact: true }),
  );
  await expect(page).toHaveURL(/module=it_support/);
  await press(page, page.getByRole("link", { name: "Nimbus Helpline" }));
  await press(page, page.getByRole("link", { name: "Order", exact: true }));
  await fillTerms(page);
  await press(page, page.getByRole("button", { name: "Save the draft order" }));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(TITLE);
  await press(page, page.getByRole("button", { name: "Send to Nimbus Helpline" }));
  await expect(page.getByText("It countersigns first; then you sign.")).toBeVisible();
  const contract = page.url();

  const other = watch.over(await (await browser.newContext()).newPage());
  await signInAs(other, PROVIDER);
  await other.goto(contract);
  await signByKeys(other, { verb: "Countersign", name: "Thandi Nkosi" });
  await page.reload();
  await signByKeys(page, { verb: "Sign", name: "Elias Berg" });
  await expect(page.getByText("Recomputed now: every seal holds")).toBeVisible();
  await expect(page.getByRole("article", { name: /^Signature of the/ })).toHaveCount(2);
});

test("the first Tab shows the way past the navigation on every kind of page", async ({ page }) => {
  for (const address of ["/sign-in", "/catalogue"]) {
    await page.goto(address);
    await skipLinkWorks(page);
  }
});

async function skipLinkWorks(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to the page" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.locator("#main")).toBeFocused();
}

async function fillTerms(page: Page): Promise<void> {
  await reach(page, page.getByLabel(/^Title/));
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(TITLE);
  await reach(page, page.getByLabel(/^Monthly fee/));
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("6,900.50");
}

async function signByKeys(page: Page, { verb, name }: { verb: string; name: string }): Promise<void> {
  await press(page, page.getByRole("link", { name: verb, exact: true }));
  const boxes = page.getByRole("checkbox");
  await expect(boxes).toHaveCount(2);
  for (const box of await boxes.all()) {
    await reach(page, box);
    await page.keyboard.press("Space");
    await expect(box).toBeChecked();
  }
  await reach(page, page.getByLabel("Type your full name"));
  await page.keyboard.type(name);
  await press(page, page.getByRole("button", { name: verb, exact: true }));
  await expect(page.getByRole("heading", { name: "Signatures" })).toBeVisible();
}

async function press(page: Page, target: Locator): Promise<void> {
  await reach(page, target);
  await page.keyboard.press("Enter");
}

/** Tabs until the target has the focus; on the way no stop may be invisible. */
async function reach(page: Page, target: Locator): Promise<void> {
  await target.first().waitFor();
  await page.waitForLoadState("networkidle");
  for (let step = 0; step < 250; step++) {
    if (await target.first().evaluate((element) => element === document.activeElement)) {
      expect(await focusShows(page), "the focus can be seen").toBe(true);
      return;
    }
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never came to ${target}.`);
}

/** The focused element has an outline, a border or a shadow of its own that says so. */
function focusShows(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    if (!(focused instanceof HTMLElement)) return false;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(focused);
    const { width, height } = focused.getBoundingClientRect();
    const outlined = outlineStyle !== "none" && Number.parseFloat(outlineWidth) > 0;
    return width > 0 && height > 0 && (outlined || boxShadow !== "none");
  });
}
