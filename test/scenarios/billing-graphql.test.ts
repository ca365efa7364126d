import { parse } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { runOperation } from "../../graphql/execute.ts";
import type { Contracted } from "../factories/contracted.ts";
import {
  acceptOnboarding,
  deliver,
  drafted,
  payOnHostedPage,
  workedContract,
} from "../factories/money-story.ts";
import { member } from "../factories/people.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let story: Contracted;
let statementId: string;
let staff: Viewer;
let stranger: Viewer;

beforeAll(async () => {
  world = await openWorld();
  await world.stripe();
  story = await workedContract(world);
  ({ statementId } = await drafted(world, story));
  staff = await member(world, { name: "Desk", kind: "marketplace", role: "account_manager" });
  stranger = await member(world, { name: "Elsewhere", kind: "provider", role: "owner" });
});
afterAll(() => world.close());

// biome-ignore lint/suspicious/noExplicitAny: an answer's shape is what each test says about it
type Answer = { data?: any; errors?: readonly { message: string; extensions?: Record<string, unknown> }[] };

async function ask(
  viewer: Viewer | null,
  text: string,
  variables: Record<string, unknown> = {},
): Promise<Answer> {
  const { db, clock, logger } = world;
  const answer = await runOperation({ db, clock, logger, viewer, document: parse(text), variables });
  return JSON.parse(JSON.stringify(answer));
}

const STATEMENT = `query($id: ID!) { statement(id: $id) {
  state waitsFor mayApprove net { amountMinor text }
  whoBearsIt { party without { text } now { text } difference { text } }
  paper { lines { name outcome sentence credit { amountMinor } } bundle } } }`;
const APPROVE = `mutation($input: ApproveStatementInput!) { approveStatement(input: $input) {
  __typename ... on MutationApproveStatementSuccess { data { state waitsFor } } ...
    on Refusal { code message } } }`;

