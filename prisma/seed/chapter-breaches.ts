import { Temporal } from "temporal-polyfill";
import {
  type BreachFigure,
  breachFigure,
  breachStatus,
  CAUSE_CATEGORIES,
  type CauseCategory,
  endOfDay,
  isClosed,
} from "../../domain/service-levels/breach.ts";
import { isRepeated, severityOf } from "../../domain/service-levels/breach-severity.ts";
import { windowEnd } from "../../domain/service-levels/contest.ts";
import { formatInstant } from "../../domain/shared/instant.ts";
import { type Plot, POLICY, plotsOf } from "./breach-plots.ts";
import type { CastMember } from "./cast.ts";
import { tellEscalation } from "./chapter-breach-notices.ts";
import type { ToldContract } from "./chapter-contracts.ts";
import type { FrozenMonth } from "./chapter-months.ts";
import type { EngagementPlan } from "./engagement-plans.ts";
import { type Story, stamp } from "./story.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;

export type BreachTold = {
  plan: EngagementPlan;
  contract: ToldContract;
  engagementId: string;
  months: readonly FrozenMonth[];
};

/** Every missed level of the last months with what became of it, so that each state can be seen. */
export function tellBreaches(story: Story, p: BreachTold): void {
  const today = story.now.toZonedDateTimeISO(p.contract.terms.zone).toPlainDate().toString();
  const plots = plotsOf(p.months, today);
  for (const plot of plots) tellBreach(story, { ...p, plot, plots });
}

type One = BreachTold & { plot: Plot; plots: readonly Plot[] };
type Step = { action: string; by: "provider" | "buyer" | null; at: number; reason: string };

function tellBreach(story: Story, p: One): void {
  const { plot, contract } = p;
  const openedAt = plot.month.frozenAt + 60;
  const id = story.id(openedAt);
  const parties = { organization_id: contract.buyerId, provider_id: contract.providerId };
  const dueAt = dueOf(p, openedAt);
  const escalatedFor = escalationsOf(story, p, dueAt);
  const status = breachStatus(plot.figure) ?? "missed";
  const manager = story.cast.member({ slug: "northern-accounts", role: "account_manager" });
  const steps = stepsOf(p, openedAt);
  const last = steps.at(-1)?.at ?? openedAt;
  const isAgreed = ["accepted", "measuring", "effective", "not_effective"].includes(plot.state);
  story.add("breach", {
    id,
    ...parties,
    engagement_id: p.engagementId,
    period: plot.month.month.month,
    level_id: plot.figure.levelId,
    level_name: plot.figure.name,
    status,
    figure: breachFigure(plot.figure),
    source: plot.state === "withdrawn" ? "computed" : "frozen",
    missed_item_ids: plot.missedItemIds,
    severity: severityOf({ status, escalatedFor }),
    state: plot.state,
    policy: POLICY,
    opened_at: stamp(openedAt),
    due_at: dueAt === null ? null : stamp(dueAt),
    plan_number: plot.state === "open" || plot.state === "withdrawn" ? 0 : 1,
    action_due_on: isAgreed ? plot.dueOn : null,
    promised_month: isAgreed ? plot.promised.month : null,
    promised_figure: isAgreed ? plot.promised.figure : null,
    effect: plot.effect,
    escalated_for: escalatedFor,
    assigned_to_id: escalatedFor.length > 0 ? manager.userId : null,
    assigned_to_name: escalatedFor.length > 0 ? manager.account.name : null,
    closed_at: isClosed(plot.state) ? stamp(last) : null,
  });
  if (plot.state !== "open" && plot.state !== "withdrawn")
    tellPlan(story, { ...p, id, at: openedAt + 3 * DAY });
  for (const step of steps) tellStep(story, { ...p, id, step });
  if (escalatedFor.length > 0)
    tellEscalation(story, {
      ...p,
      breachId: id,
      at: Math.max(openedAt + 6 * DAY, dueAt ?? 0),
      escalatedFor,
      manager,
    });
  if (dueAt !== null && dueAt * 1000 > story.now.epochMilliseconds)
    story.job({
      task: "breach.due",
      payload: { breachId: id, organizationId: contract.buyerId },
      key: `breach:${id}`,
    });
}

function dueOf({ plot, contract }: One, openedAt: number): number | null {
  const { zone } = contract.terms;
  const from = (at: number) => Temporal.Instant.fromEpochMilliseconds(at * 1000);
  const seconds = (at: Temporal.Instant) => Math.floor(at.epochMilliseconds / 1000);
  if (plot.state === "open")
    return seconds(windowEnd({ from: from(openedAt), days: POLICY.causeDays, zone }));
  if (plot.state === "proposed")
    return seconds(windowEnd({ from: from(openedAt + 3 * DAY), days: POLICY.answerDays, zone }));
  if (plot.state === "sent_back")
    return seconds(windowEnd({ from: from(openedAt + 5 * DAY), days: POLICY.causeDays, zone }));
  return plot.state === "accepted" ? seconds(endOfDay(plot.dueOn, zone)) : null;
}

