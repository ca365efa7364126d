import { read } from "./api.ts";
import { expect, type Page } from "./fixtures.ts";
import { recompute } from "./recompute.ts";
import { BUYER, MONTH, type Story } from "./story-cast.ts";

/** Measured, reviewed, then frozen; every percentage is its hits over its n, and leads to its rows. */
export async function closeMonth({ provider, buyer, engagement }: Story): Promise<string> {
  const address = `${engagement}/service-levels?month=${MONTH}`;
  await provider.goto(address);
  const measured = provider.getByRole("table", { name: "Service levels of the month" }).getByRole("link");
  const [share = "", hits = "", n = ""] = figuresOf(await measured.first().innerText());
  expect(Number(share)).toBeCloseTo((100 * Number(hits)) / Number(n), 1);
  await expect(provider.getByRole("columnheader", { name: "The desk says" })).toBeVisible();
  await measured.first().click();
  await expect(provider.getByRole("heading", { name: "The rows behind it" })).toBeVisible();
  const counted = provider.getByRole("definition").filter({ hasText: new RegExp(`^${n}(\\D|$)`) });
  await expect(counted.first()).toBeVisible();
  await provider.goto(address);
  await provider.getByRole("button", { name: "Send February 2016 for review" }).click();
  await expect(provider.getByText("February 2016 is under review")).toBeVisible();
  await buyer.goto(address);
  await buyer.getByRole("button", { name: "Nothing to contest" }).click();
  await expect(buyer.getByText(/Nothing to contest, say:.*for the buyer/)).toBeVisible();
  await provider.reload();
  await provider.getByRole("button", { name: "Close February 2016" }).click();
  await expect(provider.getByText("February 2016 is frozen")).toBeVisible();
  return hashOn(provider);
}

/** A new version of the calendar, in effect since before the frozen month. */
export async function editCalendar({ buyer, provider, engagement }: Story, hash: string): Promise<void> {
  const address = `${engagement}/service-levels?month=${MONTH}`;
  await buyer.goto(address);
  const levels = buyer.getByRole("table", { name: "Service levels of the month" });
  const before = await levels.innerText();
  await provider.goto(`${engagement}/calendar`);
  const form = provider.getByRole("region", { name: "Add a version" });
  await form.getByLabel("Wednesday").fill("");
  await form.getByLabel(/^In effect from/).fill("2016-01-01");
  await form.getByLabel(/^Why/).fill("Closed on Wednesdays");
  await form.getByRole("button", { name: "Add version" }).click();
  await expect(provider.getByRole("cell", { name: "Closed on Wednesdays" })).toBeVisible();
  await buyer.reload();
  expect(await levels.innerText()).toBe(before);
  expect(await hashOn(buyer)).toBe(hash);
}

export async function rebuildVerdicts({ buyer, engagement }: Story): Promise<void> {
  await buyer.goto(`${engagement}/service-levels?month=${MONTH}`);
  const [download] = await Promise.all([
    buyer.waitForEvent("download"),
    buyer.getByRole("link", { name: "Download verdict bundles" }).click(),
  ]);
  const { bundles, results } = await recompute("verdict", download);
  expect(bundles.length).toBeGreaterThan(0);
  expect(results.map((one) => one.id)).toEqual(bundles.map((one) => one.id));
  for (const result of results) expect(result.bundleHash).toMatch(/^sha256:[0-9a-f]{64}$/);
  await sameAsFrozen(buyer, engagement, results);
}

/**
 * What the tool rebuilt is what the page's own query says was frozen: of clocks the verdict, its seconds and
 * its hash, of other levels the hash.
 */
async function sameAsFrozen(page: Page, engagement: string, results: Rebuilt[]): Promise<void> {
  const query = `query($id: ID!, $month: String!) { monthFigures(engagementId: $id, month: $month) {
    verdicts { verdict netSeconds grossSeconds bundleHash } frozenFigures { bundleHash } } }`;
  const variables = { id: engagement.split("/")[2], month: MONTH };
  const data: { monthFigures: { verdicts: Rebuilt[]; frozenFigures: Rebuilt[] } } = await read(
    page.request,
    BUYER,
    query,
    variables,
  );
  const { verdicts, frozenFigures } = data.monthFigures;
  const facts = ({ verdict, netSeconds, grossSeconds, bundleHash }: Rebuilt) =>
    netSeconds === undefined ? bundleHash : `${bundleHash} ${verdict} ${netSeconds} ${grossSeconds}`;
  expect(results.map(facts).sort()).toEqual([...verdicts, ...frozenFigures].map(facts).sort());
}

type Rebuilt = { verdict?: string; netSeconds?: number; grossSeconds?: number; bundleHash: string };

/** "91.50 % 183 of 200" as its three numbers, without the thousands' commas. */
function figuresOf(text: string): string[] {
  return (text.replaceAll(",", "").match(/\d+(?:\.\d+)?/g) ?? []).slice(0, 3);
}

export async function hashOn(page: Page): Promise<string> {
  const line = await page.getByText(/sha256:[0-9a-f]{64} after/).innerText();
  return /sha256:[0-9a-f]{64}/.exec(line)?.[0] ?? "";
}
