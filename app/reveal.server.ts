import { type ActionFunctionArgs, data } from "@remix-run/node";
import { query } from "./graphql.server.ts";
import { RevealNumberDocument } from "./reveal.graphql.ts";

/** What a form of `Reveal` was answered: the number of one place in full, or why it is not told. */
export type RevealAnswer = {
  revealed: { kind: string; id: string; number: string | null; message: string | null };
};

/**
 * Answers a form of `Reveal`; null where the form is about something else. A reader who has to prove
 * first that it is them is sent there and comes back to the page.
 */
export async function revealedNumber(
  door: Pick<ActionFunctionArgs, "request" | "context">,
  form: FormData,
) {
  if (form.get("intent") !== "reveal") return null;
  const [kind = "", id = ""] = ["kind", "id"].map((name) => String(form.get(name) ?? ""));
  const { revealNumber } = await query(door, RevealNumberDocument, { input: { kind, id } });
  if (revealNumber.__typename === "MutationRevealNumberSuccess") {
    const { number } = revealNumber.data;
    return data({ revealed: { kind, id, number, message: null } } satisfies RevealAnswer);
  }
  const { message } = revealNumber;
  return data({ revealed: { kind, id, number: null, message } } satisfies RevealAnswer, { status: 409 });
}
