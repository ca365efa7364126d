import type { ActionFunctionArgs } from "@remix-run/node";
import type { Refusal } from "../../components/refusal.ts";
import { query } from "../../graphql.server.ts";
import {
  AnswerBreachPlanDocument,
  AnswerForBuyerDocument,
  FinishBreachActionDocument,
  PlanBreachDocument,
  RuleBreachDocument,
} from "./breach.graphql.ts";

type Answer = {
  __typename: string;
  message?: string;
  field?: string | null;
  issues?: readonly { field: string; message: string }[];
};

/** Does what a form on the page asks for; answers the refusal, or null where it was done. */
export async function act(
  from: Pick<ActionFunctionArgs, "request" | "context">,
  id: string,
  form: FormData,
) {
  const text = (name: string) => String(form.get(name) ?? "");
  const known = { breachId: id, idempotencyKey: text("idempotencyKey") || null };
  const answer = await ask();
  if (answer.message === undefined) return null;
  const issues = answer.issues ?? (answer.field ? [{ field: answer.field, message: answer.message }] : []);
  return { message: answer.message, issues } satisfies Refusal;

  async function ask(): Promise<Answer> {
    const intent = text("intent");
    switch (intent) {
      case "plan": {
        const input = {
          ...known,
          category: text("category"),
          cause: text("cause"),
          explainedItemIds: form.getAll("explainedItemIds").map(String),
          action: text("action"),
          ownerId: text("ownerId"),
          dueOn: text("dueOn"),
          promisedFigure: text("promisedFigure").replace(",", "."),
          promisedMonth: text("promisedMonth"),
        };
        return (await query(from, PlanBreachDocument, { input })).answer;
      }
      case "finish":
        return (await query(from, FinishBreachActionDocument, { input: { ...known, note: text("note") } }))
          .answer;
      case "rule_effective":
      case "rule_not_effective": {
        const input = { ...known, effective: intent === "rule_effective", reason: text("reason") };
        return (await query(from, RuleBreachDocument, { input })).answer;
      }
      default: {
        const input = { ...known, accept: intent === "accept", reason: text("reason") };
        if (text("forBuyer")) return (await query(from, AnswerForBuyerDocument, { input })).answer;
        return (await query(from, AnswerBreachPlanDocument, { input })).answer;
      }
    }
  }
}
