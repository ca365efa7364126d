import { NotFound } from "../../domain/shared/refusals.ts";
import { createOrder } from "../../server/contracts/create-order.ts";
import { declineStatementOfWork } from "../../server/contracts/decline-statement-of-work.ts";
import { offerStatementOfWork } from "../../server/contracts/offer-statement-of-work.ts";
import { proposeVersion } from "../../server/contracts/propose-version.ts";
import { signStatementOfWork } from "../../server/contracts/sign-statement-of-work.ts";
import {
  findStatementOfWork,
  type StatementOfWorkRow,
} from "../../server/contracts/statement-of-work.read.ts";
import { withdrawStatementOfWork } from "../../server/contracts/withdraw-statement-of-work.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";
import { StatementOfWorkType } from "./statement-of-work.ts";
import { TermsInput } from "./terms-input.ts";

const CreateOrderInput = builder.inputType("CreateOrderInput", {
  fields: (t) => ({
    listingId: t.id({ required: true }),
    terms: t.field({ type: TermsInput, required: true }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationField("createOrder", (t) =>
  t.field({
    type: StatementOfWorkType,
    description: "Orders a listing: a draft contract that the buyer alone sees until it is offered.",
    errors: {},
    authScopes: { may: "contract:order" },
    args: { input: t.arg({ type: CreateOrderInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, listingId, terms } = input;
      const { id } = await createOrder(context.caller(idempotencyKey), {
        listingId: String(listingId),
        terms,
      });
      return reread(context, id);
    },
  }),
);

const ProposeVersionInput = builder.inputType("ProposeVersionInput", {
  fields: (t) => ({
    statementOfWorkId: t.id({ required: true }),
    baseVersion: t.int({ required: true, description: "The version that was changed." }),
    note: t.string({ description: "Why, for the other side." }),
    terms: t.field({ type: TermsInput, required: true }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationField("proposeVersion", (t) =>
  t.field({
    type: StatementOfWorkType,
    description: "Writes a new version. Signatures given so far stay with the version they were given for.",
    errors: {},
    authScopes: { may: "contract:edit" },
    args: { input: t.arg({ type: ProposeVersionInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, statementOfWorkId, note, ...rest } = input;
      const { id } = await proposeVersion(context.caller(idempotencyKey), {
        ...rest,
        statementOfWorkId: String(statementOfWorkId),
        note: note ?? "",
      });
      return reread(context, id);
    },
  }),
);

const MoveInput = builder.inputType("StatementOfWorkMoveInput", {
  fields: (t) => ({
    statementOfWorkId: t.id({ required: true }),
    reason: t.string(),
    idempotencyKey: t.string(),
  }),
});

const MOVES = [
  {
    name: "offerStatementOfWork",
    description: "Sends the buyer's draft to the provider.",
    permission: "contract:order",
    move: offerStatementOfWork,
  },
  {
    name: "withdrawStatementOfWork",
    description: "The buyer takes the order back.",
    permission: "contract:edit",
    move: withdrawStatementOfWork,
  },
  {
    name: "declineStatementOfWork",
    description: "The provider says no.",
    permission: "contract:edit",
    move: declineStatementOfWork,
  },
] as const;

for (const { name, description, permission, move } of MOVES)
  builder.mutationField(name, (t) =>
    t.field({
      type: StatementOfWorkType,
      description,
      errors: {},
      authScopes: { may: permission },
      args: { input: t.arg({ type: MoveInput, required: true }) },
      resolve: async (_root, { input }, context) => {
        const { id } = await move(context.caller(input.idempotencyKey), {
          statementOfWorkId: String(input.statementOfWorkId),
          reason: input.reason ?? "",
        });
        return reread(context, id);
      },
    }),
  );

const SignInput = builder.inputType("SignStatementOfWorkInput", {
  fields: (t) => ({
    statementOfWorkId: t.id({ required: true }),
    version: t.int({ required: true }),
    documentHash: t.string({
      required: true,
      description: "Of the version's text, as SowVersion gives it.",
    }),
    typedName: t.string({ required: true }),
    consent: t.boolean({ required: true, description: "To sign electronically." }),
    consentTextVersion: t.string({ required: true }),
    authority: t.boolean({ required: true, description: "The signer may sign for the organisation." }),
    openedAt: t.string({ required: true, description: "When the signer opened the text, ISO 8601." }),
    consentedAt: t.string(),
    idempotencyKey: t.string(),
  }),
});

builder.mutationField("signStatementOfWork", (t) =>
  t.field({
    type: StatementOfWorkType,
    description: "The provider countersigns, then the buyer signs. A repeated signature changes nothing.",
    errors: {},
    authScopes: { may: "contract:sign" },
    args: { input: t.arg({ type: SignInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, statementOfWorkId, ...rest } = input;
      const caller = context.caller(idempotencyKey);
      const { id } = await signStatementOfWork(caller, {
        ...rest,
        statementOfWorkId: String(statementOfWorkId),
      });
      return reread(context, id);
    },
  }),
);

async function reread(context: GraphQLContext, id: string): Promise<StatementOfWorkRow> {
  const sow = await findStatementOfWork(context.read, context.signedIn(), id);
  if (!sow) throw new NotFound("statement of work");
  return sow;
}
