import { type ActionFunctionArgs, data, redirect } from "@remix-run/node";
import { query } from "../../graphql.server.ts";
import { StateLegalEntityDocument, StateTaxIdentityDocument } from "./organisation.graphql.ts";

const FIELDS = [
  "name",
  "addressLine",
  "postalCode",
  "city",
  "country",
  "status",
  "vatNumber",
  "registrationNumber",
  "email",
] as const;

export type IdentityAnswer = {
  values: Record<string, string>;
  message: string;
  issues: readonly { field: string; message: string }[];
};

/** Sends what a form states for invoices; null where the form is about something else. */
export async function statedIdentity(
  door: Pick<ActionFunctionArgs, "request" | "context">,
  form: FormData,
) {
  const intent = form.get("intent");
  if (intent !== "identity" && intent !== "legal-entity") return null;
  const text = (name: string) => String(form.get(name) ?? "");
  const values = Object.fromEntries([...FIELDS, "currency"].map((name) => [name, text(name)]));
  const stated = {
    ...{ name: text("name"), addressLine: text("addressLine"), postalCode: text("postalCode") },
    ...{ city: text("city"), country: text("country"), status: text("status") },
    ...{ vatNumber: text("vatNumber"), registrationNumber: text("registrationNumber") },
    email: text("email"),
    idempotencyKey: text("idempotencyKey"),
  };
  const answer =
    intent === "identity"
      ? (await query(door, StateTaxIdentityDocument, { input: stated })).stateTaxIdentity
      : (
          await query(door, StateLegalEntityDocument, {
            input: { ...stated, currency: text("currency") },
          })
        ).stateLegalEntity;
  switch (answer.__typename) {
    case "MutationStateTaxIdentitySuccess":
    case "MutationStateLegalEntitySuccess":
      return redirect("/organisation#invoices");
    case "InvalidInput": {
      const message = answer.issues[0]?.message ?? "That does not fit.";
      return refused({ values, message, issues: answer.issues });
    }
    default:
      return refused({ values, message: answer.message, issues: [] });
  }
}

function refused(answer: IdentityAnswer) {
  return data(answer, { status: 400 });
}
