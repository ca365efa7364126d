import { randomUUID } from "node:crypto";
import { PUBLIC_DOCUMENTS } from "../graphql/public-documents.ts";
import { ask, read } from "./api.ts";
import { expect, type Person, test } from "./fixtures.ts";

const BUYER: Person = { slug: "halden-foods", role: "operations_lead" };
const PROVIDER: Person = { slug: "quaylink-it", role: "owner" };
const STRANGER: Person = { slug: "orchard-clinics", role: "operations_lead" };
const STAFF: Person = { slug: "northern-accounts", role: "account_manager" };

const MINE = `{
  viewer { organizationName role permissions }
  engagements(first: 5) { edges { node { id title buyer { name } provider { name } } } }
  statements(first: 5) { edges { node { id state period net { amountMinor currency } fee { amountMinor }
    credit { amountMinor } } } }
  invoices(first: 5) { edges { node { id number total { amountMinor } } } }
  statementsOfWork(first: 5) { edges { node { id state title } } }
}`;

test("a key speaks for its organisation and sees both sides of the same contract", async ({ request }) => {
  const buyer = await read(request, BUYER, MINE);
  const provider = await read(request, PROVIDER, MINE);
  expect(buyer.viewer).toMatchObject({ organizationName: "Halden Foods", role: "operations_lead" });
  expect(provider.viewer.organizationName).toBe("Quaylink IT");
  const shared = buyer.engagements.edges[0].node;
  expect(provider.engagements.edges.map((edge: typeof shared) => edge.node)).toContainEqual(shared);
  for (const list of ["statements", "invoices", "statementsOfWork"])
    expect(buyer[list].edges.length, list).toBeGreaterThan(0);
  for (const { node } of buyer.statements.edges)
    expect(BigInt(node.net.amountMinor)).toBe(
      BigInt(node.fee.amountMinor) - BigInt(node.credit.amountMinor),
    );
});

test("the catalogue answers everyone; what belongs to someone asks for a sign-in", async ({ request }) => {
  const open = await ask(request, null, {
    query: PUBLIC_DOCUMENTS.search,
    variables: { first: 3, filter: { module: "it_support" } },
  });
  expect(open.errors).toBeUndefined();
  expect(open.data.listings.totalCount).toBeGreaterThanOrEqual(2);
  for (const query of [
    "{ engagements { edges { node { id } } } }",
    "{ statements { edges { node { id } } } }",
    "{ portfolio { engagements { engagementId } } }",
    "{ home { organization: asOf } }",
  ]) {
    const closed = await ask(request, null, { query });
    expect(closed.errors?.[0]?.extensions?.code, query).toBe("document_not_known");
    expect(closed.data ?? null, query).toBeNull();
  }
});

test("work, its clocks and the month behind a percentage are readable", async ({ request }) => {
  const { engagements } = await read(request, BUYER, MINE);
  const id = engagements.edges[0].node.id;
  const { workItems, engagementMonths } = await read(
    request,
    BUYER,
    `query($id: ID!) {
      workItems(engagementId: $id, first: 3) { edges { node { id reference state clocks { name verdict } } } }
      engagementMonths(engagementId: $id) { zone months { month state } }
    }`,
    { id },
  );
  expect(workItems.edges).toHaveLength(3);
  const frozen = engagementMonths.months.find((one: { state: string }) => one.state === "frozen");
  const { monthFigures } = await read(
    request,
    BUYER,
    `query($id: ID!, $month: String!) { monthFigures(engagementId: $id, month: $month) {
      frozen { hash itemCount } levels { levelId n hits misses measured target } } }`,
    { id, month: frozen.month },
  );
  expect(monthFigures.frozen.hash).toMatch(/^sha256:[0-9a-f]{64}$/);
  const level = monthFigures.levels.find((one: { n: number }) => one.n > 0);
  expect(level.hits + level.misses).toBe(level.n);
  const { monthRows } = await read(
    request,
    BUYER,
    `query($id: ID!, $month: String!, $level: String!) {
      monthRows(engagementId: $id, month: $month, levelId: $level) { rows { verdict } } }`,
    { id, month: frozen.month, level: level.levelId },
  );
  const breached = monthRows.rows.filter((row: { verdict: string }) => row.verdict === "breached");
  expect(breached).toHaveLength(level.misses);
});

test("every contract of the story still holds its seals", async ({ request }) => {
  const { statementsOfWork } = await read(
    request,
    STAFF,
    `{ statementsOfWork(first: 50) { edges { node { title state signatureChain { intact faults } } } } }`,
  );
  const signed = statementsOfWork.edges.filter(
    ({ node }: { node: { state: string } }) => node.state === "active" || node.state === "countersigned",
  );
  expect(signed.length).toBeGreaterThanOrEqual(8);
  for (const { node } of signed)
    expect(node.signatureChain, node.title).toEqual({ intact: true, faults: [] });
});

