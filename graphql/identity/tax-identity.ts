import { maskedEnd } from "../../domain/shared/masked.ts";
import { stateTaxIdentity } from "../../server/identity/state-tax-identity.ts";
import { readTaxIdentity, type TaxIdentityRow } from "../../server/identity/tax-identity.read.ts";
import { builder } from "../builder.ts";

export const TaxIdentityType = builder.objectRef<TaxIdentityRow>("TaxIdentity").implement({
  description: "Name, seat and registration for VAT of an organisation, as its invoices show them.",
  fields: (t) => ({
    name: t.exposeString("name"),
    addressLine: t.exposeString("addressLine"),
    postalCode: t.exposeString("postalCode"),
    city: t.exposeString("city"),
    country: t.exposeString("country"),
    status: t.string({ description: "registered or not_registered", resolve: (one) => one.status }),
    vatNumber: t.string({
      nullable: true,
      description: "Its last four signs; revealNumber tells the whole of it.",
      resolve: (one) => one.vatNumber && maskedEnd(one.vatNumber),
    }),
    registrationNumber: t.exposeString("registrationNumber", { nullable: true }),
    email: t.string({
      nullable: true,
      description: "The address of its invoices; an e-invoice names it.",
      resolve: (one) => one.email ?? null,
    }),
    statedByName: t.exposeString("statedByName"),
    statedAt: t.field({ type: "DateTime", resolve: (one) => one.statedAt }),
  }),
});

const StateTaxIdentityInput = builder.inputType("StateTaxIdentityInput", {
  fields: (t) => ({
    name: t.string({ required: true }),
    addressLine: t.string({ required: true }),
    postalCode: t.string({ required: true }),
    city: t.string({ required: true }),
    country: t.string({ required: true }),
    status: t.string({ required: true, description: "registered or not_registered" }),
    vatNumber: t.string({ description: "Left out, the one that is known stays." }),
    registrationNumber: t.string(),
    email: t.string(),
    idempotencyKey: t.string(),
  }),
});

builder.mutationField("stateTaxIdentity", (t) =>
  t.field({
    type: TaxIdentityType,
    description: "States how the viewer's organisation is named on invoices from now on.",
    errors: {},
    authScopes: { may: "tax_identity:state" },
    args: { input: t.arg({ type: StateTaxIdentityInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, ...stated } = input;
      await stateTaxIdentity(context.caller(idempotencyKey), stated);
      const identity = await readTaxIdentity(context.read, context.signedIn().organizationId);
      if (!identity) throw new Error("What was just stated is there.");
      return identity;
    },
  }),
);
