import { Temporal } from "temporal-polyfill";
import type { ObjectionState } from "../../domain/billing/objection.ts";
import { type HoldEvent, type HoldState, holdMachine } from "../../domain/billing/payout-hold.ts";
import { transferRefusal } from "../../domain/billing/transfer-refusal.ts";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { bookDay } from "../../domain/ledger/period-lock.ts";
import { can, next } from "../../domain/shared/state-machine.ts";
import type { Clock } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import type { Database, Tx } from "../db.ts";
import { StripeRefused, StripeUnknownOutcome } from "../ports/stripe/errors.ts";
import type { StripePort } from "../ports/stripe/port.ts";
import { NOT_SENT } from "./exchange/sent-elsewhere.ts";
import { missingRate, statePayoutFx } from "./exchange/state-fx-lines.ts";
import { type HeldPart, heldPart } from "./held-part.read.ts";
import { netPart } from "./net-part.ts";
import { reasonsToHold } from "./open-payout.ts";
import { noteStep } from "./payout-step.ts";
import { sendPart } from "./send-part.ts";
import { signedTerms } from "./signed-terms.ts";
import { splitIfGranted } from "./split-granted.ts";

type Deps = { db: Database; clock: Clock; stripe: StripePort };

/** Looks at every held part of a provider's payouts: what is free goes out, oldest first. */
export async function releaseParts(deps: Deps, p: { organizationId: string }): Promise<void> {
  const viewer = systemViewer(p.organizationId, `payout_parts:${p.organizationId}`);
  const seen = new Set<string>();
  for (;;) {
    const id = await deps.db.withOrg(viewer, (tx) => nextWaiting(tx, { ...p, seen }));
    if (!id) return;
    seen.add(id);
    const { go } = await openPart({ db: deps.db, clock: deps.clock, viewer }, { partId: id });
    if (go) await sendReleased(deps, { partId: id, providerId: p.organizationId });
  }
}

/** The oldest that was not looked at yet; a ruling cuts parts in two, so new ones come up meanwhile. */
async function nextWaiting(
  tx: Tx,
  p: { organizationId: string; seen: ReadonlySet<string> },
): Promise<string | null> {
  const found = await tx.payoutPart.findFirst({
    where: {
      providerId: p.organizationId,
      ...{ state: { in: ["held", "sending", "unknown"] }, id: { notIn: [...p.seen] } },
    },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  return found?.id ?? null;
}

/**
 * Decides whether a held part goes out: a reserve on its day, a contested one once the objection is
 * withdrawn or dismissed. What the provider owes is taken off first, and a part that was granted to the
 * buyer is kept for exactly that. Acts for the provider, on the worker's connection; permission
 * payout:set_up; throws NotFound.
 */
const openPart = command({
  name: "payout_part.release",
  permission: "payout:set_up",
  run: async (deed: Deed, { partId }: { partId: string }): Promise<{ go: boolean }> => {
    const part = await splitIfGranted(deed, await heldPart(deed.tx, partId));
    deed.about("payout", part.payoutId, { part: partId });
    if (part.state !== "held") return { go: part.state === "sending" || part.state === "unknown" };
    const free = freedBecause(part, deed.now);
    if (!free && !isGranted(part)) return { go: false };
    const missing = await missingRateFor(deed, part);
    if (missing) return stays(deed, { partId, reasons: [missing] });
    const left = await netPart(deed, part);
    if (left === 0n || !free) return { go: false };
    const reasons = await blockers(deed, part);
    if (reasons.length > 0) return stays(deed, { partId, reasons });
    await statePayoutFx(deed, { ...part, purpose: "part", payoutPartId: partId, minor: left });
    const state = next(holdMachine, part.state, "release");
    await deed.tx.payoutPart.update({ where: { id: partId }, data: { state, endedBecause: free } });
    await noteStep(deed.tx, part.payout, { step: "part", says: free, at: deed.now });
    return { go: true };
  },
});

async function stays(deed: Deed, p: { partId: string; reasons: string[] }): Promise<{ go: false }> {
  await deed.tx.payoutPart.update({ where: { id: p.partId }, data: { reason: p.reasons.join(" ") } });
  return { go: false };
}

/** What is released or set off is stated in the currency of the provider's books; null where it can be. */
function missingRateFor({ tx, now }: Deed, { providerId, currency }: HeldPart): Promise<string | null> {
  return missingRate(tx, { organizationId: providerId, currency, on: bookDay(now).toString() });
}

function isGranted({ objectionState }: HeldPart): boolean {
  return objectionState === "conceded" || objectionState === "upheld";
}

/** Why a part is free to go, as a sentence with its day; null while it is not. */
function freedBecause(part: HeldPart, now: Temporal.Instant): string | null {
  if (part.kind === "reserve") {
    const today = now.toZonedDateTimeISO(part.zone).toPlainDate();
    const due = part.releasesOn && Temporal.PlainDate.compare(today, part.releasesOn) >= 0;
    return due ? `The reserve of ${part.releasesOn} is released.` : null;
  }
  const state: ObjectionState = part.objectionState ?? "dismissed";
  const day = part.answeredAt ?? now.toString().slice(0, 10);
  if (state === "withdrawn") return `The buyer took the objection back on ${day}.`;
  return state === "dismissed" ? `The objection, or this part of it, was dismissed on ${day}.` : null;
}

async function blockers(deed: Deed, part: HeldPart): Promise<string[]> {
  const terms = await signedTerms(deed.tx, { sowVersionId: part.sowVersionId });
  return reasonsToHold(deed, { invoice: part, terms });
}

async function sendReleased(deps: Deps, p: { partId: string; providerId: string }): Promise<void> {
  const viewer = systemViewer(p.providerId, `payout_part:${p.partId}`);
  try {
    await sendPart(deps, p);
  } catch (error) {
    if (error instanceof StripeUnknownOutcome)
      await deps.db.withOrg(viewer, (tx) => move(tx, { id: p.partId, event: "lose_track" }));
    if (!(error instanceof StripeRefused)) throw error;
    const reason = transferRefusal({ code: error.code, message: error.message, currency: null });
    await deps.db.withOrg(viewer, (tx) => move(tx, { id: p.partId, event: "fail", reason }));
  }
}

async function move(tx: Tx, p: { id: string; event: HoldEvent; reason?: string }): Promise<void> {
  const [row] = await tx.$queryRaw<{ state: HoldState }[]>`
    select state from payout_part where id = ${p.id}::uuid for update`;
  if (!row || !can(holdMachine, row.state, p.event)) return;
  const state = next(holdMachine, row.state, p.event);
  await tx.payoutPart.update({
    where: { id: p.id },
    // What Stripe refused is reckoned anew when it goes again.
    data: { state, ...(p.reason ? { reason: p.reason, ...NOT_SENT } : {}) },
  });
}
