import { createHmac } from "node:crypto";
import { alive, axeClean, expect, overflowOf, type Page, type Person, signInAs, test } from "./fixtures.ts";

const PROVIDER: Person = { slug: "quaylink-it", role: "delivery_manager" };

/** Posts a body to a connection's address, signed as docs/ingest.md tells a sender to; answers the status. */
async function deliver(
  page: Page,
  p: { address: string; secret: string; body: string; signature?: string },
): Promise<number> {
  const seconds = Math.floor(Date.now() / 1000);
  const v1 = p.signature ?? createHmac("sha256", p.secret).update(`${seconds}.${p.body}`).digest("hex");
  const answer = await page.request.post(new URL(p.address).pathname, {
    headers: { "Engine-Room-Signature": `t=${seconds},v1=${v1}` },
    // As bytes: a text that is no JSON would be put into quotation marks on its way.
    data: Buffer.from(p.body),
  });
  return answer.status();
}

/** Nothing is wider than the window, wide and on a phone, and axe finds nothing. */
async function sound(page: Page): Promise<void> {
  await axeClean(page);
  await page.setViewportSize({ width: 390, height: 844 });
  expect.soft(await overflowOf(page), `${page.url()} on a phone`).toBeLessThanOrEqual(0);
  await axeClean(page);
  await page.setViewportSize({ width: 1440, height: 900 });
}

const hoursAgo = (hours: number) =>
  `${new Date(Date.now() - hours * 3_600_000).toISOString().slice(0, 19)}Z`;

test("a connection is made, a signed delivery arrives, and its work shows", async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await signInAs(page, PROVIDER, "/engagements");
  await page
    .getByRole("link", { name: /IT support for the plants/ })
    .first()
    .click();
  await page.waitForURL(/engagements\/[0-9a-f-]{36}/);
  const engagement = new URL(page.url()).pathname;
  const reference = `DESK-${Date.now()}`;
  const name = `Service desk ${reference}`;
  let door = { address: "", secret: "" };

  await test.step("a connection is made, and its secret is shown once", async () => {
    await page.goto(`${engagement}/work/sources`);
    await alive(page);
    await page.getByLabel("Name of a new connection").fill(name);
    await page.getByLabel("Source").fill("desk");
    await page.getByRole("button", { name: "Make a connection" }).click();
    await expect(page.getByText(`Copy the secret of “${name}”`)).toBeVisible();
    const notice = page.getByText(`Copy the secret of “${name}”`).locator("xpath=ancestor::*[.//code][1]");
    const codes = await notice.locator("code").allInnerTexts();
    const found = (part: string) => codes.find((one) => one.includes(part)) ?? "";
    door = { secret: found("ers_"), address: found("/webhooks/work/") };
    expect(door.secret).toMatch(/^ers_/);
    await sound(page);
    await page.reload();
    await expect(page.getByText(door.secret)).toHaveCount(0);
  });

  await test.step("a signed delivery is kept, a forged one is not", async () => {
    const events = [
      { id: `${reference}/1`, item: reference, type: "start", at: hoursAgo(3), itemType: "incident" },
      {
        id: `${reference}/2`,
        item: reference,
        type: "update",
        at: hoursAgo(2),
        title: `Press ${reference}`,
      },
      { id: `${reference}/3`, item: reference, type: "pause", at: hoursAgo(1), waitingOn: "buyer" },
      { id: `${reference}/4`, item: reference, type: "stop", at: "2099-01-01T00:00:00Z" },
    ];
    const body = JSON.stringify({ events });
    expect(await deliver(page, { ...door, body, signature: "0".repeat(64) })).toBe(401);
    expect(await deliver(page, { ...door, body })).toBe(202);
    expect(await deliver(page, { ...door, body: "not JSON" })).toBe(202);
  });

  await test.step("the connection's log has both, and only those", async () => {
    await page.getByRole("link", { name }).click();
    await page.waitForURL(/work\/sources\/[0-9a-f-]{36}/);
    const log = page.getByRole("table", { name: "Deliveries" });
    await expect(async () => {
      await page.reload();
      await expect(log.getByRole("row")).toHaveCount(3, { timeout: 2_000 });
      await expect(page.getByText("3 taken, 1 refused")).toBeVisible({ timeout: 2_000 });
    }).toPass({ timeout: 30_000 });
    await sound(page);
  });

  await test.step("the delivery says of each row what became of it", async () => {
    const rows = page.getByRole("table", { name: "Deliveries" }).getByRole("row");
    await rows.filter({ hasText: "3" }).getByRole("link").last().click();
    await page.waitForURL(/deliveries\//);
    await expect(page.getByText("lies in the future")).toBeVisible();
    await sound(page);
  });

  await test.step("the work shows, as its events make it", async () => {
    await page.getByRole("link", { name: "Open the work" }).last().click();
    await expect(page.getByRole("heading", { name: `Press ${reference}`, level: 1 })).toBeVisible();
    await expect(page.getByText("Paused: the buyer holds the clock")).toBeVisible();
    await page.goto(`${engagement}/work`);
    await expect(page.getByRole("link", { name: reference }).first()).toBeVisible();
  });
});

test("work entered by hand names its site and whom it waits for; a missing title is said in place", async ({
  page,
  watch,
}) => {
  watch.expectStatus(400);
  await signInAs(page, PROVIDER, "/engagements");
  await page
    .getByRole("link", { name: /IT support for the plants/ })
    .first()
    .click();
  await page.waitForURL(/engagements\/[0-9a-f-]{36}/);
  await page.goto(`${new URL(page.url()).pathname}/work/new`);
  await alive(page);
  await page.getByLabel("Opened").fill(hoursAgo(30).slice(0, 16));
  await page.getByLabel("Site").selectOption({ label: "Lisbon cold store" });
  await page.getByLabel("Tags").fill("scanner, cold store");
  await page.getByLabel("Waits for").selectOption("third_party");
  await page.getByLabel("Title").fill(" ");
  await page.getByRole("button", { name: "Enter work" }).click();
  await expect(page.getByText("Give the work a title.").first()).toBeVisible();
  await axeClean(page);
  await page.getByLabel("Title").fill("Scanner in hall 3 reads nothing");
  await page.getByRole("button", { name: "Enter work" }).click();
  await page.waitForURL(/work-items\//);
  await expect(page.getByText("Lisbon cold store").first()).toBeVisible();
  await expect(page.getByText("scanner, cold store")).toBeVisible();
  await expect(page.getByText("Paused: the third party holds the clock")).toBeVisible();
});
