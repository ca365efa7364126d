import {
  type LegalHoldRow,
  legalHolds,
  liftLegalHold,
  placeLegalHold,
} from "../../server/records/legal-holds.ts";
import {
  askForErasure,
  erasureUnderWay,
  type PersonErasureRow,
  withdrawErasure,
} from "../../server/records/person-erasure.ts";
import { builder } from "../builder.ts";

const PersonErasure = builder.objectRef<PersonErasureRow>("PersonErasure").implement({
  description: "The reader asked for their account to go; until it is due they can withdraw.",
  fields: (t) => ({
    askedAt: t.field({ type: "DateTime", resolve: (one) => one.askedAt }),
    dueAt: t.field({ type: "DateTime", resolve: (one) => one.dueAt }),
  }),
});

const LegalHold = builder.objectRef<LegalHoldRow>("LegalHold").implement({
  description: "What is kept for now, whoever asks for it to go.",
  fields: (t) => ({
    holdId: t.exposeID("id"),
    subject: t.exposeString("subject"),
    isPerson: t.exposeBoolean("isPerson"),
    reason: t.exposeString("reason"),
    until: t.field({ type: "Date", nullable: true, resolve: (one) => one.until }),
    placedByName: t.exposeString("placedByName"),
    placedAt: t.field({ type: "DateTime", resolve: (one) => one.placedAt }),
    liftedByName: t.exposeString("liftedByName", { nullable: true }),
    liftedAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.liftedAt }),
    liftedBecause: t.exposeString("liftedBecause", { nullable: true }),
  }),
});

builder.queryFields((t) => ({
  personErasure: t.field({
    type: PersonErasure,
    nullable: true,
    description: "What the reader asked for and has not withdrawn.",
    authScopes: { wholeRole: true },
    resolve: (_root, _args, context) => erasureUnderWay(context.read, context.signedIn().userId),
  }),
  legalHolds: t.field({
    type: [LegalHold],
    authScopes: { may: "legal_hold:manage" },
    resolve: (_root, _args, context) => legalHolds(context.read),
  }),
}));

const Changed = builder.objectRef<{ id: string }>("ErasureChanged").implement({
  fields: (t) => ({ id: t.exposeID("id") }),
});
const ErasureInput = builder.inputType("PersonErasureInput", {
  fields: (t) => ({ idempotencyKey: t.string() }),
});
const PlaceInput = builder.inputType("PlaceLegalHoldInput", {
  fields: (t) => ({
    subject: t.string({ required: true, description: "An organisation's id, or a person's e-mail." }),
    reason: t.string({ required: true }),
    until: t.string({ description: "The last day; left out, it holds until it is lifted." }),
    idempotencyKey: t.string(),
  }),
});
const LiftInput = builder.inputType("LiftLegalHoldInput", {
  fields: (t) => ({
    holdId: t.id({ required: true }),
    because: t.string({ required: true }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationFields((t) => ({
  askForErasure: t.field({
    type: Changed,
    description: "Asks for the reader's account and what tells of them to go, in fourteen days.",
    errors: {},
    authScopes: { wholeRole: true },
    args: { input: t.arg({ type: ErasureInput, required: true }) },
    resolve: (_root, { input }, context) => askForErasure(context.caller(input.idempotencyKey), null),
  }),
  withdrawErasure: t.field({
    type: Changed,
    errors: {},
    authScopes: { wholeRole: true },
    args: { input: t.arg({ type: ErasureInput, required: true }) },
    resolve: (_root, { input }, context) => withdrawErasure(context.caller(input.idempotencyKey), null),
  }),
  placeLegalHold: t.field({
    type: Changed,
    errors: {},
    authScopes: { may: "legal_hold:manage" },
    args: { input: t.arg({ type: PlaceInput, required: true }) },
    resolve: (_root, { input }, context) => {
      const { idempotencyKey, until, ...hold } = input;
      return placeLegalHold(context.caller(idempotencyKey), { ...hold, until: until ?? null });
    },
  }),
  liftLegalHold: t.field({
    type: Changed,
    errors: {},
    authScopes: { may: "legal_hold:manage" },
    args: { input: t.arg({ type: LiftInput, required: true }) },
    resolve: (_root, { input }, context) =>
      liftLegalHold(context.caller(input.idempotencyKey), {
        id: String(input.holdId),
        because: input.because,
      }),
  }),
}));
