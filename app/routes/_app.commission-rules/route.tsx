import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { may } from "../../../domain/identity/permissions.ts";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { Day } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import type { CommissionRulesPageQuery } from "../../gql/graphql.ts";
import { query } from "../../graphql.server.ts";
import { requireViewer } from "../../session.server.ts";
import {
  CommissionRulesDocument,
  EndCommissionRuleDocument,
  SetCommissionRuleDocument,
  TryCommissionRuleDocument,
} from "./commission-rules.graphql.ts";
import { DryRun } from "./dry-run.tsx";
import { RuleForm, type Typed } from "./rule-form.tsx";

type Rule = CommissionRulesPageQuery["commissionRules"]["rules"][number];
type Door = Pick<LoaderFunctionArgs, "request" | "context">;

export const handle = { crumbs: () => [{ label: "Commission rules" }] };
export const meta: MetaFunction = () => [{ title: "Commission rules · Engine Room" }];

/** The marketplace's own prices: for everybody else the page is not there. */
function requireStaff(door: Door) {
  if (!may(requireViewer(door), "commission:read"))
    throw data({ message: "There is no such page." }, { status: 404 });
}

export async function loader({ request, context }: LoaderFunctionArgs) {
  requireStaff({ request, context });
  const { commissionRules, serviceModules } = await query(
    { request, context },
    CommissionRulesDocument,
    {},
  );
  const modules = serviceModules.map(({ code, name }) => ({ code, name }));
  return { ...commissionRules, modules, idempotencyKey: crypto.randomUUID() };
}

export async function action({ request, context }: ActionFunctionArgs) {
  requireStaff({ request, context });
  const door = { request, context };
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  if (text("intent") === "end") return ended(door, text("ruleId"));
  const typed: Typed = {
    ...{ providerId: text("providerId"), moduleCode: text("moduleCode") },
    ...{ currency: text("currency").trim().toUpperCase(), percent: text("percent") },
    ...{ startsOn: text("startsOn"), endsOn: text("endsOn"), note: text("note") },
  };
  if (text("intent") === "save") return saved(door, { typed, idempotencyKey: text("idempotencyKey") });
  const { commissionDryRun: tried } = await query(door, TryCommissionRuleDocument, { rule: typed });
  if (tried.refused) return refused(typed, { message: tried.refused, issues: tried.issues });
  return data({ typed, rows: tried.rows, message: null, issues: [] });
}

async function saved(door: Door, p: { typed: Typed; idempotencyKey: string }) {
  const input = { ...p.typed, idempotencyKey: p.idempotencyKey };
  const { setCommissionRule: answer } = await query(door, SetCommissionRuleDocument, { input });
  return "message" in answer ? refused(p.typed, answer) : redirect("/commission-rules");
}

async function ended(door: Door, ruleId: string) {
  const { endCommissionRule: answer } = await query(door, EndCommissionRuleDocument, { input: { ruleId } });
  return "message" in answer ? refused(null, answer) : redirect("/commission-rules");
}

function refused(
  typed: Typed | null,
  answer: { message: string; issues?: { field: string; message: string }[] },
) {
  return data({ typed, rows: null, message: answer.message, issues: answer.issues ?? [] }, { status: 409 });
}

export default function CommissionRules() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHead
        title="Commission rules"
        lead={`What a new contract proposes; a signed one keeps its own. ${page.precedence}${
          page.mayChange ? "" : " An admin of the marketplace writes them."
        }`}
      />
      {answer?.message ? <Notice tone="error" title={answer.message} live /> : null}
      {page.mayChange ? (
        <RuleForm
          providers={page.providers}
          modules={page.modules}
          typed={answer?.typed ?? null}
          issues={answer?.issues ?? []}
          tried={Boolean(answer?.rows)}
          idempotencyKey={page.idempotencyKey}
        />
      ) : null}
      {answer?.rows ? <DryRun rows={answer.rows} /> : null}
      <Section title="Rules" note="in force and to come first">
        <DataTable
          caption="Commission rules"
          columns={columnsFor(page)}
          rows={page.rules}
          rowKey={(row) => row.id}
          empty={
            <EmptyState kind="nothing-yet" title="No rule yet">
              Every new contract proposes the usual 10 %.
            </EmptyState>
          }
        />
      </Section>
    </>
  );
}

function columnsFor(page: {
  mayChange: boolean;
  modules: { code: string; name: string }[];
}): Column<Rule>[] {
  const moduleName = (code: string) => page.modules.find((one) => one.code === code)?.name ?? code;
  return [
    {
      key: "for",
      header: "For",
      rowHeader: true,
      cell: ({ providerName, moduleCode, currency }) =>
        [providerName, moduleCode && moduleName(moduleCode), currency].filter(Boolean).join(" · ") ||
        "All contracts",
    },
    { key: "bps", header: "Commission", numeric: true, cell: (row) => `${row.commissionBps / 100} %` },
    {
      key: "when",
      header: "Proposes",
      cell: (row) =>
        row.withdrawnAt ? (
          `Withdrawn by ${row.endedByName}`
        ) : (
          <>
            from <Day date={row.startsOn} />
            {row.endsOn ? (
              <>
                {" "}
                to <Day date={row.endsOn} />
              </>
            ) : null}
          </>
        ),
    },
    { key: "why", header: "Why", cell: (row) => `${row.note} (${row.setByName})` },
    ...(page.mayChange ? [{ key: "end", header: "End", hiddenHeader: true, cell: endButton }] : []),
  ];
}

function endButton(row: Rule) {
  if (row.withdrawnAt || row.endsOn) return null;
  return (
    <Form method="post">
      <input type="hidden" name="ruleId" value={row.id} />
      <SubmitButton name="intent" value="end" size="small">
        End
      </SubmitButton>
    </Form>
  );
}
