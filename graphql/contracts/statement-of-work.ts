import { moduleByCode } from "../../domain/catalogue/catalogue.ts";
import { isRetroactive } from "../../domain/contracts/start-date.ts";
import { nextActions } from "../../domain/contracts/statement-of-work.policy.ts";
import { partyOf, waitingFor } from "../../domain/contracts/statement-of-work.ts";
import { compareVersions } from "../../domain/contracts/version-comparison.ts";
import {
  attestationGaps,
  chainOf,
  signaturesOf,
  versionsOf,
} from "../../server/contracts/sow-version.read.ts";
import type { StatementOfWorkRow } from "../../server/contracts/statement-of-work.read.ts";
import { builder } from "../builder.ts";
import { Node } from "../node-interface.ts";
import { ComparisonType } from "./contract-clause.ts";
import { AttestationGapType, ChainType, PartyType, SignatureType, SowVersionType } from "./sow-version.ts";

export const StatementOfWorkType = builder.objectRef<StatementOfWorkRow>("StatementOfWork");

StatementOfWorkType.implement({
  interfaces: [Node],
  description: "A contract between a buyer and a provider: its versions, signatures and state.",
  fields: (t) => ({
    id: t.exposeID("id"),
    listingId: t.exposeID("listingId", { nullable: true }),
    engagementId: t.exposeID("engagementId", { nullable: true }),
    moduleCode: t.exposeString("moduleCode"),
    moduleName: t.string({ resolve: (sow) => moduleByCode(sow.moduleCode)?.name ?? sow.moduleCode }),
    title: t.exposeString("title"),
    state: t.string({
      description: "draft, offered, countersigned, active, withdrawn or declined",
      resolve: (sow) => sow.state,
    }),
    waitingFor: t.string({ nullable: true, resolve: (sow) => waitingFor(sow.state) }),
    proposedBy: t.exposeString("proposedBy", { description: "Who wrote the present version." }),
    currentVersion: t.exposeInt("currentVersion"),
    buyer: t.field({ type: PartyType, resolve: (sow) => sow.buyer }),
    provider: t.field({ type: PartyType, resolve: (sow) => sow.provider }),
    monthlyFee: t.field({
      type: "Money",
      resolve: ({ terms }) => ({ amountMinor: BigInt(terms.monthlyFeeMinor), currency: terms.currency }),
    }),
    startsOn: t.field({ type: "Date", resolve: (sow) => sow.terms.startsOn }),
    zone: t.string({ resolve: (sow) => sow.terms.zone }),
    today: t.field({
      type: "Date",
      description: "The present day in the contract's zone.",
      resolve: ({ terms }, _args, context) =>
        context.clock.now().toZonedDateTimeISO(terms.zone).toPlainDate().toString(),
    }),
    retroactive: t.boolean({
      description: "The start lies in the past: both sides agree that work from that day counts.",
      resolve: ({ terms }, _args, context) =>
        isRetroactive({ startsOn: terms.startsOn, zone: terms.zone, now: context.clock.now() }),
    }),
    offeredAt: t.field({ type: "DateTime", nullable: true, resolve: (sow) => sow.offeredAt }),
    closedAt: t.field({ type: "DateTime", nullable: true, resolve: (sow) => sow.closedAt }),
    closedReason: t.exposeString("closedReason"),
    createdAt: t.field({ type: "DateTime", resolve: (sow) => sow.createdAt }),
    updatedAt: t.field({ type: "DateTime", resolve: (sow) => sow.updatedAt }),
    viewerParty: t.string({
      nullable: true,
      description: "buyer, provider, or null for staff who read",
      resolve: (sow, _args, context) => partyOf(context.signedIn(), sow),
    }),
    viewerMay: t.stringList({
      description: "The viewer's next actions: sign, offer, edit, decline, withdraw.",
      resolve: (sow, _args, context) => nextActions(context.signedIn(), sow),
    }),
  }),
});

// Its versions, and what was signed of them: each is read only where it is asked for.
builder.objectFields(StatementOfWorkType, (t) => ({
  versions: t.field({
    type: [SowVersionType],
    complexity: 30,
    resolve: (sow, _args, context) => versionsOf(context.read, sow),
  }),
  version: t.field({
    type: SowVersionType,
    nullable: true,
    description: "One version by its number; the present one where no number is given.",
    args: { number: t.arg.int() },
    resolve: async (sow, { number }, context) => {
      const versions = await versionsOf(context.read, sow);
      return versions.find((one) => one.number === (number ?? sow.currentVersion)) ?? null;
    },
  }),
  comparison: t.field({
    type: ComparisonType,
    nullable: true,
    description: "What changed between two versions: figures first, then the clauses word by word.",
    args: { from: t.arg.int({ required: true }), to: t.arg.int({ required: true }) },
    complexity: 50,
    resolve: async (sow, { from, to }, context) => {
      const versions = await versionsOf(context.read, sow);
      const before = versions.find((one) => one.number === from);
      const after = versions.find((one) => one.number === to);
      return before && after ? compareVersions({ before, after }) : null;
    },
  }),
  signatures: t.field({
    type: [SignatureType],
    resolve: (sow, _args, context) => signaturesOf(context.read, sow.id),
  }),
  signatureChain: t.field({
    type: ChainType,
    complexity: 30,
    resolve: (sow, _args, context) => chainOf(context.read, sow),
  }),
  attestationGaps: t.field({
    type: [AttestationGapType],
    resolve: (sow, _args, context) =>
      attestationGaps(context.read, {
        providerId: sow.providerId,
        terms: sow.terms,
        now: context.clock.now(),
      }),
  }),
}));
