import type { Terms } from "../../domain/contracts/terms.ts";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { approveStatement } from "../../server/billing/approve-statement.ts";
import { draftStatementOf } from "../../server/billing/draft-statement.ts";
import { receiveStripeEvent } from "../../server/billing/receive-stripe-event.ts";
import { signatureHeader } from "../../stripe-stand-in/signature.ts";
import type { World } from "../world.ts";
import { type Contracted, signedContract } from "./contracted.ts";
import { member } from "./people.ts";
import { workedTerms } from "./worked-terms.ts";

/** Figures of the worked example: accuracy missed, turnaround met, compliance failed. */
export const WORKED_FIGURES = [
  { levelId: "accuracy", measured: "96.2", excused: false, n: 264, misses: 10 },
  { levelId: "turnaround", measured: "97.1", excused: false, n: 31, misses: 1 },
  { levelId: "compliance", measured: "98", excused: false, n: 50, misses: 1 },
];

let made = 0;

/** A buyer, a provider and a signed contract between them that is at work. */
export async function workedContract(world: World, change: Partial<Terms> = {}): Promise<Contracted> {
  made += 1;
  const count = made;
  const buyer = await member(world, {
    name: `Brightline ${count}`,
    kind: "buyer",
    role: "operations_lead",
    country: "US",
    currency: "USD",
  });
  const provider = await member(world, {
    name: `Ledgerwell ${count}`,
    kind: "provider",
    role: "owner",
    country: "GB",
    currency: "USD",
  });
  const terms = workedTerms(change);
  const engagementId = await signedContract(world, {
    organizationId: buyer.organizationId,
    providerId: provider.organizationId,
    terms,
  });
  return { buyer, provider, engagementId, terms };
}

/** Freezes a month with the given figures, as the close of a month does. */
export async function frozenMonth(
  world: World,
  story: Contracted,
  month: { period: string; figures?: readonly Record<string, unknown>[] },
): Promise<string> {
  const { rows } = await world.owner.query<{ id: string }>(
    `insert into period_close (organization_id, provider_id, engagement_id, period, rule_version,
      calendar_version,
       item_count, event_count, levels, prev_hash, hash, frozen_at)
     values ($1, $2, $3, $4, '1', 1, 31, 188, $5, 'sha256:0', 'sha256:1', $6) returning id`,
    [
      story.buyer.organizationId,
      story.provider.organizationId,
      story.engagementId,
      month.period,
      JSON.stringify(month.figures ?? WORKED_FIGURES),
      world.clock.now().toString(),
    ],
  );
  return rows[0]?.id ?? "";
}

/** Drafts the statement of a frozen month as the job does. */
export async function drafted(
  world: World,
  story: Contracted,
  period = "2026-10",
  figures?: readonly Record<string, unknown>[],
) {
  const periodCloseId = await frozenMonth(world, story, { period, ...(figures ? { figures } : {}) });
  const viewer = systemViewer(story.buyer.organizationId, "test");
  return draftStatementOf({ db: world.workDb, clock: world.clock, viewer }, { periodCloseId });
}

/** Both sides say yes. */
export async function approvedByBoth(world: World, story: Contracted, statementId: string): Promise<void> {
  await approveStatement(world.caller(story.buyer), { statementId });
  await approveStatement(world.caller(story.provider), { statementId });
}

/**
 * Delivers every event of the stand-in that fits to the webhook, signed, and answers how many there
 * were.
 */
export async function deliver(world: World, types: readonly string[]): Promise<number> {
  const { port, standIn, webhookSecret } = await world.stripe();
  const events = (standIn?.controls.events() ?? []).filter((event) => types.includes(event.type));
  for (const event of events) {
    const body = JSON.stringify(event);
    const signature = signed(world, { body, secret: webhookSecret });
    await receiveStripeEvent({ db: world.db, clock: world.clock, stripe: port }, { body, signature });
  }
  return events.length;
}

/** The header of a body as somebody with the secret signs it now. */
export function signed(world: World, p: { body: string; secret: string }): string {
  const timestamp = Math.floor(world.clock.now().epochMilliseconds / 1000);
  return signatureHeader({ payload: p.body, secret: p.secret, timestamp });
}

/** Pays an invoice on its hosted page, as a person with a card does. */
export async function payOnHostedPage(hostedUrl: string): Promise<number> {
  const form = new URLSearchParams({ number: "4242 4242 4242 4242", expiry: "12/40", cvc: "123" });
  const answer = await fetch(hostedUrl, { method: "POST", body: form, redirect: "manual" });
  return answer.status;
}

/** Lets the provider accept the terms on the onboarding page. */
export async function acceptOnboarding(url: string): Promise<number> {
  const answer = await fetch(url, {
    method: "POST",
    body: new URLSearchParams({ accept: "yes" }),
    redirect: "manual",
  });
  return answer.status;
}
