import { type Json, read } from "./api.ts";
import { axeClean, expect, type Page, type Person, signInAs, test } from "./fixtures.ts";

const BUYER: Person = { slug: "norrvik-supply", role: "operations_lead" };
const PROVIDER: Person = { slug: "tally-and-co", role: "delivery_manager" };
const MANAGER: Person = { slug: "northern-accounts", role: "account_manager" };

const FROZEN = `{ engagements(first: 50) { edges { node { id title } } } }`;
const SAMPLE = `query($id: ID!, $month: String!) {
  levelSample(engagementId: $id, levelId: "posting_accuracy", month: $month) { sample { id state size } } }`;
const CORRECT = `mutation($input: RecordCorrectionInput!) { recordCorrection(input: $input) { __typename
  ... on MutationRecordCorrectionSuccess { data { id } } ... on Refusal { message } } }`;

type Place = { id: string; month: string; address: string };

/** The last whole month of the books, in which the provider has begun a draw that waits for the buyer. */
async function begunDraw(page: Page): Promise<Place> {
  const { engagements } = await read(page.request, BUYER, FROZEN);
  const one = engagements.edges.find((edge: Json) => edge.node.title === "Accounts payable and close").node;
  const now = new Date();
  const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1))
    .toISOString()
    .slice(0, 7);
  const address = `/engagements/${one.id}/service-levels/posting_accuracy/sample?month=${month}`;
  return { id: one.id, month, address };
}

async function sampleOf(
  page: Page,
  { id, month }: Place,
): Promise<{ id: string; state: string; size: number }> {
  return (await read(page.request, BUYER, SAMPLE, { id, month })).levelSample.sample;
}

/** Every item but the first by the API, ten in one request, as another program would. */
async function scoreTheRest(page: Page, who: Person, sample: { id: string; size: number }): Promise<void> {
  const rest = Array.from({ length: sample.size - 1 }, (_none, index) => index + 1);
  for (let from = 0; from < rest.length; from += 10) {
    const fields = rest.slice(from, from + 10).map(
      (position) => `p${position}: scoreSampleItem(input: { sampleId: "${sample.id}", position: ${position},
        errors: 0 }) { ... on Refusal { message } }`,
    );
    const answers = await read(page.request, who, `mutation { ${fields.join(" ")} }`);
    expect(Object.values(answers).filter((one: Json) => one.message)).toEqual([]);
  }
}

test("a sample is drawn by both sides, scored blind, decided, and corrects the month", async ({
  page,
  browser,
  watch,
}) => {
  const another = async () => watch.over(await (await browser.newContext()).newPage());
  const [provider, manager] = [await another(), await another()];
  await signInAs(page, BUYER);
  await signInAs(provider, PROVIDER);
  await signInAs(manager, MANAGER);
  const place = await begunDraw(page);

  await test.step("the other side's answer draws it", async () => {
    await page.goto(place.address);
    await page.getByLabel(/Words of your own/).fill("from the buyer's own dice");
    await page.getByRole("button", { name: "Draw the sample" }).click();
    await expect(page.getByText("Items wait for your score")).toBeVisible();
  });

  await test.step("the second scorer does not see the first score before giving one", async () => {
    await page.goto(`${place.address}&item=0`);
    await page.getByLabel("Errors").fill("1");
    await page.getByRole("button", { name: "Record and go on" }).click();
    await expect(page.getByRole("heading", { name: /^2 of / })).toBeVisible();
    const sample = await sampleOf(page, place);
    await scoreTheRest(page, BUYER, sample);
    await provider.goto(`${place.address}&item=0`);
    await expect(provider.getByText("The other side has scored this item")).toBeVisible();
    await expect(provider.getByText("1 error")).toHaveCount(0);
    await axeClean(provider);
    await provider.getByLabel("Errors").fill("0");
    await provider.getByRole("button", { name: "Record and go on" }).click();
    await scoreTheRest(provider, PROVIDER, sample);
  });

  await test.step("the account manager decides where they differ, and the sample stands", async () => {
    await manager.goto(`${place.address}&item=0#score`);
    await manager.getByLabel("Errors").fill("1");
    await manager.getByRole("button", { name: "Decide and go on" }).click();
    await expect
      .poll(async () => (await sampleOf(manager, place)).state, { message: "the sample stands" })
      .toBe("scored");
    await manager.goto(place.address);
    await expect(manager.getByText("Two scores differ and wait for your decision")).toHaveCount(0);
    await expect(manager.getByRole("heading", { name: "Repeat the draw" })).toBeVisible();
  });

  await test.step("the frozen month is corrected, and both sides' yes puts it on the next statement", async () => {
    const input = { engagementId: place.id, month: place.month, reason: "The sample was scored late." };
    const { recordCorrection } = await read(provider.request, PROVIDER, CORRECT, { input });
    expect(recordCorrection.message).toBeUndefined();
    const correction = `/corrections/${recordCorrection.data.id}`;
    for (const one of [page, provider]) {
      await one.goto(correction);
      await one.getByRole("button", { name: "Accept the correction" }).click();
      await expect(one.getByText(/accepted by/).first()).toBeVisible();
    }
    const figures = page.getByRole("table", { name: "Figures measured from other work" });
    await page.goto(correction);
    await expect(figures.getByRole("row", { name: /Posting accuracy/ })).toBeVisible();
    await expect(page.getByText(/on the next statement|No money changes/)).toBeVisible();
    const bundles = await page.request.get(`${correction}/bundles`);
    expect(((await bundles.json()) as Json[]).some((one) => one.kind === "sample")).toBe(true);
  });
});
