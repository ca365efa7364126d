import { type ResolveCursorConnectionArgs, resolveCursorConnection } from "@pothos/plugin-relay";
import { editOf } from "../../domain/contracts/edited-terms.ts";
import { authorityStatement, CONSENT_TEXTS, CURRENT_CONSENT } from "../../domain/contracts/signature.ts";
import { isSowState, type SowState, sowMachine } from "../../domain/contracts/statement-of-work.ts";
import type { Terms } from "../../domain/contracts/terms.ts";
import { ROLE_NAMES } from "../../domain/identity/viewer.ts";
import { InvalidInput } from "../../domain/shared/refusals.ts";
import type { MissingAttestation } from "../../domain/vetting/attestation-gate.ts";
import { orderableListing } from "../../server/contracts/listing-terms.ts";
import { attestationGaps } from "../../server/contracts/sow-version.read.ts";
import {
  countStatementsOfWork,
  findStatementOfWork,
  listStatementsOfWork,
  type Organisation,
  organisationsById,
  type StatementOfWorkRow,
} from "../../server/contracts/statement-of-work.read.ts";
import { builder } from "../builder.ts";
import { AttestationGapType, PartyType } from "./sow-version.ts";
import { StatementOfWorkType } from "./statement-of-work.ts";

const readers = { may: "contract:read" } as const;

builder.queryField("statementOfWork", (t) =>
  t.field({
    type: StatementOfWorkType,
    nullable: true,
    authScopes: readers,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => findStatementOfWork(context.read, context.signedIn(), String(id)),
  }),
);

const Filter = builder.inputType("StatementOfWorkFilter", {
  fields: (t) => ({
    states: t.stringList({ description: `Any of: ${sowMachine.states.join(", ")}.` }),
    awaitingMe: t.boolean({ description: "Only those in which the viewer's side has the next move." }),
  }),
});

type FilterValue = { states?: string[] | null; awaitingMe?: boolean | null } | null | undefined;

builder.queryField("statementsOfWork", (t) =>
  t.connection({
    type: StatementOfWorkType,
    description: "Contracts of the viewer's organisation, newest first.",
    authScopes: readers,
    args: { filter: t.arg({ type: Filter }) },
    resolve: (_root, args, context) => {
      const filter = filterOf(args.filter);
      return resolveCursorConnection(
        { args, toCursor: (sow: StatementOfWorkRow) => sow.id, defaultSize: 50, maxSize: 200 },
        ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) =>
          listStatementsOfWork(context.read, context.signedIn(), {
            ...filter,
            after,
            before,
            take: limit,
            inverted,
          }),
      );
    },
  }),
);

builder.queryField("statementOfWorkCount", (t) =>
  t.int({
    authScopes: readers,
    args: { filter: t.arg({ type: Filter }) },
    resolve: (_root, { filter }, context) =>
      countStatementsOfWork(context.read, context.signedIn(), filterOf(filter)),
  }),
);

function filterOf(filter: FilterValue): { states?: SowState[]; awaitingViewer?: boolean } {
  const states = filter?.states ?? null;
  const unknown = states?.find((state) => !isSowState(state));
  if (unknown !== undefined)
    throw new InvalidInput([
      { field: "filter.states", message: `"${unknown}" is not a state of a contract.` },
    ]);
  return {
    ...(states ? { states: states.filter(isSowState) } : {}),
    awaitingViewer: filter?.awaitingMe ?? false,
  };
}

export type OrderDraft = {
  listingId: string;
  provider: Organisation;
  terms: Terms;
  gaps: MissingAttestation[];
};

export const OrderDraftType = builder.objectRef<OrderDraft>("OrderDraft").implement({
  description: "What an order of a listing starts from: the provider's offer as terms.",
  fields: (t) => ({
    listingId: t.exposeID("listingId"),
    provider: t.field({ type: PartyType, resolve: (draft) => draft.provider }),
    terms: t.field({ type: "JSON", resolve: (draft) => draft.terms }),
    edit: t.field({
      type: "JSON",
      description: "The terms as a TermsInput, to be changed and sent with createOrder.",
      resolve: (draft) => editOf(draft.terms),
    }),
    today: t.field({
      type: "Date",
      resolve: (draft, _args, context) =>
        context.clock.now().toZonedDateTimeISO(draft.terms.zone).toPlainDate().toString(),
    }),
    attestationGaps: t.field({ type: [AttestationGapType], resolve: (draft) => draft.gaps }),
  }),
});

builder.queryField("orderDraft", (t) =>
  t.field({
    type: OrderDraftType,
    nullable: true,
    authScopes: { may: "contract:order" },
    args: { listingId: t.arg.id({ required: true }) },
    resolve: async (_root, { listingId }, context): Promise<OrderDraft | null> => {
      const now = context.clock.now();
      const listing = await orderableListing(context.read, { id: String(listingId), now });
      if (!listing) return null;
      const organisations = await organisationsById(context.read, [listing.providerId]);
      const { terms, providerId } = listing;
      const gaps = await attestationGaps(context.read, { providerId, terms, now });
      return { listingId: listing.id, provider: organisations(providerId), terms, gaps };
    },
  }),
);

type Signing = { openedAt: string; signerName: string; authority: string };

const SigningType = builder.objectRef<Signing>("SigningForm").implement({
  description:
    "What the signing page shows and sends back: who signs, for whom, and the consent text in force.",
  fields: (t) => ({
    openedAt: t.field({ type: "DateTime", resolve: (signing) => signing.openedAt }),
    signerName: t.exposeString("signerName"),
    authority: t.exposeString("authority"),
    consentText: t.string({ resolve: () => CONSENT_TEXTS[CURRENT_CONSENT] }),
    consentTextVersion: t.string({ resolve: () => CURRENT_CONSENT }),
  }),
});

builder.queryField("signingForm", (t) =>
  t.field({
    type: SigningType,
    authScopes: { wholeRole: true },
    resolve: (_root, _args, context): Signing => {
      const viewer = context.signedIn();
      const { organizationName, role } = viewer;
      return {
        openedAt: context.clock.now().toString({ fractionalSecondDigits: 3 }),
        signerName: viewer.name,
        authority: authorityStatement({ organizationName, roleName: ROLE_NAMES[role] }),
      };
    },
  }),
);
