import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askCreditNote } from "../../server/billing/credits/ask-credit-note.ts";
import { mirrorCreditNote } from "../../server/billing/credits/mirror-credit-note.ts";
import { accountManager, balancesOf, FEE_LINE, paidInvoiceOf } from "../factories/credit-story.ts";
import { member } from "../factories/people.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const noteOf = (id: string) => world.row("select * from credit_note where id = $1", [id]);
const mirrorOf = async (invoiceId: string) => {
  const { port } = await world.stripe();
  const { stripe_invoice_id: id } = await world.row("select stripe_invoice_id from invoice where id = $1", [
    invoiceId,
  ]);
  return port.retrieveInvoice(id);
};

describe("what is refused changes nothing", () => {
  test("by role, by amount, by split and by state", async () => {
    const { story, invoiceId } = await paidInvoiceOf(world);
    const desk = world.caller(await accountManager(world));
    const base = { invoiceId, reason: "goodwill" as const, memo: "A probe" };
    const lines = [{ position: FEE_LINE, netMinor: "100" }];
    for (const person of [story.buyer, story.provider])
      await refusedUnchanged(world, () => askCreditNote(world.caller(person), { ...base, lines }), {
        code: "not_allowed",
      });
    const refusals: [Parameters<typeof askCreditNote>[1], string][] = [
      [{ ...base, lines, invoiceId: crypto.randomUUID() }, "not_found"],
      [{ ...base, lines, memo: "x" }, "invalid_input"],
      [{ ...base, lines: [] }, "invalid_input"],
      [{ ...base, lines: [...lines, ...lines] }, "invalid_input"],
      [{ ...base, lines: [{ position: 9, netMinor: "1" }] }, "credit_too_large"],
      [{ ...base, lines, refundMinor: "60", balanceMinor: "41" }, "give_back_does_not_add_up"],
      [{ ...base, lines, refundMinor: "101" }, "give_back_does_not_add_up"],
      [{ ...base, lines, correctionId: crypto.randomUUID() }, "not_found"],
    ];
    for (const [input, code] of refusals)
      await refusedUnchanged(world, () => askCreditNote(desk, input), { code });
    const stranger = await member(world, { name: "Elsewhere", kind: "buyer", role: "owner" });
    await refusedUnchanged(world, () => askCreditNote(world.caller(stranger), { ...base, lines }), {
      code: "not_allowed",
    });
  });

  test("Stripe's refusal stops the note, is shown, and can be taken out of the books again", async () => {
    const { story, invoiceId } = await paidInvoiceOf(world);
    const before = await balancesOf(world, story);
    const { port, standIn } = await world.stripe();
    const mirror = await mirrorOf(invoiceId);
    const { stripe_charge_id: charge } = await world.row(
      "select stripe_charge_id from invoice where id = $1",
      [invoiceId],
    );
    const { creditNoteId } = await askCreditNote(world.caller(await accountManager(world)), {
      invoiceId,
      lines: [{ position: FEE_LINE, netMinor: "10000" }],
      reason: "goodwill",
      memo: "For the trouble",
      refundMinor: "10000",
    });
    // A bank takes the payment back in the meantime: Stripe refuses the refund.
    standIn?.controls.moneyBack.dispute({ charge });
    await world.drainJobs();
    expect(await noteOf(creditNoteId)).toMatchObject({
      state: "stopped",
      stopped_because: expect.stringMatching(/charged back/),
    });
    expect((await port.retrieveInvoice(mirror.id)).creditedBeforePayment.amountMinor).toBe(0n);
    const { settleStoppedNote } = await import("../../server/billing/credits/retry-credit-note.ts");
    const desk = world.caller(await accountManager(world));
    await settleStoppedNote(desk, { creditNoteId, by: "withdraw" });
    await world.drainJobs();
    expect((await noteOf(creditNoteId)).state).toBe("withdrawn");
    expect(await balancesOf(world, story)).toEqual(before);
    await refusedUnchanged(world, () => settleStoppedNote(desk, { creditNoteId, by: "try_again" }), {
      code: "transition_refused",
    });
  });

  test("a reply that is lost is settled without a second credit note", async () => {
    const { invoiceId } = await paidInvoiceOf(world);
    const { port, standIn } = await world.stripe();
    const { creditNoteId } = await askCreditNote(world.caller(await accountManager(world)), {
      invoiceId,
      lines: [{ position: FEE_LINE, netMinor: "10000" }],
      reason: "goodwill",
      memo: "For the trouble",
    });
    standIn?.controls.fault({ match: { operation: "creditNotes.create" }, kind: "reply_lost", times: 2 });
    await world.drainJobs().catch(() => undefined);
    await world.owner.query("delete from graphile_worker._private_jobs");
    const { organization_id: organizationId, state } = await noteOf(creditNoteId);
    expect(state).toBe("issued");
    const deps = {
      db: world.workDb,
      clock: world.clock,
      stripe: port,
      logger: world.logger,
      publicUrl: "http://x",
    };
    await mirrorCreditNote(deps, { creditNoteId, organizationId });
    expect((await noteOf(creditNoteId)).state).toBe("settled");
    expect((await mirrorOf(invoiceId)).creditedBeforePayment.amountMinor).toBe(0n);
    expect(standIn?.controls.state().counts.creditNote).toBe(
      Number(
        (await world.row("select count(*) from credit_note where stripe_credit_note_id is not null")).count,
      ),
    );
  });
});
