import type { TaxBlocker } from "../../domain/billing/tax/tax-provider.ts";
import { may } from "../../domain/identity/permissions.ts";
import { stateLegalEntity } from "../../server/billing/tax/state-legal-entity.ts";
import { type LegalEntityRow, readLegalEntity } from "../../server/billing/tax/tax-parties.read.ts";
import { builder } from "../builder.ts";

export const InvoiceBlocker = builder.objectRef<TaxBlocker>("InvoiceBlocker").implement({
  fields: (t) => ({
    side: t.string({ description: "buyer or marketplace", resolve: (one) => one.side }),
    message: t.exposeString("message"),
  }),
});

const LegalEntityType = builder.objectRef<LegalEntityRow>("LegalEntity").implement({
  description: "The company that issues the invoices.",
  fields: (t) => ({
    name: t.exposeString("name"),
    addressLine: t.exposeString("addressLine"),
    postalCode: t.exposeString("postalCode"),
    city: t.exposeString("city"),
    country: t.exposeString("country", { nullable: true }),
    currency: t.exposeString("currency", { description: "In which its VAT is declared." }),
    status: t.string({
      description: "unknown (no invoice can be issued), registered or not_registered",
      resolve: (one) => one.status,
    }),
    vatNumber: t.exposeString("vatNumber", { nullable: true }),
    registrationNumber: t.exposeString("registrationNumber", { nullable: true }),
    email: t.string({
      nullable: true,
      description: "The address of its invoices; an e-invoice names it.",
      resolve: (one) => one.email ?? null,
    }),
    statedByName: t.exposeString("statedByName", { nullable: true }),
    statedAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.statedAt }),
    mayState: t.boolean({ resolve: (_one, _args, context) => may(context.viewer, "legal_entity:state") }),
  }),
});

builder.queryField("legalEntity", (t) =>
  t.field({
    type: LegalEntityType,
    authScopes: { may: "portfolio:read" },
    resolve: (_root, _args, context) => readLegalEntity(context.read),
  }),
);

const StateLegalEntityInput = builder.inputType("StateLegalEntityInput", {
  fields: (t) => ({
    name: t.string({ required: true }),
    addressLine: t.string({ required: true }),
    postalCode: t.string({ required: true }),
    city: t.string({ required: true }),
    country: t.string({ required: true }),
    currency: t.string({ required: true }),
    status: t.string({ required: true, description: "registered or not_registered" }),
    vatNumber: t.string(),
    registrationNumber: t.string(),
    email: t.string(),
    idempotencyKey: t.string(),
  }),
});

builder.mutationField("stateLegalEntity", (t) =>
  t.field({
    type: LegalEntityType,
    description: "States the company that invoices; what waited for it is invoiced.",
    errors: {},
    authScopes: { may: "legal_entity:state" },
    args: { input: t.arg({ type: StateLegalEntityInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, ...stated } = input;
      await stateLegalEntity(context.caller(idempotencyKey), stated);
      return readLegalEntity(context.read);
    },
  }),
);
