import type { ActionFunctionArgs } from "@remix-run/node";
import { query } from "../../graphql.server.ts";
import {
  AnswerCostDocument,
  AnswerMilestoneDocument,
  DeliverMilestoneDocument,
  StateCostDocument,
} from "./charges.graphql.ts";

type Args = Pick<ActionFunctionArgs, "request" | "context">;
type Text = (name: string) => string;
export type Answer = {
  __typename: string;
  message?: string;
  issues?: readonly { field: string; message: string }[];
};

/** Sends what one of the page's forms asks for; its `intent` says which. */
export async function sent(args: Args, p: { engagementId: string; text: Text }): Promise<Answer> {
  const { text, engagementId } = p;
  const idempotencyKey = text("idempotencyKey") || null;
  const of = { engagementId, lineId: text("lineId"), idempotencyKey };
  const reason = text("reason") || null;
  switch (text("intent")) {
    case "deliver": {
      const input = { ...of, on: text("on"), evidence: text("evidence") };
      return (await query(args, DeliverMilestoneDocument, { input })).deliverMilestone;
    }
    case "accept":
    case "refuse": {
      const input = { ...of, on: text("on"), accept: text("intent") === "accept", reason };
      return (await query(args, AnswerMilestoneDocument, { input })).answerMilestone;
    }
    case "state": {
      const cost = { receipt: text("receipt"), description: text("description"), amount: text("amount") };
      const input = { ...of, ...cost, incurredOn: text("incurredOn") };
      return (await query(args, StateCostDocument, { input })).stateCost;
    }
    default: {
      const approve = text("intent") === "approve";
      const input = { costId: text("costId"), approve, reason, idempotencyKey };
      return (await query(args, AnswerCostDocument, { input })).answerCost;
    }
  }
}
