import { ask, read } from "./api.ts";
import { expect, type Person, signInAs, test } from "./fixtures.ts";
import { BUYER, type Cast, MONTH, type Story } from "./story-cast.ts";
import { find, onboard, orderAndSend, setUpPayouts, signBoth } from "./story-contract.ts";
import { approve, oversee, pay, payout, readStatement } from "./story-money.ts";
import { closeMonth, editCalendar, rebuildVerdicts } from "./story-month.ts";
import { importAgain, importLog, lookAtWork } from "./story-work.ts";

const PROVIDER: Person = { slug: "solera-soporte", role: "owner" };
const MANAGER: Person = { slug: "northern-accounts", role: "account_manager" };

test("three people take one service from the catalogue to the payout", async ({
  page,
  browser,
  watch,
  request,
}) => {
  test.setTimeout(420_000);
  const another = async () => watch.over(await (await browser.newContext()).newPage());
  const cast: Cast = { buyer: page, provider: await another(), manager: await another() };
  await signInAs(cast.buyer, BUYER);
  await signInAs(cast.provider, PROVIDER);
  await signInAs(cast.manager, MANAGER);

  const listing = await test.step("the buyer finds, compares and opens an offer", () => find(cast.buyer));
  const contract = await test.step("the buyer orders", () => orderAndSend(cast, listing));
  const engagement = await test.step("both sides sign", () => signBoth(cast, contract));
  const story: Story = { ...cast, contract, engagement };
  await test.step("both sides tick their onboarding", () => onboard(story));
  await test.step("the provider sets up payouts", () => setUpPayouts(cast.provider));
  await test.step("the provider imports the desk's log", () => importLog(story));
  await test.step("the same file again changes nothing", () => importAgain(story));
  await test.step("the work shows its clocks and its timeline", () => lookAtWork(story));
  const hash = await test.step("the month is measured, closed and frozen", () => closeMonth(story));
  await test.step("a later calendar changes nothing frozen", () => editCalendar(story, hash));
  await test.step("every verdict rebuilds from its bundle", () => rebuildVerdicts(story));
  const statement = await test.step("the statement adds up and rebuilds", () => readStatement(story));
  const net = await test.step("both sides approve", () => approve(story, statement));
  await test.step("the buyer pays the invoice", () => pay(story, statement, net));
  await test.step("the provider sees how the payout came about", () => payout(story, net));
  await test.step("the account manager sees the same truth", () =>
    oversee(story, { hash, statement, net }));
  await test.step("the API tells the same", async () => {
    const id = engagement.split("/")[2];
    const query = `query($id: ID!) { statements(first: 5, engagementId: $id) { edges { node {
      period state net { amountMinor } } } } }`;
    const { statements } = await read(request, BUYER, query, { id });
    const { period, state, net: said } = statements.edges[0].node;
    expect({ period, state, net: BigInt(said.amountMinor) }).toEqual({ period: MONTH, state: "paid", net });
    const stranger = await ask(
      request,
      { slug: "orchard-clinics", role: "owner" },
      { query, variables: { id } },
    );
    expect(stranger.data?.statements?.edges ?? []).toEqual([]);
  });
});
