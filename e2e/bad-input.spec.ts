import { randomUUID } from "node:crypto";
import { ask, type Json, read } from "./api.ts";
import { order, sign } from "./contracting.ts";
import { expect, type Page, type Person, signInAs, test } from "./fixtures.ts";
import { idOf, placesOf } from "./places.ts";

const BUYER: Person = { slug: "brightline-studio", role: "operations_lead" };
const STRANGER: Person = { slug: "orchard-clinics", role: "operations_lead" };
const TERMS = {
  monthlyFee: "2,500.00",
  startsOn: "2027-01-01",
  zone: "Europe/London",
  termMonths: "12",
};

test("a wrong password and an unknown e-mail get the same sentence", async ({ page, watch }) => {
  watch.expectStatus(400);
  const sentences: string[] = [];
  for (const email of ["agata.halden@halden-foods.example", `${randomUUID()}@nowhere.example`]) {
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    const alert = page.getByText("The e-mail or the password is not right.");
    await expect(alert).toBeVisible();
    sentences.push((await page.getByRole("main").innerText()).replaceAll(email, ""));
  }
  expect(sentences[0]).toBe(sentences[1]);
});

test("a session that ends in the middle of a form costs a sign-in and no text", async ({ page }) => {
  await openOrder(page);
  const address = page.url();
  await page.getByLabel(/^Title/).fill("Written before the session ended");
  await page.getByLabel(/^Monthly fee/).fill("3,210.00");
  await page.getByLabel(/^Summary/).fill("Two lines\nof text");
  await page.context().clearCookies();
  await page.getByRole("button", { name: "Save the draft order" }).click();
  await expect(page.getByText("Your session has ended")).toBeVisible();
  await page.getByLabel("E-mail").fill("sam.whitlock@brightline-studio.example");
  await page.getByLabel("Password").fill("engine-room-demo-sam");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(new RegExp(new URL(address).pathname));
  await expect(page.getByText("What you had entered is still here.")).toBeVisible();
  await expect(page.getByLabel(/^Title/)).toHaveValue("Written before the session ended");
  await expect(page.getByLabel(/^Monthly fee/)).toHaveValue("3,210.00");
  await expect(page.getByLabel(/^Summary/)).toHaveValue("Two lines\nof text");
  await page.getByRole("button", { name: "Save the draft order" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Written before the session ended");
});

test("a fee that is none is refused beside the field, and nothing is created", async ({
  page,
  request,
  watch,
}) => {
  watch.expectStatus(400);
  const count = async () =>
    (await read(request, BUYER, "{ statementOfWorkCount }")).statementOfWorkCount as number;
  await openOrder(page);
  const before = await count();
  for (const fee of ["0", "1000000000000000", "-5", "12,34"]) {
    await page.getByLabel(/^Monthly fee/).fill(fee);
    await page.getByRole("button", { name: "Save the draft order" }).click();
    await expect(page.getByText("The terms need a correction")).toBeVisible();
    const field = page.getByLabel(/^Monthly fee/);
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(field).toHaveAccessibleDescription(/Error: .+/);
    await expect(field).toHaveValue(fee);
    expect(await count(), fee).toBe(before);
  }
});

test("a level from the catalogue without a data source carries no weight, and nothing is created", async ({
  page,
  request,
  watch,
}) => {
  watch.expectStatus(400);
  const count = async () =>
    (await read(request, BUYER, "{ statementOfWorkCount }")).statementOfWorkCount as number;
  await openOrder(page);
  const before = await count();
  await page.getByLabel("Another service level").selectOption({ index: 1 });
  await page.getByRole("button", { name: "Add the level" }).click();
  const added = page.getByRole("group", { name: /\(new\)$/ });
  await expect(added).toBeFocused();
  await added.getByLabel(/^Weight/).fill("10");
  await added.getByText(/^How the figure is made/).click();
  await added.getByLabel("Data from").selectOption("not agreed");
  const weight = added.getByLabel(/^Weight/);
  await expect(weight).toHaveAccessibleDescription(/cannot carry a weight: it has no data source/);
  await page.getByRole("button", { name: "Save the draft order" }).click();
  await expect(page.getByText("The terms need a correction")).toBeVisible();
  await expect(weight).toHaveAttribute("aria-invalid", "true");
  await expect(weight).toHaveValue("10");
  expect(await count()).toBe(before);
});

test("a double press and two tabs sign once", async ({ page, context, browser, watch, request }) => {
  watch.expectStatus(409);
  const contract = await sentOrder(page);
  const provider = watch.over(await (await browser.newContext()).newPage());
  await signInAs(provider, { slug: "quaylink-it", role: "owner" });
  await sign(provider, { contract, name: "Ewa Dudek", verb: "Countersign" });
  const second = watch.over(await context.newPage());
  for (const tab of [page, second]) {
    await tab.goto(`${contract}/sign`);
    await tab.getByLabel("Type your full name").fill("Sam Whitlock");
    for (const box of await tab.getByRole("checkbox").all()) await box.check();
  }
  await page.getByRole("button", { name: "Sign", exact: true }).dblclick();
  await second.getByRole("button", { name: "Sign", exact: true }).click();
  await page.waitForURL(/#signatures$/);
  const sow = await read(
    request,
    BUYER,
    "query($id: ID!) { statementOfWork(id: $id) { state signatures { party } } }",
    { id: idOf(contract) },
  );
  expect(sow.statementOfWork.state).toBe("active");
  expect(sow.statementOfWork.signatures.map((one: Json) => one.party)).toEqual(["provider", "buyer"]);
});

test("a double press approves a statement once", async ({ page, request }) => {
  await signInAs(page, BUYER);
  await page.goto("/statements");
  await page
    .getByRole("row")
    .filter({ hasText: "Waits for your approval" })
    .getByRole("link")
    .first()
    .click();
  const approve = page.getByRole("button", { name: /^Approve/ });
  await approve.dblclick();
  await expect(approve).toHaveCount(0);
  const { statement } = await read(
    request,
    BUYER,
    "query($id: ID!) { statement(id: $id) { buyerApprovedAt state } }",
    { id: idOf(page.url()) },
  );
  expect(statement.buyerApprovedAt).toBeTruthy();
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("another organisation's address answers as one that does not exist", async ({
  page,
  browser,
  watch,
}) => {
  watch.expectStatus(404);
  await signInAs(page, { slug: "halden-foods", role: "operations_lead" });
  const places = await placesOf(page, "buyer");
  const stranger = watch.over(await (await browser.newContext()).newPage());
  await signInAs(stranger, STRANGER);
  const own = ["engagement", "work", "workItem", "levels", "level", "calendar", "documents", "people"];
  for (const name of [...own, "engagementStatements", "statement", "invoice", "contract"]) {
    const address = places[name] ?? "";
    const foreign = await pageAt(stranger, address);
    const nobodys = await pageAt(stranger, address.replace(idOf(address), randomUUID()));
    expect(foreign.status, name).toBe(404);
    expect(foreign, name).toEqual(nobodys);
  }
});

test("a lapsed attestation stops the signature on the page and in the API, by its name", async ({
  page,
  browser,
  watch,
  request,
}) => {
  await signInAs(page, BUYER);
  await page.goto("/contracts");
  await page.getByRole("link", { name: "Mac desk for the studio" }).first().click();
  await page.getByRole("button", { name: "Send to Harbour Desk" }).click();
  await expect(page.getByText("It countersigns first; then you sign.")).toBeVisible();
  const contract = new URL(page.url()).pathname;
  const provider = watch.over(await (await browser.newContext()).newPage());
  const owner: Person = { slug: "harbour-desk", role: "owner" };
  await signInAs(provider, owner);
  await provider.goto(`${contract}/sign`);
  await expect(provider.getByText("This contract cannot be signed today")).toBeVisible();
  await expect(provider.getByText(/ISO\/?(IEC)? ?27001.*lapsed/)).toBeVisible();
  await expect(provider.getByLabel("Type your full name")).toHaveCount(0);
  const id = idOf(contract);
  const { signingForm, statementOfWork } = await read(
    request,
    owner,
    `query($id: ID!) { signingForm { openedAt consentTextVersion signerName }
      statementOfWork(id: $id) { currentVersion version { documentHash } } }`,
    { id },
  );
  const input = {
    statementOfWorkId: id,
    version: statementOfWork.currentVersion,
    documentHash: statementOfWork.version.documentHash,
    typedName: signingForm.signerName,
    consent: true,
    authority: true,
    consentTextVersion: signingForm.consentTextVersion,
    openedAt: signingForm.openedAt,
    consentedAt: signingForm.openedAt,
  };
  const { data } = await ask(request, owner, {
    query: `mutation($input: SignStatementOfWorkInput!) { signStatementOfWork(input: $input) { __typename
      ... on Refusal { code message } } }`,
    variables: { input },
  });
  expect(data.signStatementOfWork).toMatchObject({ __typename: "Refused" });
  expect(data.signStatementOfWork.message).toMatch(/27001/);
  await provider.reload();
  await expect(provider.getByText("This contract cannot be signed today")).toBeVisible();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the catalogue filters and the sign-in works", async ({ page }) => {
    await page.goto("/catalogue?module=it_support");
    await page.locator("summary", { hasText: "Language" }).click();
    await page.getByRole("link", { name: /^English/ }).click();
    await expect(page).toHaveURL(/language=en/);
    await page.getByLabel("Search offers").fill("Mac");
    await page.getByRole("button", { name: "Search" }).click();
    await expect(page).toHaveURL(/q=Mac/);
    await expect(page.getByRole("link", { name: "Harbour Desk" })).toBeVisible();
    await signInAs(page, BUYER, "/contracts");
    await expect(page).toHaveURL(/\/contracts$/);
  });
});

async function openOrder(page: Page): Promise<void> {
  await signInAs(page, BUYER);
  await page.goto("/catalogue?module=it_support");
  await page.getByRole("link", { name: "Quaylink IT" }).click();
  await page.getByRole("link", { name: "Order", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Order from Quaylink IT");
}

async function sentOrder(page: Page): Promise<string> {
  await openOrder(page);
  const contract = await order(page, { ...TERMS, title: `Desk ${randomUUID()}` });
  await page.getByRole("button", { name: /^Send to/ }).click();
  await expect(page.getByText("It countersigns first; then you sign.")).toBeVisible();
  return contract;
}

/** What a reader of an address gets: the status and the words, less the request's own id. */
async function pageAt(page: Page, address: string): Promise<{ status: number; text: string }> {
  const answer = await page.goto(address);
  const text = await page.getByRole("main").innerText();
  return { status: answer?.status() ?? 0, text: text.replace(/quote request \S+/, "quote request …") };
}
