import { moduleByCode } from "../../domain/catalogue/catalogue.ts";
import { ENGAGEMENT_STATE_NAMES, engagementPartyOf } from "../../domain/delivery/engagement.ts";
import { type OnboardingProgress, onboardingProgress } from "../../domain/delivery/onboarding.ts";
import { may } from "../../domain/identity/permissions.ts";
import { ROLE_NAMES, type Role } from "../../domain/identity/viewer.ts";
import { findStatementOfWork } from "../../server/contracts/statement-of-work.read.ts";
import {
  type ChecklistItemRow,
  checklistsOf,
  type EngagementPerson,
  type EngagementRow,
  peopleOf,
} from "../../server/delivery/engagement.read.ts";
import { builder } from "../builder.ts";
import { PartyType } from "../contracts/sow-version.ts";
import { StatementOfWorkType } from "../contracts/statement-of-work.ts";
import { Node } from "../node-interface.ts";

export const ChecklistItemType = builder.objectRef<ChecklistItemRow>("ChecklistItem").implement({
  fields: (t) => ({
    id: t.exposeID("id"),
    engagementId: t.exposeID("engagementId"),
    position: t.exposeInt("position"),
    party: t.exposeString("party", { description: "The side that owes it: buyer or provider." }),
    title: t.exposeString("title"),
    required: t.exposeBoolean("required"),
    doneAt: t.field({ type: "DateTime", nullable: true, resolve: (item) => item.doneAt }),
    doneByName: t.exposeString("doneByName", { nullable: true }),
    viewerMay: t.stringList({
      description: "complete or reopen, for the side that owes it.",
      resolve: (item, _args, context) => {
        const viewer = context.signedIn();
        const mine = engagementPartyOf(viewer, item) === item.party && may(viewer, "checklist:complete");
        return mine ? [item.doneAt ? "reopen" : "complete"] : [];
      },
    }),
  }),
});

const Progress = builder.objectRef<OnboardingProgress>("OnboardingProgress").implement({
  fields: (t) => ({
    done: t.exposeInt("done"),
    total: t.exposeInt("total"),
    openForBuyer: t.int({ resolve: (progress) => progress.openRequired.buyer }),
    openForProvider: t.int({ resolve: (progress) => progress.openRequired.provider }),
    complete: t.exposeBoolean("complete"),
    late: t.exposeBoolean("late", { description: "Work counts already while something required is open." }),
  }),
});

const Person = builder.objectRef<EngagementPerson>("EngagementPerson").implement({
  fields: (t) => ({
    id: t.exposeID("id"),
    name: t.exposeString("name"),
    email: t.exposeString("email"),
    role: t.string({ resolve: (person) => ROLE_NAMES[person.role as Role] ?? person.role }),
    organisation: t.exposeString("organisation"),
    party: t.string({ resolve: (person) => person.party }),
  }),
});

export const EngagementType = builder.objectRef<EngagementRow>("Engagement");

EngagementType.implement({
  interfaces: [Node],
  description: "The work under a signed contract, from its onboarding to its last day.",
  fields: (t) => ({
    id: t.exposeID("id"),
    statementOfWorkId: t.exposeID("statementOfWorkId"),
    moduleCode: t.exposeString("moduleCode"),
    moduleName: t.string({ resolve: (one) => moduleByCode(one.moduleCode)?.name ?? one.moduleCode }),
    title: t.exposeString("title"),
    state: t.string({ description: "onboarding, active or ended", resolve: (one) => one.state }),
    stateName: t.string({ resolve: (one) => ENGAGEMENT_STATE_NAMES[one.state] }),
    startsOn: t.field({ type: "Date", resolve: (one) => one.startsOn }),
    endsOn: t.field({ type: "Date", nullable: true, resolve: (one) => one.endsOn }),
    zone: t.exposeString("zone"),
    currency: t.exposeString("currency"),
    createdAt: t.field({ type: "DateTime", resolve: (one) => one.createdAt }),
    buyer: t.field({ type: PartyType, resolve: (one) => one.buyer }),
    provider: t.field({ type: PartyType, resolve: (one) => one.provider }),
    viewerParty: t.string({
      nullable: true,
      resolve: (one, _args, context) => engagementPartyOf(context.signedIn(), one),
    }),
    contract: t.field({
      type: StatementOfWorkType,
      nullable: true,
      resolve: (one, _args, context) =>
        findStatementOfWork(context.read, context.signedIn(), one.statementOfWorkId),
    }),
    checklist: t.field({
      type: [ChecklistItemType],
      resolve: (one, _args, context) => checklistsOf(context.read, [one.id]),
    }),
    onboarding: t.field({
      type: Progress,
      resolve: async (one, _args, context) => {
        const rows = await checklistsOf(context.read, [one.id]);
        const items = rows.map(({ party, required, doneAt }) => ({
          party,
          required,
          done: doneAt !== null,
        }));
        return onboardingProgress({
          items,
          startsOn: one.startsOn,
          zone: one.zone,
          now: context.clock.now(),
        });
      },
    }),
    people: t.field({
      type: [Person],
      resolve: (one, _args, context) => peopleOf(context.read, one),
    }),
  }),
});
