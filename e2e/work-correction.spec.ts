import { ask, type Json, read } from "./api.ts";
import { alive, axeClean, expect, type Page, type Person, signInAs, test } from "./fixtures.ts";

const BUYER: Person = { slug: "tern-logistics", role: "operations_lead" };
const PROVIDER: Person = { slug: "hireborder", role: "delivery_manager" };

const ENGAGEMENTS = `{ engagements(first: 50) { edges { node { id title } } } }`;
const WORK = `query($id: ID!) { workItems(engagementId: $id, first: 50) { edges { node {
  id reference type fields correctable { field levels } } } } }`;
const CORRECT = `mutation($input: CorrectWorkItemInput!) { answer: correctWorkItem(input: $input) { __typename
  ... on InvalidInput { issues { field message } } ... on Refusal { message } } }`;
const FIELDS = `query($id: ID!) { workItem(id: $id) { fields events { type } } }`;

/** A start that is agreed with the buyer and whose month is not frozen. */
async function agreedStart(page: Page): Promise<{ id: string; reference: string; startOn: string }> {
  const { engagements } = await read(page.request, BUYER, ENGAGEMENTS);
  const all = engagements.edges.map((edge: Json) => edge.node);
  const { id } = all.find((one: Json) => one.title === "Employment in Germany and Poland");
  const { workItems } = await read(page.request, BUYER, WORK, { id });
  const isOpen = ({ node }: Json) => node.correctable.some((one: Json) => one.field === "startOn");
  const { node } = workItems.edges.find(isOpen);
  return { id: node.id, reference: node.reference, startOn: node.fields.startOn };
}

test("the date that a provider is held to is corrected by the buyer, with a reason that both sides read", async ({
  page,
  browser,
  watch,
}) => {
  const provider = watch.over(await (await browser.newContext()).newPage());
  await signInAs(page, BUYER);
  await signInAs(provider, PROVIDER);
  const item = await agreedStart(page);
  const address = `/work-items/${item.id}`;
  const moved = item.startOn === "2027-02-01" ? "2027-02-02" : "2027-02-01";

  await test.step("the provider is offered what is its own, and refused the date", async () => {
    await provider.goto(address);
    const form = provider.getByRole("region", { name: "Correct what is recorded" });
    await expect(form.getByLabel("Country")).toBeVisible();
    await expect(form.getByLabel("Agreed start")).toHaveCount(0);
    const before = await read(provider.request, PROVIDER, FIELDS, { id: item.id });
    const input = { workItemId: item.id, fields: { startOn: moved }, reason: "It was later." };
    const { data } = await ask(provider.request, PROVIDER, { query: CORRECT, variables: { input } });
    expect(data?.answer.issues).toEqual([
      {
        field: "fields.startOn",
        message: "“Agreed start” is corrected by the buyer (Started on the agreed date).",
      },
    ]);
    expect(await read(provider.request, PROVIDER, FIELDS, { id: item.id })).toEqual(before);
  });

  await test.step("the buyer corrects it, but not without a reason", async () => {
    await page.goto(address);
    await alive(page);
    const form = page.getByRole("region", { name: "Correct what is recorded" });
    await expect(form).toContainText("counts for Started on the agreed date");
    await form.getByLabel("Agreed start").fill(moved);
    await form.getByLabel("Why").fill("  ");
    await axeClean(page);
    watch.expectStatus(400);
    await form.getByRole("button", { name: "Correct it" }).click();
    await expect(form.getByRole("alert")).toContainText("This was not corrected");
    await expect(form.getByLabel("Agreed start")).toHaveValue(moved);
    const kept = await read(page.request, BUYER, FIELDS, { id: item.id });
    expect(kept.workItem.fields.startOn).toBe(item.startOn);
    await form.getByLabel("Why").fill("Moved together on the telephone.");
    await form.getByRole("button", { name: "Correct it" }).click();
    await expect(page.getByRole("list", { name: `Events of ${item.reference}` })).toContainText(
      `set Agreed start: ${moved}`,
    );
  });

  await test.step("the provider reads what was changed, by whom and why", async () => {
    await provider.reload();
    const history = provider.getByRole("list", { name: `Events of ${item.reference}` });
    await expect(history).toContainText(`set Agreed start: ${moved}`);
    await expect(history).toContainText("Moved together on the telephone.");
    await axeClean(provider);
  });
});
