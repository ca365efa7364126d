import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { BREAK_KINDS } from "../../../domain/ledger/recon-break.ts";
import { DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { FilterChips } from "../../components/filter-chips.tsx";
import { LedgerTabs } from "../../components/ledger-tabs.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Pagination } from "../../components/pagination.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TabsNav } from "../../components/tabs-nav.tsx";
import { query } from "../../graphql.server.ts";
import { requireLedger } from "../../ledger.server.ts";
import { type BreakRow, CLOSED_COLUMNS, openColumns } from "./break-words.tsx";
import {
  AssignBreakDocument,
  CloseBreakDocument,
  ReconciliationDocument,
  RunReconciliationDocument,
} from "./reconciliation.graphql.ts";
import { LastRun, RunHistory } from "./runs.tsx";

export const handle = {
  crumbs: () => [{ label: "Ledger", href: "/ledger" }, { label: "Reconciliation" }],
};
export const meta: MetaFunction = () => [{ title: "Reconciliation · Engine Room" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  requireLedger({ request, context });
  const search = new URL(request.url).searchParams;
  const page = await query({ request, context }, ReconciliationDocument, {
    open: search.get("show") !== "closed",
    kind: search.get("kind"),
    after: search.get("after"),
  });
  return { ...page, idempotencyKey: crypto.randomUUID() };
}

export async function action({ request, context }: ActionFunctionArgs) {
  requireLedger({ request, context });
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const done = await perform({ request, context }, text);
  if ("message" in done) return data({ message: done.message }, { status: 409 });
  return redirect(new URL(request.url).pathname);
}

function perform(from: Pick<ActionFunctionArgs, "request" | "context">, text: (name: string) => string) {
  const breakId = text("breakId");
  switch (text("intent")) {
    case "assign":
      return query(from, AssignBreakDocument, { input: { breakId, ownerId: text("ownerId") } }).then(
        (answer) => answer.assignBreak,
      );
    case "close":
      return query(from, CloseBreakDocument, { input: { breakId, reason: text("reason") } }).then(
        (answer) => answer.closeBreak,
      );
    default:
      return query(from, RunReconciliationDocument, {
        input: { idempotencyKey: text("idempotencyKey") },
      }).then((answer) => answer.runReconciliation);
  }
}

export default function Reconciliation() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const runs = page.reconciliationRuns.edges.map((edge) => edge.node);
  const open = runs.find((run) => run.state === "done")?.openBreakCount ?? 0;
  return (
    <>
      <PageHead
        title="Reconciliation"
        lead="Every day the books are compared with Stripe, with the unpaid statements and with themselves."
        actions={
          page.mayRunReconciliation ? (
            <Form method="post">
              <input type="hidden" name="idempotencyKey" value={page.idempotencyKey} />
              <SubmitButton name="intent" value="run">
                Run now
              </SubmitButton>
            </Form>
          ) : null
        }
      />
      <LedgerTabs breaks={open} />
      {answer ? <Notice tone="error" title={answer.message} live /> : null}
      <LastRun run={runs[0] ?? null} />
      <Breaks breaks={page.reconciliationBreaks} owners={page.breakOwners} />
      <RunHistory runs={runs} />
    </>
  );
}

type Page = Awaited<ReturnType<typeof loader>>;

function Breaks({ breaks, owners }: { breaks: Page["reconciliationBreaks"]; owners: Page["breakOwners"] }) {
  const [search] = useSearchParams();
  const closed = search.get("show") === "closed";
  const kind = search.get("kind");
  const rows: BreakRow[] = breaks.edges.map((edge) => edge.node);
  const href = (change: Record<string, string>) => {
    const kept = { ...(closed ? { show: "closed" } : {}), ...(kind ? { kind } : {}) };
    return `?${new URLSearchParams({ ...kept, ...change })}`;
  };
  const { hasNextPage, endCursor } = breaks.pageInfo;
  return (
    <Section title="Breaks" note={closed ? "latest closed first" : "oldest first"}>
      <TabsNav
        label="Breaks"
        tabs={[
          { label: "Open", href: "/ledger/reconciliation", current: !closed },
          { label: "Closed", href: "/ledger/reconciliation?show=closed", current: closed },
        ]}
      />
      <FilterChips
        active={
          kind ? [{ label: "Kind", value: kindName(kind), clearHref: closed ? "?show=closed" : "?" }] : []
        }
        suggested={[
          {
            label: "Kind",
            options: Object.entries(BREAK_KINDS).map(([key, { name }]) => ({
              label: name,
              href: href({ kind: key }),
            })),
          },
        ]}
      />
      <DataTable
        caption={closed ? "Closed breaks" : "Open breaks"}
        density="roomy"
        columns={closed ? CLOSED_COLUMNS : openColumns(owners)}
        rows={rows}
        rowKey={(row) => row.id}
        empty={<NoBreak kind={kind} closed={closed} />}
      />
      <Pagination
        label="breaks"
        {...(hasNextPage && endCursor ? { nextHref: href({ after: endCursor }) } : {})}
      />
    </Section>
  );
}

function kindName(kind: string): string {
  return Object.entries(BREAK_KINDS).find(([key]) => key === kind)?.[1].name ?? kind;
}

function NoBreak({ kind, closed }: { kind: string | null; closed: boolean }) {
  if (kind) return <EmptyState kind="none-found" title="No break of this kind" />;
  return (
    <EmptyState kind="nothing-yet" title={closed ? "No break was closed yet" : "Nothing disagrees"}>
      What a run finds to disagree stands here with its amounts, its age and its owner until a person closes
      it with a reason.
    </EmptyState>
  );
}
