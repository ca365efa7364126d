import { expect, type Person, signInAs, test } from "./fixtures.ts";
import { type Cast, type Story, TERMS } from "./story-cast.ts";
import { find, orderAndSend, signBoth } from "./story-contract.ts";
import { importLog } from "./story-work.ts";

const BUYER: Person = { slug: "halden-foods", role: "operations_lead" };
const PROVIDER: Person = { slug: "solera-soporte", role: "owner" };
const MANAGER: Person = { slug: "northern-accounts", role: "account_manager" };

/** Its own, so that the other journeys on the same data still find theirs. */
const TITLE = "A year for the simulator";

test("a buyer runs other prices over the imported year", async ({ page, browser, watch }) => {
  test.setTimeout(300_000);
  const another = async () => watch.over(await (await browser.newContext()).newPage());
  const cast: Cast = { buyer: page, provider: await another(), manager: await another() };
  await signInAs(cast.buyer, BUYER);
  await signInAs(cast.provider, PROVIDER);
  await signInAs(cast.manager, MANAGER);
  const listing = await find(cast.buyer);
  const contract = await orderAndSend(cast, listing, { ...TERMS, title: TITLE });
  const engagement = await signBoth(cast, contract, TITLE);
  const story: Story = { ...cast, contract, engagement };

  await test.step("before any work there is nothing to run", async () => {
    await page.goto(`${engagement}/simulator`);
    await expect(page.getByText("No month has been measured yet")).toBeVisible();
  });
  await test.step("the provider imports the desk's log", () => importLog(story));
  await page.goto(`${engagement}/simulator`);
  const year = page.getByRole("table", { name: "Every month as these prices would have billed it" });
  const credits = page.getByRole("table", { name: "Credits and net of a drawn year" });

  await test.step("the year is shown month by month, not frozen", async () => {
    await expect(year.getByRole("row").nth(1)).toContainText("not frozen");
    await expect(credits.getByRole("row", { name: /^Half are no higher/ })).toBeVisible();
    await expect(page.getByRole("img", { name: /^Credits of 1000 drawn years/ })).toBeVisible();
  });
  await test.step("another seed draws other years, the first one the same again", async () => {
    const first = await credits.innerText();
    await page.getByLabel("Seed").fill("a second seed");
    await page.getByRole("button", { name: "Run" }).click();
    await expect(page.getByText("seed “a second seed”")).toBeVisible();
    await page.getByLabel("Seed").fill("1");
    await page.getByRole("button", { name: "Run" }).click();
    await expect(page.getByText("seed “1”")).toBeVisible();
    expect(await credits.innerText()).toBe(first);
  });
  await test.step("a larger pool is priced while it is typed, and then run", async () => {
    await page.getByText("Try other prices").click();
    await page.getByLabel("At-risk pool").fill("50");
    await expect(page.getByText(/^If .* repeats, the credit is/)).toBeVisible();
    await page.getByRole("button", { name: "Run" }).click();
    await expect(page.getByText("You are trying other prices than the contract's")).toBeVisible();
    expect(new URL(page.url()).searchParams.get("pool")).toBe("50");
  });
  await test.step("what cannot be read is refused next to its field", async () => {
    await page.getByLabel("At-risk pool").fill("a lot");
    await page.getByRole("button", { name: "Run" }).click();
    await expect(page.getByRole("alert")).toContainText("Write a percentage such as 12.5");
    await expect(page.getByLabel("At-risk pool")).toHaveValue("a lot");
  });
});
