import { type ResolveCursorConnectionArgs, resolveCursorConnection } from "@pothos/plugin-relay";
import type { RatedLine } from "../../domain/billing/rating/rate-line.ts";
import { money } from "../../domain/shared/money.ts";
import { type BilledItemRow, listBilledItems } from "../../server/billing/billed-item.read.ts";
import { builder } from "../builder.ts";

export type RatedLineOf = RatedLine & { currency: string };

type EvidenceOf = NonNullable<RatedLine["evidence"]>[number] & { currency: string };

const LineEvidenceType = builder.objectRef<EvidenceOf>("StatementLineEvidence").implement({
  description: "A receipt that is passed through, or the acceptance of a milestone.",
  fields: (t) => ({
    id: t.exposeID("id"),
    label: t.exposeString("label", { description: "The receipt's number, or “Accepted”." }),
    on: t.exposeString("on", { description: "YYYY-MM-DD" }),
    text: t.exposeString("text"),
    amount: t.field({ type: "Money", resolve: (one) => money(one.amountMinor, one.currency) }),
  }),
});

export const RatedLineType = builder.objectRef<RatedLineOf>("StatementChargeLine").implement({
  description: "A line that a month's fee and charges are made of, with its arithmetic in words.",
  fields: (t) => ({
    id: t.exposeString("id"),
    kind: t.string({
      description:
        "fixed, per_unit, per_employee, per_seat, tiered, baseline, milestone, pass_through, minimum or " +
        "yearly_minimum",
      resolve: (line) => line.kind,
    }),
    label: t.exposeString("label"),
    atRisk: t.exposeBoolean("atRisk", { description: "Whether service credits are a share of it." }),
    quantity: t.exposeString("quantity", { nullable: true }),
    unit: t.exposeString("unit", { nullable: true }),
    amount: t.field({ type: "Money", resolve: (line) => money(line.amountMinor, line.currency) }),
    sentence: t.exposeString("sentence"),
    itemCount: t.exposeInt("itemCount", { description: "Accepted work items behind the line." }),
    evidence: t.field({
      type: [LineEvidenceType],
      resolve: (line) => (line.evidence ?? []).map((one) => ({ ...one, currency: line.currency })),
    }),
  }),
});

const BilledItemType = builder.objectRef<BilledItemRow>("BilledItem").implement({
  description: "An accepted work item that a line of a statement counts. No line counts an item twice.",
  fields: (t) => ({
    id: t.exposeID("id"),
    workItemId: t.exposeID("workItemId"),
    reference: t.exposeString("reference"),
    title: t.exposeString("title"),
    finishedAt: t.field({ type: "DateTime", resolve: (one) => one.finishedAt }),
    value: t.exposeString("value", { nullable: true, description: "What the counted field held." }),
  }),
});

builder.queryField("billedItems", (t) =>
  t.connection({
    type: BilledItemType,
    description: "The accepted work behind one line of a statement, the latest first.",
    authScopes: { may: "statement:read" },
    args: { statementId: t.arg.id({ required: true }), lineId: t.arg.string({ required: true }) },
    resolve: (_root, args, context) =>
      resolveCursorConnection(
        { args, toCursor: (one: BilledItemRow) => one.id, defaultSize: 50, maxSize: 200 },
        ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) =>
          listBilledItems(context.read, context.signedIn(), {
            ...{ after, before, take: limit, inverted },
            statementId: String(args.statementId),
            lineId: args.lineId,
          }),
      ),
  }),
);
