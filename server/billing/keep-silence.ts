import { Temporal } from "temporal-polyfill";
import { type Approvals, missingApprovals, type Side } from "../../domain/billing/approval.ts";
import { nextSilenceStep, type SilenceStep } from "../../domain/billing/silence.ts";
import type { StatementState } from "../../domain/billing/states.ts";
import { calendarInForce } from "../../domain/service-levels/calendar-version.ts";
import { shownFrom } from "../../domain/service-levels/warning-addressee.ts";
import { plainCalendar } from "../../domain/shared/business-calendar.ts";
import { formatInstant } from "../../domain/shared/instant.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import { contractedEngagement } from "../delivery/contracted-engagement.ts";
import { enqueueAt } from "../enqueue-at.ts";
import { calendarVersions } from "../service-levels/calendar-version.read.ts";
import { noticePeople } from "../service-levels/notice-people.read.ts";
import { completeApproval } from "./approve-statement.ts";
import { silenceTrail } from "./silence.read.ts";

type Waiting = Approvals & { id: string; organizationId: string; providerId: string; engagementId: string };

/**
 * Does what the contract's silence brings today, one step a side: sends a dated notice, or lets a side count
 * as having approved. A day that was missed delays what follows; a day that comes twice changes nothing. For
 * the worker; permission statement:approve; throws NotFound.
 */
export const keepSilence = command({
  name: "statement.keep_silence",
  permission: "statement:approve",
  run: async (deed: Deed, { statementId }: { statementId: string }): Promise<{ done: string[] }> => {
    const statement = await locked(deed, statementId);
    const missing = missingApprovals(statement);
    const plan = await planOf(deed, statement);
    const done: string[] = [];
    for (const side of missing) {
      const step = plan(side, await silenceTrail(deed.tx, statementId));
      if (!step || Temporal.Instant.compare(step.from, deed.now) > 0) continue;
      await (step.kind === "notice" ? notify : deem)(deed, { statement, side, step });
      done.push(`${side} ${step.kind} ${step.step}`);
    }
    deed.about("statement", statementId, { done });
    const after = await silenceTrail(deed.tx, statementId);
    const ahead = missing.flatMap((side) => plan(side, after)?.from ?? []);
    const [next] = ahead.sort(Temporal.Instant.compare);
    if (next) await lookAgain(deed, { ...statement, at: next });
    return { done };
  },
});

async function locked({ tx }: Deed, id: string): Promise<Waiting> {
  const [row] = await tx.$queryRaw<(Waiting & { state: StatementState })[]>`
    select id, organization_id as "organizationId", provider_id as "providerId", state,
      engagement_id as "engagementId", buyer_approved_at is not null as "buyerApproved",
      provider_approved_at is not null as "providerApproved"
    from statement where id = ${id}::uuid for update`;
  if (!row) throw new NotFound("statement");
  return row;
}

/** What comes next for a side, in the contract's hours as they are in force now. */
async function planOf(deed: Deed, statement: Waiting) {
  const { tx, viewer, now } = deed;
  const { engagementId } = statement;
  const { terms, zone } = await contractedEngagement(tx, { viewer, id: engagementId });
  const versions = await calendarVersions(tx, { viewer, engagementIds: [engagementId] });
  const own = (versions.get(engagementId) ?? []).filter((one) => one.siteId === "");
  const body = own.length > 0 ? calendarInForce(own, now.toString())?.body : terms.calendar;
  const calendar = body ? plainCalendar(body) : null;
  return (side: Side, trail: Awaited<ReturnType<typeof silenceTrail>>): SilenceStep | null => {
    const rows = trail.filter((one) => one.side === side);
    const presented = rows.find((one) => one.kind === "presented");
    if (!presented) return null;
    const entries = rows.flatMap(({ kind, ...one }) => (kind === "presented" ? [] : [{ kind, ...one }]));
    return nextSilenceStep({ silence: terms.silence, presentedAt: presented.at, entries, calendar, zone });
  };
}

type Due = { statement: Waiting; side: Side; step: SilenceStep };

/** A dated notice, and a mail to everybody of the side, each in their own hours. */
async function notify(deed: Deed, p: Due): Promise<void> {
  const { statement, side } = p;
  const { id } = await enter(deed, p);
  const at = Math.floor(deed.now.epochMilliseconds / 1000);
  for (const person of await noticePeople(deed.tx, statement)) {
    if (person.side !== side) continue;
    const { organizationId, providerId } = statement;
    await enqueueAt(deed.tx, {
      task: "statement.notice_mail",
      payload: { noticeId: id, organizationId, providerId, userId: person.userId, partyId: person.partyId },
      key: `statement.notice_mail:${id}:${person.userId}`,
      now: deed.now,
      at: Temporal.Instant.from(formatInstant(shownFrom({ at, priority: null, hours: person.hours }))),
    });
  }
}

/** The side counts as having approved: by nobody, on the ground of its notices. */
async function deem(deed: Deed, p: Due): Promise<void> {
  const { statement, side } = p;
  await enter(deed, p);
  const at = toDate(deed.now);
  await deed.tx.statement.update({
    where: { id: statement.id },
    data: side === "buyer" ? { buyerApprovedAt: at } : { providerApprovedAt: at },
  });
  const other = side === "buyer" ? "provider" : "buyer";
  const now = await locked(deed, statement.id);
  if (other === "buyer" ? now.buyerApproved : now.providerApproved) await completeApproval(deed, now);
}

function enter(deed: Deed, { statement, side, step }: Due): Promise<{ id: string }> {
  const { organizationId, providerId } = statement;
  return deed.tx.statementNotice.create({
    data: {
      ...{ organizationId, providerId, statementId: statement.id, side, kind: step.kind, step: step.step },
      at: toDate(deed.now),
    },
    select: { id: true },
  });
}

function lookAgain(
  deed: Deed,
  p: { id: string; organizationId: string; at: Temporal.Instant },
): Promise<void> {
  return enqueueAt(deed.tx, {
    task: "statement.silence",
    payload: { statementId: p.id, organizationId: p.organizationId },
    key: `statement.silence:${p.id}`,
    ...{ now: deed.now, at: p.at },
  });
}
