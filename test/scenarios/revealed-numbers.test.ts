import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { StepUpNeeded } from "../../domain/identity/step-up.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { NotAllowed, NotFound } from "../../domain/shared/refusals.ts";
import { listWages } from "../../server/billing/client-money/client-money.read.ts";
import {
  revealResendAccount,
  revealWageAccount,
} from "../../server/billing/client-money/reveal-account.ts";
import { revealVatNumber } from "../../server/identity/reveal-number.ts";
import { stateTaxIdentity } from "../../server/identity/state-tax-identity.ts";
import { readTaxIdentity } from "../../server/identity/tax-identity.read.ts";
import { ask } from "../factories/ask.ts";
import { payrollStory } from "../factories/payroll-story.ts";
import { member } from "../factories/people.ts";
import { unchangedBy } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

const ACCOUNT = "GB29NWBK60161331926819";
const VAT = "NL987654321B01";
const STATED = {
  ...{ name: "Halden Foods", addressLine: "Kade 1", postalCode: "3011", city: "Rotterdam", country: "NL" },
  ...{ status: "registered", vatNumber: VAT },
};

let world: World;
let buyer: Viewer;
let provider: Viewer;
let wageId: string;
const { prepare, told } = payrollStory(() => world);

beforeAll(async () => {
  world = await openWorld();
  const story = await told();
  buyer = story.finance;
  provider = story.provider;
  const { runId } = await prepare(story, `Ada; ${ACCOUNT}; 1,000.00`);
  wageId = (await world.row("select id from payroll_payment where run_id = $1", [runId])).id;
  await stateTaxIdentity(world.caller(buyer), STATED);
});
afterAll(() => world.close());

const lastDeed = async (viewer: Viewer) =>
  world.row(
    `select action, subject_id as about, data, actor_user_id as by from audit_event
     where organization_id = $1 order by seq desc limit 1`,
    [viewer.organizationId],
  );

describe("the account of a wage", () => {
  test("is stored sealed and shown by its end", async () => {
    const { account, run_id: runId } = await world.row("select * from payroll_payment where id = $1", [
      wageId,
    ]);
    expect(account).toMatch(/^v1\.[0-9a-f]{32}\./);
    const [wage] = await world.db.withOrg(buyer, (tx) => listWages(tx, runId));
    expect(wage?.account).toBe("•••• 6819");
  });

  test("is told in full to either party, and the trail of whoever asked says so", async () => {
    expect(await revealWageAccount(world.caller(buyer), { id: wageId })).toEqual({ number: ACCOUNT });
    expect(await lastDeed(buyer)).toEqual({
      ...{ action: "wage_account.reveal", about: wageId, data: {}, by: buyer.userId },
    });
    const clerk = { ...provider, role: "finance" as const };
    expect(await revealWageAccount(world.caller(clerk), { id: wageId })).toEqual({ number: ACCOUNT });
    expect(await lastDeed(provider)).toMatchObject({ action: "wage_account.reveal", about: wageId });
  });

  test("is told to nobody else, and a foreign one sounds like a missing one", async () => {
    const other = await member(world, { name: "Other buyer", kind: "buyer", role: "owner" });
    const admin = await member(world, { name: "Accounts", kind: "marketplace", role: "admin" });
    await unchangedBy(world, async () => {
      const asked = (viewer: Viewer, id = wageId) => revealWageAccount(world.caller(viewer), { id });
      await expect(asked(other)).rejects.toThrow(NotFound);
      await expect(asked(buyer, crypto.randomUUID())).rejects.toThrow(NotFound);
      await expect(asked(buyer, "nonsense")).rejects.toThrow(NotFound);
      await expect(asked(admin)).rejects.toThrow(NotAllowed);
      await expect(asked({ ...provider, role: "delivery_manager" })).rejects.toThrow(NotAllowed);
      await expect(asked({ ...buyer, via: "api_key" })).rejects.toThrow(NotAllowed);
      await expect(asked({ ...buyer, stepUpAt: null })).rejects.toThrow(StepUpNeeded);
      await expect(revealResendAccount(world.caller(buyer), { id: wageId })).rejects.toThrow(NotFound);
    });
  });
});

describe("a VAT number", () => {
  test("is stored sealed, shown by its end, and opens for an invoice", async () => {
    const row = await world.row("select vat_number from tax_identity where organization_id = $1", [
      buyer.organizationId,
    ]);
    expect(row.vat_number).toMatch(/^v1\.[0-9a-f]{32}\./);
    const shown = (await ask(world, buyer, "{ organization { taxIdentity { vatNumber } } }")).data;
    expect(shown).toMatchObject({ organization: { taxIdentity: { vatNumber: "•••• 1B01" } } });
    const known = await world.db.withOrg(buyer, (tx) => readTaxIdentity(tx, buyer.organizationId));
    expect(known?.vatNumber).toBe(VAT);
  });

  test("stays where the form leaves it empty, and the trail has its end alone", async () => {
    await stateTaxIdentity(world.caller(buyer), { ...STATED, name: "Halden Foods B.V.", vatNumber: "" });
    expect(await revealVatNumber(world.caller(buyer), {})).toEqual({ number: VAT });
    const { data } = await world.row(
      "select data from audit_event where action = 'tax_identity.state' order by seq desc limit 1",
    );
    expect(data).toMatchObject({ name: "Halden Foods B.V.", vatNumber: "•••• 1B01" });
  });

  test("of one country does not stay for another", async () => {
    const moved = { ...STATED, country: "DE", vatNumber: "" };
    await unchangedBy(world, () =>
      expect(stateTaxIdentity(world.caller(buyer), moved)).rejects.toMatchObject({
        issues: [{ field: "vatNumber" }],
      }),
    );
  });

  test("is told through the API as a typed answer, and a proof is asked for", async () => {
    const document = `mutation ($input: RevealNumberInput!) { revealNumber(input: $input) { __typename
      ... on MutationRevealNumberSuccess { data { number } } ... on Refusal { message } } }`;
    const reveal = (viewer: Viewer, kind = "vat_number") =>
      ask(world, viewer, document, { input: { kind, id: wageId } }).then((answer) => answer.data);
    expect(await reveal(buyer)).toEqual({
      revealNumber: { __typename: "MutationRevealNumberSuccess", data: { number: VAT } },
    });
    expect(await reveal({ ...buyer, stepUpAt: 0 })).toMatchObject({
      revealNumber: { __typename: "StepUpNeeded" },
    });
    expect(await reveal(buyer, "toString")).toMatchObject({ revealNumber: { __typename: "InvalidInput" } });
  });
});
