import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { may } from "../../../domain/identity/permissions.ts";
import { DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { query } from "../../graphql.server.ts";
import { requireViewer } from "../../session.server.ts";
import {
  RetentionDocument,
  SetRetentionRuleDocument,
  TryRetentionDocument,
  WithdrawRetentionRuleDocument,
} from "./retention.graphql.ts";
import { RuleForm, type Typed } from "./rule-form.tsx";
import { RuleTable } from "./rule-table.tsx";
import { Findings, RunTable } from "./run-table.tsx";

type Door = Pick<LoaderFunctionArgs, "request" | "context">;
type Issue = { field: string; message: string };

export const handle = { crumbs: () => [{ label: "How long records are kept" }] };
export const meta: MetaFunction = () => [{ title: "How long records are kept · Engine Room" }];

/** The marketplace's own page: for everybody else it is not there. */
function requireReader(door: Door): void {
  if (!may(requireViewer(door), "retention:read"))
    throw data({ message: "There is no such page." }, { status: 404 });
}

export async function loader(door: LoaderFunctionArgs) {
  requireReader(door);
  return { ...(await query(door, RetentionDocument, {})).retention, idempotencyKey: crypto.randomUUID() };
}

export type Data = Awaited<ReturnType<typeof loader>>;

export async function action(door: ActionFunctionArgs) {
  requireReader(door);
  const form = await door.request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const typed: Typed = {
    ...{ kind: text("kind"), days: text("days"), moment: text("moment") },
    ...{ ground: text("ground"), startsOn: text("startsOn") },
  };
  switch (text("intent")) {
    case "dry-run":
      return tried(door, null);
    case "try":
      return tried(door, typed);
    case "set":
      return saved(door, { typed, idempotencyKey: text("idempotencyKey") || null });
    case "withdraw": {
      const input = { ruleId: text("ruleId") };
      const { withdrawRetentionRule } = await query(door, WithdrawRetentionRuleDocument, { input });
      return "message" in withdrawRetentionRule
        ? refused(null, { message: withdrawRetentionRule.message })
        : redirect("/retention");
    }
    default:
      throw data({ message: "This page knows no such form." }, { status: 400 });
  }
}

async function tried(door: Door, typed: Typed | null) {
  const rule = typed && { kind: typed.kind, days: typed.days, moment: typed.moment };
  const { retentionDryRun: answer } = await query(door, TryRetentionDocument, { rule });
  if (answer.refused) return refused(typed, { message: answer.refused, issues: answer.issues });
  return data({ typed, findings: answer.findings, message: null, issues: [] as Issue[] });
}

async function saved(door: Door, p: { typed: Typed; idempotencyKey: string | null }) {
  const input = { ...p.typed, idempotencyKey: p.idempotencyKey };
  const { setRetentionRule: answer } = await query(door, SetRetentionRuleDocument, { input });
  return "message" in answer ? refused(p.typed, answer) : redirect("/retention");
}

function refused(typed: Typed | null, answer: { message: string; issues?: Issue[] }) {
  const { message, issues = [] } = answer;
  return data({ typed, findings: null, message, issues }, { status: 409 });
}

export default function Retention() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const isAtField = (answer?.issues.length ?? 0) > 0;
  return (
    <>
      <PageHead
        title="How long records are kept"
        lead={
          <>
            Next run <When instant={page.nextRunAt} zone="UTC" showZone />. What a legal hold, an open
            contract, an open dispute or a frozen figure needs stays, whatever a rule says.
          </>
        }
        actions={
          <Form method="post">
            <SubmitButton name="intent" value="dry-run">
              See what would go now
            </SubmitButton>
          </Form>
        }
      />
      {answer?.message && !isAtField ? <Notice tone="error" title={answer.message} live /> : null}
      {answer?.findings ? <Findings findings={answer.findings} /> : null}
      <RuleTable page={page} />
      {page.mayChange ? (
        <RuleForm
          page={page}
          typed={answer?.typed ?? null}
          issues={answer?.issues ?? []}
          tried={Boolean(answer?.typed && answer.findings)}
        />
      ) : null}
      <RunTable runs={page.runs} />
      <Section title="What no rule takes">
        <DataTable
          caption="What no rule takes"
          density="compact"
          rows={page.noRule}
          rowKey={(one) => one.what}
          columns={[
            { key: "what", header: "What stays", rowHeader: true, cell: (one) => one.what },
            { key: "why", header: "Why", cell: (one) => one.why },
          ]}
        />
      </Section>
    </>
  );
}
