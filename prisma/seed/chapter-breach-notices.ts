import { mailContent } from "../../domain/identity/mail.ts";
import type { Role } from "../../domain/identity/viewer.ts";
import { matterOf, noticeSubject } from "../../domain/service-levels/notice-mail.ts";
import { shownFrom, USUAL_HOURS } from "../../domain/service-levels/warning-addressee.ts";
import type { Plot } from "./breach-plots.ts";
import type { CastMember } from "./cast.ts";
import type { BreachTold } from "./chapter-breaches.ts";
import { ORGANISATIONS } from "./organisations.ts";
import { type Story, stamp } from "./story.ts";

/** Where the demo is read; a mail of the story leads there. */
const SITE = "http://localhost:3000";

/**
 * The escalation itself, the notices to those whom it concerns, and the mails that stayed in their mailboxes.
 */
export function tellEscalation(
  story: Story,
  p: BreachTold & {
    plot: Plot;
    breachId: string;
    at: number;
    escalatedFor: readonly string[];
    manager: CastMember;
  },
): void {
  const { contract } = p;
  const at = Math.min(p.at, Math.floor(story.now.epochMilliseconds / 1000) - 3600);
  const parties = { organization_id: contract.buyerId, provider_id: contract.providerId };
  const stepId = story.id(at);
  const step = stepOf(p.escalatedFor);
  story.add("breach_step", {
    ...{ id: stepId, ...parties, breach_id: p.breachId, action: step, party: "engine_room" },
    ...{ by_id: null, by_name: "Engine Room", at: stamp(at) },
    reason: `${whyOf(p.escalatedFor)} ${p.manager.account.name} has it in hand.`,
  });
  for (const { member, partyId, zone } of readersOf(story, { ...p, step })) {
    const showAt = shownFrom({ at, priority: null, hours: { zone, ...USUAL_HOURS } });
    story.add("warning_notice", {
      ...{ id: story.id(at), ...parties, breach_step_id: stepId, party_id: partyId },
      ...{ user_id: member.userId, show_at: stamp(showAt) },
    });
    if (showAt * 1000 <= story.now.epochMilliseconds)
      tellMail(story, { ...p, step, member, partyId, at: showAt });
  }
}

type EscalationStep = "escalated" | "unanswered";

/** An answer that the buyer owes is a step of its own; what else is escalated with it comes first. */
function stepOf(escalatedFor: readonly string[]): EscalationStep {
  return escalatedFor.every((one) => one.startsWith("answer ")) ? "unanswered" : "escalated";
}

function whyOf(escalatedFor: readonly string[]): string {
  if (escalatedFor.includes("repeated")) return "Missed 2 times or more within 3 months.";
  return stepOf(escalatedFor) === "unanswered"
    ? "The buyer's answer to the corrective action is overdue."
    : "The root cause and the corrective action are overdue.";
}

function readersOf(story: Story, p: BreachTold & { manager: CastMember; step: EscalationStep }) {
  const reader = (slug: string, role: Role) => {
    const member = story.cast.member({ slug, role });
    const zone = ORGANISATIONS.find((one) => one.slug === slug)?.zone ?? "UTC";
    return { member, zone };
  };
  const { buyerId, providerId } = p.contract;
  return [
    { ...reader(p.plan.provider, "delivery_manager"), partyId: providerId },
    p.step === "unanswered"
      ? { ...reader(p.plan.buyer, "owner"), partyId: buyerId }
      : { ...reader(p.plan.provider, "owner"), partyId: providerId },
    { ...reader(p.plan.buyer, "operations_lead"), partyId: buyerId },
    {
      ...reader("northern-accounts", "account_manager"),
      partyId: story.cast.organisationId("northern-accounts"),
    },
  ];
}

function tellMail(
  story: Story,
  p: BreachTold & {
    plot: Plot;
    breachId: string;
    step: EscalationStep;
    member: CastMember;
    partyId: string;
    at: number;
  },
): void {
  const { plot, member, contract } = p;
  const matter = matterOf(
    {
      ...{ step: p.step, workItemId: null, reference: null, priority: null, breachId: p.breachId },
      ...{ month: plot.month.month.month, levelName: plot.figure.name },
      ...{ engagementId: p.engagementId, engagementTitle: p.plan.title },
    },
    SITE,
  );
  const content = mailContent({
    name: member.account.name,
    subject: noticeSubject([matter]),
    matters: [matter],
    footer: [`Choose what comes by mail, and when: ${SITE}/warnings#mail`],
    unsubscribe: null,
  });
  story.add("mail_message", {
    ...{ id: story.id(p.at), organization_id: contract.buyerId, provider_id: contract.providerId },
    ...{ party_id: p.partyId, user_id: member.userId, kind: "escalation" },
    key: `story:${p.breachId}:${member.userId}`,
    to_name: member.account.name,
    to_address: member.account.email,
    subject: content.subject,
    body_text: content.text,
    body_html: content.html,
    ...{ state: "kept", attempts: 1, created_at: stamp(p.at) },
  });
}