/** By the product's own rules, as of the story's present. */
function escalationsOf(story: Story, { plot, plots }: One, dueAt: number | null): string[] {
  if (isClosed(plot.state)) return [];
  const months = plots
    .filter((one) => one.figure.levelId === plot.figure.levelId && one.state !== "withdrawn")
    .map((one) => one.month.month.month);
  const repeated = isRepeated({ month: plot.month.month.month, months, policy: POLICY });
  const late = dueAt !== null && dueAt * 1000 <= story.now.epochMilliseconds;
  return [
    ...(repeated ? ["repeated"] : []),
    ...(late ? [`${plot.state === "proposed" ? "answer" : "cause"} ${formatInstant(dueAt)}`] : []),
  ];
}

const CAUSES: readonly { category: CauseCategory; cause: string; action: string }[] = [
  {
    category: "capacity",
    cause:
      "Two of the five people on the late shift were ill in the same week, and nobody covered for them.",
    action: "A sixth person is trained for the late shift and is on call from Monday to Friday.",
  },
  {
    category: "hand_over",
    cause: "Items opened after 17:00 were passed on by word of mouth and were found again the next noon.",
    action: "Every hand-over is a written list that the morning's lead signs before 08:30.",
  },
  {
    category: "procedure",
    cause: "The check before closing was skipped when the queue was long, so work came back.",
    action: "The desk asks for the check; an item without it can't be closed.",
  },
];

function wordsOf({ plot }: One) {
  const at = plot.missedItemIds.length % CAUSES.length;
  return CAUSES[at] ?? CAUSES[0] ?? { category: "other" as const, cause: "", action: "" };
}

function tellPlan(story: Story, p: One & { id: string; at: number }): void {
  const { plot, contract } = p;
  const provider = story.cast.member({ slug: p.plan.provider, role: "delivery_manager" });
  story.add("breach_plan", {
    id: story.id(p.at),
    organization_id: contract.buyerId,
    provider_id: contract.providerId,
    breach_id: p.id,
    number: 1,
    ...wordsOf(p),
    explained_item_ids: plot.missedItemIds.slice(0, Math.max(1, plot.missedItemIds.length - 1)),
    owner_id: provider.userId,
    owner_name: provider.account.name,
    due_on: plot.dueOn,
    promised_figure: plot.promised.figure,
    promised_month: plot.promised.month,
    by_name: provider.account.name,
    at: stamp(p.at),
  });
}

/** What was done up to the state that the breach has reached. */
function stepsOf(p: One, openedAt: number): Step[] {
  const { plot } = p;
  const figure: BreachFigure = breachFigure(plot.figure);
  const target = `${figure.target} ${figure.unit}`;
  const reads = `${plot.figure.name} reads ${figure.measured} ${figure.unit} against ${target}`;
  const opened: Step = { action: "opened", by: null, at: openedAt, reason: `${reads}, as frozen.` };
  if (plot.state === "withdrawn") {
    const reviewed = {
      ...opened,
      at: openedAt - 4 * HOUR,
      reason: `${reads}, as measured for the review.`,
    };
    const met = `${plot.figure.name} reaches its target of ${target}, as frozen: one stop had come in late.`;
    return [reviewed, { action: "withdrawn", by: null, at: openedAt, reason: met }];
  }
  const { category, action } = wordsOf(p);
  const explained = Math.max(1, plot.missedItemIds.length - 1);
  const of = `${explained} of ${plot.missedItemIds.length} missed items explained`;
  const planned: Step = {
    ...{ action: "planned", by: "provider", at: openedAt + 3 * DAY },
    reason: `${CAUSE_CATEGORIES[category]}; ${of}. ${action}`,
  };
  const sentBack =
    "Which of the items would this have saved? Name them, and say who covers in the holidays.";
  const answers: Record<string, Step[]> = {
    open: [],
    proposed: [planned],
    sent_back: [planned, { action: "sent_back", by: "buyer", at: openedAt + 5 * DAY, reason: sentBack }],
  };
  const accepted: Step = { action: "accepted", by: "buyer", at: openedAt + 4 * DAY, reason: "Agreed." };
  return [opened, ...(answers[plot.state] ?? [planned, accepted, ...afterAccepting(plot, openedAt)])];
}

function afterAccepting(plot: Plot, openedAt: number): Step[] {
  if (plot.state === "accepted") return [];
  const done: Step = {
    action: "finished",
    by: "provider",
    at: openedAt + 12 * DAY,
    reason: "In force since today.",
  };
  const { effect } = plot;
  if (!effect?.verdict) return [done];
  const words = effect.verdict === "effective" ? "Effective" : "Not effective";
  const read = `${effect.judged?.month} reads ${effect.judged?.figure} ${plot.figure.unit}`;
  const reason = `${words}: ${read}, ${effect.promised.figure} was promised.`;
  return [done, { action: "measured", by: null, at: openedAt + 62 * DAY, reason }];
}

function tellStep(story: Story, p: One & { id: string; step: Step }): void {
  const { step, contract } = p;
  const person: CastMember | null =
    step.by === null
      ? null
      : story.cast.member(
          step.by === "provider"
            ? { slug: p.plan.provider, role: "delivery_manager" }
            : { slug: p.plan.buyer, role: "operations_lead" },
        );
  story.add("breach_step", {
    id: story.id(step.at),
    organization_id: contract.buyerId,
    provider_id: contract.providerId,
    breach_id: p.id,
    action: step.action,
    party: step.by ?? "engine_room",
    by_id: person?.userId ?? null,
    by_name: person?.account.name ?? "Engine Room",
    reason: step.reason,
    at: stamp(step.at),
  });
}
