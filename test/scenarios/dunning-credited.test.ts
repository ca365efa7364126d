import { afterAll, beforeAll, expect, test } from "vitest";
import { askCreditNote } from "../../server/billing/credits/ask-credit-note.ts";
import { caseOf, dun, hearAll, stateOf } from "../factories/collecting-story.ts";
import { accountManager, credited, FEE_LINE } from "../factories/credit-story.ts";
import { suspendedFor, suspensionsOf } from "../factories/dunning-story.ts";
import { openWorld, type World } from "../world.ts";

let world: World;

beforeAll(async () => {
  world = await openWorld();
  await world.stripe();
});
afterAll(() => world.close());

test("a credit note over all that is due ends the dunning, and new work is taken again", async () => {
  const opened = await suspendedFor(world);
  const { invoiceId, story } = opened;
  expect(await suspensionsOf(world, story.buyer.organizationId)).toMatchObject([{ holds: true }]);
  await askCreditNote(world.caller(await accountManager(world)), {
    invoiceId,
    lines: [
      { position: FEE_LINE, netMinor: "400000" },
      { position: 2, netMinor: "-9600" },
      { position: 3, netMinor: "-12000" },
    ],
    reason: "billing_error",
    memo: "The month was not ours to bill",
  });
  await world.drainJobs();
  expect(await caseOf(world, invoiceId)).toMatchObject({ over: "credited", nextOn: null });
  expect(await suspensionsOf(world, story.buyer.organizationId)).toMatchObject([{ holds: false }]);
  await hearAll(world);
  await dun(world, opened);
  expect(await stateOf(world, invoiceId)).toBe("paid");
  expect(await caseOf(world, invoiceId)).toMatchObject({ over: "credited", nextOn: null });
});

test("one over a part leaves the rest unpaid, and the suspension stands", async () => {
  const { invoiceId, story } = await suspendedFor(world);
  await credited(world, { invoiceId, netMinor: 10_000n });
  expect(await caseOf(world, invoiceId)).toMatchObject({ state: "suspended", over: null });
  expect(await suspensionsOf(world, story.buyer.organizationId)).toMatchObject([{ holds: true }]);
});