test("somebody else's id and an id that nobody has get the same answer", async ({ request }) => {
  const mine = await read(request, BUYER, MINE);
  const ids = {
    engagement: mine.engagements.edges[0].node.id,
    statement: mine.statements.edges[0].node.id,
    invoice: mine.invoices.edges[0].node.id,
    statementOfWork: mine.statementsOfWork.edges[0].node.id,
  };
  for (const [field, id] of Object.entries(ids)) {
    const query = `query($id: ID!) { ${field}(id: $id) { id } }`;
    expect((await read(request, BUYER, query, { id }))[field]).toEqual({ id });
    const foreign = await ask(request, STRANGER, { query, variables: { id } });
    expect(foreign, field).toEqual({ data: { [field]: null } });
    expect(await ask(request, STRANGER, { query, variables: { id: randomUUID() } })).toEqual(foreign);
  }
});

const APPROVE = `mutation($input: ApproveStatementInput!) { approveStatement(input: $input) { __typename
  ... on Refusal { code message field } } }`;

test("a change that is not allowed is answered as a value of its own type", async ({ request }) => {
  const { statements } = await read(request, BUYER, MINE);
  const waiting = statements.edges[0].node;
  const unknown = { statementId: randomUUID() };
  const missing = await read(request, BUYER, APPROVE, { input: unknown });
  expect(missing.approveStatement).toMatchObject({ __typename: "NotFound", code: "not_found" });
  const foreign = await read(request, STRANGER, APPROVE, { input: { statementId: waiting.id } });
  expect(foreign).toEqual(missing);
  const staff = await ask(request, STAFF, {
    query: APPROVE,
    variables: { input: { statementId: waiting.id } },
  });
  expect(staff.data?.approveStatement?.__typename ?? staff.errors?.[0]?.extensions?.code).toMatch(
    /NotAllowed|not_allowed/,
  );
  const after = await read(request, BUYER, `query($id: ID!) { statement(id: $id) { state } }`, {
    id: waiting.id,
  });
  expect(after.statement.state).toBe(waiting.state);
});

test("one mutation writes once for one key", async ({ request }) => {
  const DRAFT = `query($id: ID!) { orderDraft(listingId: $id) { edit } }`;
  const CREATE = `mutation($input: CreateOrderInput!) { createOrder(input: $input) { __typename
    ... on MutationCreateOrderSuccess { data { id state } } ... on Refusal { code message } } }`;
  const { listings } = await read(
    request,
    BUYER,
    `{ listings(first: 1, filter: { module: "it_support" }) { edges { node { listingId } } } }`,
  );
  const listingId = listings.edges[0].node.listingId;
  const { orderDraft } = await read(request, BUYER, DRAFT, { id: listingId });
  const input = { listingId, terms: orderDraft.edit, idempotencyKey: `api-${randomUUID()}` };
  const once = await read(request, BUYER, CREATE, { input });
  const again = await read(request, BUYER, CREATE, { input });
  expect(once.createOrder).toMatchObject({
    __typename: "MutationCreateOrderSuccess",
    data: { state: "draft" },
  });
  expect(again).toEqual(once);
});

test("the account manager's key reads the portfolio, worst first; a buyer's may not", async ({
  request,
}) => {
  const query = `{ portfolio { asOf engagements { engagementId buyer provider status
    creditAtRisk { amountMinor } } } }`;
  const { portfolio } = await read(request, STAFF, query);
  const rank = ["failed", "missed", "met"];
  const order = portfolio.engagements
    .map((row: { status: string }) => rank.indexOf(row.status))
    .filter((at: number) => at >= 0);
  expect(order).toEqual([...order].sort((left, right) => left - right));
  const refused = await ask(request, BUYER, { query });
  expect(refused.data ?? null).toBeNull();
  expect(refused.errors?.[0]?.extensions?.code).toBe("not_allowed");
});

test("an operation that asks for too much is refused, and a wrong key at once", async ({ request }) => {
  const deep = `{ listings { edges { node { ${"others { ".repeat(14)} title ${"} ".repeat(14)} } } } }`;
  const answer = await ask(request, BUYER, { query: deep });
  expect(answer.errors?.[0]?.message).toMatch(/too much/i);
  expect(answer.data ?? null).toBeNull();
  const wrong = await request.post("/graphql", {
    headers: { authorization: "Bearer erk_wrong", "content-type": "application/json" },
    data: { query: "{ viewer { name } }" },
  });
  expect(wrong.status()).toBe(401);
});
