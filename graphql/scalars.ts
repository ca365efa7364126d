import { StepUpNeeded } from "../domain/identity/step-up.ts";
import { DomainError } from "../domain/shared/domain-error.ts";
import { formatMoney } from "../domain/shared/format-money.ts";
import { type InputIssue, InvalidInput, NotAllowed, NotFound } from "../domain/shared/refusals.ts";
import { builder } from "./builder.ts";

const isoInstant = (value: unknown) => (value instanceof Date ? value.toISOString() : String(value));

builder.scalarType("DateTime", { description: "An instant, ISO 8601 in UTC.", serialize: isoInstant });
builder.scalarType("Date", {
  description: "A calendar day, YYYY-MM-DD.",
  serialize: (value) => isoInstant(value).slice(0, 10),
});
builder.scalarType("BigInt", {
  description: "A whole number as text, exact.",
  serialize: (value) => String(value),
});
builder.scalarType("JSON", { description: "A JSON value.", serialize: (value) => value });

builder.objectType("Money", {
  description:
    "An exact amount: minor units as text, because GraphQL's Int ends at 2^31, and its currency.",
  fields: (t) => ({
    amountMinor: t.field({ type: "BigInt", resolve: (money) => money.amountMinor }),
    currency: t.exposeString("currency"),
    text: t.string({
      description: "As an English reader writes it.",
      resolve: (money) => formatMoney(money, "en-US"),
    }),
  }),
});

/** What every refusal carries. `code` is for programs and stays; `message` is for people. */
export const Refusal = builder.interfaceRef<DomainError>("Refusal").implement({
  fields: (t) => ({
    code: t.exposeString("code"),
    message: t.exposeString("message"),
    field: t.string({ nullable: true, resolve: (error) => error.field ?? null }),
  }),
});

export const InputIssueType = builder.objectRef<InputIssue>("InputIssue").implement({
  fields: (t) => ({ field: t.exposeString("field"), message: t.exposeString("message") }),
});

builder.objectType(InvalidInput, {
  name: "InvalidInput",
  interfaces: [Refusal],
  fields: (t) => ({ issues: t.field({ type: [InputIssueType], resolve: (error) => [...error.issues] }) }),
});
builder.objectType(NotFound, { name: "NotFound", interfaces: [Refusal] });
builder.objectType(NotAllowed, { name: "NotAllowed", interfaces: [Refusal] });
builder.objectType(StepUpNeeded, {
  name: "StepUpNeeded",
  description: "The person in this session has to prove once more that it is them; nothing was done.",
  interfaces: [Refusal],
});
builder.objectType(DomainError, {
  name: "Refused",
  description: "A rule of the domain said no; `code` says which.",
  interfaces: [Refusal],
  fields: (t) => ({ details: t.field({ type: "JSON", resolve: (error) => error.details }) }),
});
