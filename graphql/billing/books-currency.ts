import { type BooksCurrencyRow, booksCurrency } from "../../server/billing/exchange/books-currency.read.ts";
import { stateBooksCurrency } from "../../server/billing/exchange/state-books-currency.ts";
import { builder } from "../builder.ts";
import { Organization } from "../identity/organization.ts";

const BooksCurrency = builder.objectRef<BooksCurrencyRow>("BooksCurrency").implement({
  description: "In which currency an organisation keeps its books, as it stated last.",
  fields: (t) => ({
    currency: t.exposeString("currency", {
      nullable: true,
      description: "Null: it asks for no second one.",
    }),
    statedByName: t.exposeString("statedByName"),
    statedAt: t.field({ type: "DateTime", resolve: (one) => one.statedAt }),
  }),
});

builder.objectFields(Organization, (t) => ({
  booksCurrency: t.field({
    type: BooksCurrency,
    nullable: true,
    description: "Null while nothing was stated: invoices and payouts state no second currency.",
    resolve: (one, _args, context) => booksCurrency(context.read, one.id),
  }),
}));

const StateInput = builder.inputType("StateBooksCurrencyInput", {
  fields: (t) => ({
    currency: t.string({ required: true, description: "Three letters; empty: no second currency." }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationField("stateBooksCurrency", (t) =>
  t.field({
    type: BooksCurrency,
    description: "States the currency of the organisation's books; what was issued stays as it is.",
    errors: {},
    authScopes: { may: "tax_identity:state" },
    args: { input: t.arg({ type: StateInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { currency, idempotencyKey } = input;
      await stateBooksCurrency(context.caller(idempotencyKey), { currency });
      const stated = await booksCurrency(context.read, context.signedIn().organizationId);
      if (!stated) throw new Error("What was just stated is there.");
      return stated;
    },
  }),
);
