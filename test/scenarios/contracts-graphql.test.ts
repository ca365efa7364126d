import { parse } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { runOperation } from "../../graphql/execute.ts";
import { type ContractStory, contractStory, MISSING } from "../factories/contract-story.ts";
import { attestation, offeredContract, publishedListing, signingInput } from "../factories/contracts.ts";
import { member } from "../factories/people.ts";

let world: ContractStory["world"];
let buyer: ContractStory["buyer"];
let provider: ContractStory["provider"];
let stranger: ContractStory["stranger"];
let listingId: ContractStory["listingId"];
let traces: ContractStory["traces"];

beforeAll(async () => {
  ({ world, buyer, provider, stranger, listingId, traces } = await contractStory());
});
afterAll(() => world.close());

describe("through GraphQL", () => {
  const SIGN = `mutation ($input: SignStatementOfWorkInput!) { answer: signStatementOfWork(input: $input) {
    __typename ... on MutationSignStatementOfWorkSuccess { data { state viewerMay signatureChain {
      intact } } }
    ... on Refusal { code message field } ... on InvalidInput { issues { field } } } }`;
  const READ = `query ($id: ID!) { answer: statementOfWork(id: $id) {
    state viewerMay attestationGaps { name reason date } } }`;

  test("the same story is told: gaps before the attempt, a typed refusal, then the signature", async () => {
    const late = await member(world, { name: "Late", kind: "provider", role: "owner" });
    const offer = await publishedListing(world, late);
    await attestation(world, late, { kind: "iso27001", validTo: "2026-11-01" });
    const id = await offeredContract(world, { buyer, listingId: offer });
    expect(await ask(late, READ, { id })).toEqual({
      state: "offered",
      viewerMay: ["sign", "edit", "decline"],
      attestationGaps: [{ name: "ISO 27001", reason: "lapsed", date: "2026-11-01" }],
    });
    const input = await signingInput(world, late, id);
    const before = await traces();
    expect(await ask(late, SIGN, { input })).toMatchObject({
      __typename: "Refused",
      code: "attestation_lapsed",
    });
    expect(await traces()).toBe(before);
    await attestation(world, late, { kind: "iso27001" });
    const misnamed = { ...input, typedName: "Nobody" };
    expect(await ask(late, SIGN, { input: misnamed })).toMatchObject({
      __typename: "InvalidInput",
      issues: [{ field: "typedName" }],
    });
    expect(await ask(late, SIGN, { input })).toEqual({
      __typename: "MutationSignStatementOfWorkSuccess",
      data: { state: "countersigned", viewerMay: ["edit", "decline"], signatureChain: { intact: true } },
    });
  });

  test("a foreign contract and none are the same null and the same refusal", async () => {
    const id = await offeredContract(world, { buyer, listingId });
    const input = await signingInput(world, provider, id);
    for (const one of [id, MISSING, "no-id"]) {
      expect(await ask(stranger, READ, { id: one })).toBeNull();
      expect(await ask(stranger, SIGN, { input: { ...input, statementOfWorkId: one } })).toEqual({
        __typename: "NotFound",
        code: "not_found",
        message: "There is no such statement of work.",
        field: null,
      });
    }
  });

  test("lists come in pages, newest first, and only one's own", async () => {
    const PAGE = `query ($after: String) { answer: 
      statementsOfWork(first: 2, after: $after, filter: { states: ["offered"] }) {
      pageInfo { hasNextPage endCursor } edges { node { id } } } }`;
    for (let more = 0; more < 3; more++) await offeredContract(world, { buyer, listingId });
    const idsOf = (page: Page) => page.edges.map((edge) => edge.node.id);
    const first = (await ask(provider, PAGE, {})) as Page;
    const second = (await ask(provider, PAGE, { after: first.pageInfo.endCursor })) as Page;
    const ids = [...idsOf(first), ...idsOf(second)];
    expect(ids).toHaveLength(4);
    expect(ids).toEqual([...new Set(ids)].sort().reverse());
    expect(idsOf((await ask(stranger, PAGE, {})) as Page)).toEqual([]);
  });
});

type Page = { pageInfo: { hasNextPage: boolean; endCursor: string }; edges: { node: { id: string } }[] };

async function ask(viewer: Viewer, document: string, variables: Record<string, unknown>): Promise<unknown> {
  const { db, clock, logger } = world;
  const result = await runOperation({ db, clock, logger, viewer, document: parse(document), variables });
  if (result.errors) throw result.errors[0];
  return JSON.parse(JSON.stringify(result.data?.answer ?? null));
}
