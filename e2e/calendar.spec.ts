import { read } from "./api.ts";
import { alive, axeClean, expect, overflowOf, type Page, type Person, signInAs, test } from "./fixtures.ts";
import { idOf } from "./places.ts";

const BUYER: Person = { slug: "orchard-clinics", role: "operations_lead" };

const MONTHS = `query($id: ID!) { engagementMonths(engagementId: $id) { months { month state } } }`;
const MONTH = `query($id: ID!, $month: String!) { monthFigures(engagementId: $id, month: $month) {
  frozen { hash } levels { levelId measured n hits misses } } }`;

/** Every frozen month with its hash and figures, as the API gives them. */
async function frozenMonths(page: Page, id: string): Promise<unknown[]> {
  const { engagementMonths } = await read(page.request, BUYER, MONTHS, { id });
  const frozen = engagementMonths.months.filter((one: { state: string }) => one.state === "frozen");
  const found: unknown[] = [];
  for (const { month } of frozen) found.push(await read(page.request, BUYER, MONTH, { id, month }));
  return found;
}

/** A day that has begun in every zone, so that what holds from it on is in force. */
const begun = () => new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);

/** A weekday of this year after today where there is one, so that the picture shows what changed on it. */
function weekdayAhead(days: number): string {
  const at = new Date();
  at.setUTCDate(at.getUTCDate() + days);
  while ([0, 6].includes(at.getUTCDay())) at.setUTCDate(at.getUTCDate() + 1);
  return at.toISOString().slice(0, 10);
}

const icsOf = (date: string, name: string) =>
  [
    ...["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//clinic", "BEGIN:VEVENT", "UID:1"],
    ...[`DTSTART;VALUE=DATE:${date.replaceAll("-", "")}`, `SUMMARY:${name}`, "END:VEVENT"],
    ...[
      "BEGIN:VEVENT",
      "UID:2",
      `DTSTART:${date.replaceAll("-", "")}T120000Z`,
      "SUMMARY:Lunch",
      "END:VEVENT",
    ],
    "END:VCALENDAR",
  ].join("\r\n");

test("hours change from a day on, a date has its own, a file brings holidays, and what is frozen stays", async ({
  page,
  watch,
}) => {
  test.setTimeout(180_000);
  await signInAs(page, BUYER, "/engagements");
  await page
    .getByRole("link", { name: /Revenue cycle for eleven clinics/ })
    .first()
    .click();
  await page.waitForURL(/engagements\/[0-9a-f-]{36}/);
  const id = idOf(page.url());
  const before = await frozenMonths(page, id);
  expect(before.length).toBeGreaterThan(6);
  const calendar = `/engagements/${id}/calendar`;
  const special = weekdayAhead(20);
  const holiday = weekdayAhead(30);
  const versions = page.getByRole("table", { name: /Versions of the calendar/ });
  const rowsOf = () => versions.getByRole("row").count();
  await page.goto(calendar);
  await alive(page);
  const first = await rowsOf();

  await test.step("what is no time, no date and no day is refused next to its field, and nothing is written", async () => {
    watch.expectStatus(400);
    await page.getByLabel("Monday").fill("nine to five");
    await page.getByLabel("Other hours on single dates").fill("tomorrow 09:00-12:00");
    await page.getByLabel("Why").fill("Longer hours");
    await page.locator('form:has([name="note"])').getByLabel("In effect from").fill(begun());
    await page.getByRole("button", { name: "Add version" }).click();
    const monday = page.getByLabel("Monday");
    await expect(monday).toHaveAttribute("aria-invalid", "true");
    await expect(monday).toHaveAccessibleDescription(/Write a start as HH:MM/);
    await expect(monday).toHaveValue("nine to five");
    await expect(page.getByLabel("Other hours on single dates")).toHaveAccessibleDescription(
      /is not a date/,
    );
    await axeClean(page);
    expect(await rowsOf()).toBe(first);
  });

  await test.step("new hours with a date of its own become the version in force, and the year shows them", async () => {
    await page.goto(calendar);
    await alive(page);
    await page.getByLabel("Monday").fill("07:00-19:00");
    await page.getByLabel("Other hours on single dates").fill(`${special} 09:00-11:00`);
    await page.locator('form:has([name="note"])').getByLabel("In effect from").fill(begun());
    await page.getByLabel("Why").fill("Mondays are longer");
    await page.getByRole("button", { name: "Add version" }).click();
    await expect(versions.getByText("Mondays are longer").first()).toBeVisible();
    await expect.poll(rowsOf).toBe(first + 1);
    await page.goto(`${calendar}?year=${special.slice(0, 4)}`);
    const changed = page.locator(`#day-${special}`);
    await expect(changed.locator("xpath=ancestor::tr")).toContainText("other hours");
    await expect(changed.locator("xpath=ancestor::tr")).toContainText("2 h");
    await expect(page.getByText("07:00-19:00").first()).toBeVisible();
  });

  await test.step("the hours shared with the provider follow, week by week", async () => {
    await expect(page.getByRole("heading", { name: /Hours shared with/ })).toBeVisible();
    const grid = page.getByRole("region", { name: "Hours of the week" });
    await expect(grid.getByRole("columnheader", { name: "07" })).toBeAttached();
    await page.getByRole("link", { name: "Week after" }).click();
    await expect(page).toHaveURL(/week=/);
    await expect(grid.getByRole("row")).toHaveCount(8);
  });

  await test.step("a calendar file without a day or without a file is refused next to the field", async () => {
    await page.goto(calendar);
    await alive(page);
    const form = page.locator('form:has([name="file"])');
    await form.getByLabel("In effect from").fill(begun());
    await form.getByRole("button", { name: "Add the file's holidays" }).click();
    await expect(form.getByLabel("Calendar file")).toHaveAccessibleDescription(/Choose a calendar file/);
    await form.getByLabel("Calendar file").setInputFiles({
      ...{ name: "notes.ics", mimeType: "text/calendar", buffer: Buffer.from("no calendar at all") },
    });
    await form.getByRole("button", { name: "Add the file's holidays" }).click();
    await expect(form.getByLabel("Calendar file")).toHaveAttribute("aria-invalid", "true");
    await expect.poll(rowsOf).toBe(first + 1);
  });

  await test.step("a calendar file brings its whole days and names the rest by row", async () => {
    const form = page.locator('form:has([name="file"])');
    await form.getByLabel("In effect from").fill(begun());
    const file = { name: "clinic.ics", mimeType: "text/calendar" };
    await form
      .getByLabel("Calendar file")
      .setInputFiles({ ...file, buffer: Buffer.from(icsOf(holiday, "Clinic day")) });
    await form.getByRole("button", { name: "Add the file's holidays" }).click();
    await expect(page.getByText(/has 1 new holidays?/)).toBeVisible();
    await expect(page.getByText(/Event 2, Lunch/)).toBeVisible();
    await expect.poll(rowsOf).toBe(first + 2);
    await page.goto(`${calendar}?year=${holiday.slice(0, 4)}`);
    const row = page.locator(`#day-${holiday}`).locator("xpath=ancestor::tr");
    await expect(row).toContainText("Clinic day");
    await expect(row).toContainText("0 h");
    await axeClean(page);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await overflowOf(page)).toBe(0);
  });

  await test.step("no frozen month has changed, neither its hash nor a figure", async () => {
    expect(await frozenMonths(page, id)).toEqual(before);
  });
});
