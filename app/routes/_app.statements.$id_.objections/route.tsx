import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { monthName } from "../../../domain/billing/month-name.ts";
import { When } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Money } from "../../components/money.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Section } from "../../components/section.tsx";
import { Sheet } from "../../components/sheet.tsx";
import { Status, type StatusTone } from "../../components/status.tsx";
import type { StatementObjectionsPageQuery } from "../../gql/graphql.ts";
import { found, query } from "../../graphql.server.ts";
import { AnswerForm, ObjectForm } from "./objection-forms.tsx";
import {
  ConcedeObjectionDocument,
  ContestAmountDocument,
  ObjectionsDocument,
  RuleObjectionDocument,
  WithdrawObjectionDocument,
} from "./objections.graphql.ts";

type Page = NonNullable<StatementObjectionsPageQuery["statementObjections"]>;
type Door = Pick<LoaderFunctionArgs, "request" | "context">;
type Refused = { message: string; issues?: { field: string; message: string }[] };

export const handle = {
  crumbs: ({ page }: { page: Page }) => [
    { label: "Statements", href: "/statements" },
    { label: `${monthName(page.period)}, ${page.title}`, href: `/statements/${page.statementId}` },
    { label: "Contested amounts" },
  ],
};
export const meta: MetaFunction = () => [{ title: "Contested amounts · Engine Room" }];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const answer = await query({ request, context }, ObjectionsDocument, { statementId: params.id ?? "" });
  return { page: found(answer.statementObjections), idempotencyKey: crypto.randomUUID() };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const typed = Object.fromEntries([...form].map(([name, value]) => [name, String(value)]));
  const answer = await answered({ request, context }, { typed, statementId: params.id ?? "" });
  if (!("message" in answer)) return redirect(`/statements/${params.id}/objections`);
  return data({ typed, message: answer.message, issues: answer.issues ?? [] }, { status: 409 });
}

async function answered(
  door: Door,
  { typed, statementId }: { typed: Record<string, string>; statementId: string },
): Promise<Refused | { __typename: string }> {
  const text = (name: string) => typed[name] ?? "";
  const input = { objectionId: text("objectionId"), answer: text("answer") };
  switch (text("intent")) {
    case "withdraw":
      return (await query(door, WithdrawObjectionDocument, { input })).withdrawObjection;
    case "concede":
      return (await query(door, ConcedeObjectionDocument, { input })).concedeObjection;
    case "rule": {
      const ruling = { ...input, granted: text("granted") };
      return (await query(door, RuleObjectionDocument, { input: ruling })).ruleObjection;
    }
    default: {
      const made = { statementId, line: text("line"), amount: text("amount"), reason: text("reason") };
      const whole = { ...made, idempotencyKey: text("idempotencyKey") || null };
      return (await query(door, ContestAmountDocument, { input: whole })).contestAmount;
    }
  }
}

export default function Objections() {
  const { page, idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { objections, lines, net } = page;
  const isMaking = answer?.typed.intent === "make";
  return (
    <>
      <PageHead
        title={`Contested amounts, ${monthName(page.period)}`}
        lead={`${page.providerName} for ${page.buyerName}. What is contested is held; the rest is paid.`}
      />
      {answer ? <Notice tone="error" title={answer.message} live /> : null}
      <Section title="Objections" first>
        {objections.length === 0 ? (
          <EmptyState kind="nothing-yet" title="Nothing is contested">
            {page.mayObject
              ? "Name an amount below while the provider is not paid for it yet."
              : "The buyer has contested no amount of this month."}
          </EmptyState>
        ) : (
          objections.map((one) => <Objection key={one.id} page={page} objection={one} />)
        )}
      </Section>
      {page.mayObject ? (
        <Section title="Contest an amount">
          <ObjectForm
            key={objections.length}
            lines={lines}
            currency={net.currency}
            issues={isMaking ? answer.issues : []}
            typed={isMaking ? answer.typed : {}}
            idempotencyKey={idempotencyKey}
          />
        </Section>
      ) : null}
    </>
  );
}

const STATES: Record<string, { tone: StatusTone; words: string }> = {
  open: { tone: "held", words: "Open, its share is held" },
  withdrawn: { tone: "neutral", words: "Taken back by the buyer" },
  conceded: { tone: "fine", words: "Conceded by the provider" },
  upheld: { tone: "fine", words: "Upheld by the marketplace" },
  dismissed: { tone: "neutral", words: "Dismissed by the marketplace" },
};

function Objection({ page, objection }: { page: Page; objection: Page["objections"][number] }) {
  const { state, line, amount, granted, reason, answer } = objection;
  const { tone, words } = STATES[state] ?? { tone: "neutral" as const, words: state };
  const may = { withdraw: page.mayObject, concede: page.mayConcede, rule: page.mayRule };
  return (
    <Sheet
      title={
        <>
          <Money {...amount} /> of {line ?? "the month"}
        </>
      }
      meta={<Status tone={tone}>{words}</Status>}
    >
      <p>
        {reason} <small>{objection.openedByName}</small>, <When instant={objection.openedAt} />
      </p>
      {granted ? (
        <p>
          Given back to the buyer: <Money {...granted} />
        </p>
      ) : null}
      {answer && objection.answeredAt ? (
        <p>
          {answer} <small>{objection.answeredByName}</small>, <When instant={objection.answeredAt} />
        </p>
      ) : null}
      {state === "open" ? (
        <AnswerForm objectionId={objection.id} currency={amount.currency} may={may} />
      ) : null}
    </Sheet>
  );
}