describe("money through GraphQL", () => {
  test("a statement carries its arithmetic and who bears it", async () => {
    const { data } = await ask(story.buyer, STATEMENT, { id: statementId });
    expect(data.statement).toMatchObject({
      state: "awaiting_approval",
      waitsFor: ["buyer", "provider"],
      mayApprove: true,
      net: { amountMinor: "378400", text: "$3,784.00" },
      whoBearsIt: [
        {
          party: "buyer",
          without: { text: "$4,000.00" },
          now: { text: "$3,784.00" },
          difference: { text: "-$216.00" },
        },
        {
          party: "provider",
          without: { text: "$3,600.00" },
          now: { text: "$3,405.60" },
          difference: { text: "-$194.40" },
        },
        {
          party: "commission",
          without: { text: "$400.00" },
          now: { text: "$378.40" },
          difference: { text: "-$21.60" },
        },
      ],
    });
    expect(data.statement.paper.lines.map((line: { name: string }) => line.name)).toEqual([
      "Posting accuracy",
      "Filings on time",
      "Turnaround",
    ]);
  });

  test.each(["statement", "invoice", "payout"])(
    "a foreign %s and a missing one are both null",
    async (field) => {
      const text = `query($id: ID!) { ${field}(id: $id) { id } }`;
      for (const id of [statementId, crypto.randomUUID(), "x"])
        expect((await ask(stranger, text, { id })).data).toEqual({ [field]: null });
    },
  );

  test("a foreign approval and one of a missing statement are refused alike", async () => {
    const answers = await Promise.all(
      [statementId, crypto.randomUUID()].map((id) =>
        ask(stranger, APPROVE, { input: { statementId: id } }),
      ),
    );
    expect(answers[0]?.data).toEqual(answers[1]?.data);
    expect(answers[0]?.data.approveStatement).toMatchObject({ __typename: "NotFound" });
  });

  test("a visitor and the buyer get no trial balance, no payouts and no setting up of payouts", async () => {
    expect((await ask(null, "{ trialBalance { code } }")).errors?.[0]?.extensions).toEqual({
      code: "not_allowed",
    });
    expect((await ask(story.buyer, "{ trialBalance { code } }")).errors).toHaveLength(1);
    expect((await ask(story.buyer, "{ payouts { edges { node { id } } } }")).errors).toHaveLength(1);
    const setUp = `mutation { setUpPayouts(input: { returnUrl: "https://x.example" }) { __typename } }`;
    const { data, errors } = await ask(story.buyer, setUp);
    expect(errors?.[0]?.extensions?.code ?? data?.setUpPayouts?.__typename).toMatch(
      /not_allowed|NotAllowed/,
    );
  });

  test("an address for the return that is no web address is refused at its field", async () => {
    const text = `mutation { setUpPayouts(input: { returnUrl: "javascript:alert(1)" }) {
      __typename ... on InvalidInput { issues { field } } } }`;
    expect((await ask(story.provider, text)).data.setUpPayouts).toMatchObject({
      __typename: "InvalidInput",
    });
  });

  test("the whole story: approve, pay, set up payouts, and read what came of it", async () => {
    const input = { statementId, idempotencyKey: crypto.randomUUID() };
    expect((await ask(story.buyer, APPROVE, { input })).data.approveStatement.data.waitsFor).toEqual([
      "provider",
    ]);
    expect((await ask(story.buyer, APPROVE, { input })).data.approveStatement.data.waitsFor).toEqual([
      "provider",
    ]);
    expect(
      (await ask(story.provider, APPROVE, { input: { statementId } })).data.approveStatement.data.state,
    ).toBe("approved");
    await world.drainJobs();
    const invoices = await ask(
      story.buyer,
      `{ invoices { edges { node { id number collection mayPay
        lines { description amount { amountMinor } } } } } }`,
    );
    const [{ node: invoice }] = invoices.data.invoices.edges;
    expect(invoice).toMatchObject({ number: "ER-000001", collection: "open", mayPay: true });
    expect(
      invoice.lines.map((line: { amount: { amountMinor: string } }) => line.amount.amountMinor),
    ).toEqual(["400000", "-9600", "-12000"]);
    const pay = `mutation($input: PayInvoiceInput!) { payInvoice(input: $input) {
      ... on MutationPayInvoiceSuccess { data { url } } } }`;
    const { data: paying } = await ask(story.buyer, pay, { input: { invoiceId: invoice.id } });
    await payOnHostedPage(paying.payInvoice.data.url);
    await deliver(world, ["invoice.paid"]);
    await world.drainJobs();
    const again = await ask(story.buyer, pay.replace("{ url } }", "{ url } } ... on Refusal { code }"), {
      input: { invoiceId: invoice.id },
    });
    expect(again.data.payInvoice).toEqual({ code: "invoice_not_payable" });
    const setUp = `mutation { setUpPayouts(input: { returnUrl: "http://localhost:3000/payouts" }) {
      ... on MutationSetUpPayoutsSuccess { data { onboardingUrl } } } }`;
    const { data: onboarding } = await ask(story.provider, setUp);
    await acceptOnboarding(onboarding.setUpPayouts.data.onboardingUrl);
    const refresh = `mutation { refreshPayoutAccount(input: {}) {
      ... on MutationRefreshPayoutAccountSuccess { data { transfersStatus } } } }`;
    expect((await ask(story.provider, refresh)).data.refreshPayoutAccount.data.transfersStatus).toBe(
      "active",
    );
    await world.drainJobs();
    const payouts = await ask(
      story.provider,
      `{ payouts {
        edges { node { state amount { text } invoiceNumber commission { text } } } }
        payoutAccount { transfersStatus blockers } }`,
    );
    expect(payouts.data.payouts.edges[0].node).toEqual({
      state: "sent",
      amount: { text: "$3,405.60" },
      invoiceNumber: "ER-000001",
      commission: { text: "$378.40" },
    });
    expect(payouts.data.payoutAccount).toEqual({ transfersStatus: "active", blockers: [] });
  });

  test("the books: an organisation reads its own legs, staff a balance that adds up to nothing", async () => {
    const own = await ask(story.provider, "{ journalEntries { memo legs { code amount { text } } } }");
    expect(own.data.journalEntries.map((one: { memo: string }) => one.memo)).toEqual([
      "Transfer for invoice ER-000001",
      "Invoice ER-000001 earned",
      "Invoice ER-000001 issued",
    ]);
    const { data } = await ask(staff, "{ trialBalance { code account balance { amountMinor } } }");
    const sum = data.trialBalance.reduce(
      (total: bigint, one: { balance: { amountMinor: string } }) => total + BigInt(one.balance.amountMinor),
      0n,
    );
    expect(sum).toBe(0n);
    expect(data.trialBalance.length).toBeGreaterThan(6);
  });
});
