import { read } from "./api.ts";
import { alive, axeClean, expect, type Page, type Person, signInAs, test } from "./fixtures.ts";
import { sumOf } from "./money.ts";

const MANAGER: Person = { slug: "northern-accounts", role: "account_manager" };
const BUYER: Person = { slug: "brightline-studio", role: "owner" };
const PROVIDER: Person = { slug: "abacus-quay", role: "owner" };
/** Whose contract's last month the story left frozen and without a statement. */
const LEFT = { buyer: "Brightline Studio", provider: "Abacus Quay" };

/** A key figure as its whole number. */
async function figure(page: Page, label: string): Promise<number> {
  const text = await page.locator("dl > div").filter({ hasText: label }).locator("dd").first().innerText();
  return Number(text.replaceAll(",", "").match(/\d+/)?.[0]);
}

const STATEMENTS = `{ statements(first: 100) { edges { node { id buyerName providerName period state
  net { amountMinor } } } } }`;
type Statement = {
  id: string;
  buyerName: string;
  providerName: string;
  period: string;
  state: string;
  net: { amountMinor: string };
};

async function statementsOf(page: Page, who: Person): Promise<Statement[]> {
  const { statements } = await read(page.request, who, STATEMENTS, {});
  return statements.edges
    .map((edge: { node: Statement }) => edge.node)
    .filter((one: Statement) => one.providerName === LEFT.provider && one.buyerName === LEFT.buyer);
}

test("a run drafts the frozen months that have no statement, once, and everyone sees the same", async ({
  page,
  browser,
  watch,
}) => {
  await signInAs(page, MANAGER);
  const before = await statementsOf(page, BUYER);
  await page.goto("/billing-runs");
  const waiting = await test.step("what a run would bill is told before it begins", async () => {
    const months = await figure(page, "Frozen months without a statement");
    expect(months).toBeGreaterThan(0);
    expect(await figure(page, "Contracts")).toBe(months);
    await axeClean(page);
    return months;
  });

  await test.step("a month that has not ended is refused in words", async () => {
    await page.goto("/billing-runs?month=2999-01");
    await expect(page.getByText("January 2999 has not ended")).toBeVisible();
    await page.goto("/billing-runs");
  });

  await test.step("the run begins, shows how far it is, and ends", async () => {
    await alive(page);
    await page.getByRole("button", { name: `Draft ${waiting} statement` }).click();
    await expect(page).toHaveURL(/\/billing-runs\/[0-9a-f-]{36}/);
    await expect(page.getByText(`Done: ${waiting} statement`)).toBeVisible();
    expect(await figure(page, "Statements drafted")).toBe(waiting);
    expect(await figure(page, "Without a statement")).toBe(0);
    await axeClean(page);
  });

  await test.step("a second run would make no new row", async () => {
    const runs = page.url();
    await page.goto("/billing-runs");
    expect(await figure(page, "Frozen months without a statement")).toBe(0);
    await expect(page.getByRole("button", { name: /^Draft / })).toHaveCount(0);
    await expect(page.getByRole("table", { name: "Billing runs" }).getByRole("row")).not.toHaveCount(1);
    const after = await statementsOf(page, BUYER);
    expect(after).toHaveLength(before.length + 1);
    expect(await statementsOf(page, PROVIDER)).toEqual(after);
    expect(new Set(after.map((one) => one.period)).size).toBe(after.length);
    await page.goto(runs);
    await expect(page.getByText(`Done: ${waiting} statement`)).toBeVisible();
  });

  await test.step("both sides find the statement up for approval, with the same sum", async () => {
    const drafted = (await statementsOf(page, BUYER)).filter(
      (one) => !before.some((old) => old.period === one.period),
    );
    expect(drafted.map((one) => one.state)).toEqual(["awaiting_approval"]);
    const buyer = watch.over(await (await browser.newContext()).newPage());
    await signInAs(buyer, BUYER);
    await buyer.goto(`/statements/${drafted[0]?.id}`);
    const { total } = await sumOf(buyer.getByRole("table", { name: /^What is due/ }));
    expect(total).toBe(BigInt(drafted[0]?.net.amountMinor ?? 0));
    await expect(buyer.getByRole("button", { name: /^Approve/ })).toBeVisible();
  });

  await test.step("a buyer has no such page", async () => {
    const buyer = watch.over(await (await browser.newContext()).newPage());
    await signInAs(buyer, BUYER);
    watch.expectStatus(403, 404);
    const answer = await buyer.goto("/billing-runs");
    expect([403, 404]).toContain(answer?.status());
  });
});
