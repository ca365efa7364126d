import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { statementName } from "../../../domain/billing/statement-name.ts";
import { buttonClass } from "../../components/button.tsx";
import { DownloadLinks } from "../../components/download-links.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { found, query } from "../../graphql.server.ts";
import { Blockers } from "./blockers.tsx";
import { SilenceSection } from "./silence-section.tsx";
import {
  ApproveStatementDocument,
  ObjectToStatementDocument,
  StatementDocument,
} from "./statement.graphql.ts";
import { type StatementFacts, StatementSheet } from "./statement-sheet.tsx";
import { useRefreshWhile } from "./use-refresh-while.ts";

export const handle = {
  crumbs: ({ statement }: { statement: StatementFacts }) => [
    { label: "Statements", href: "/statements" },
    { label: `${statementName(statement)}, ${statement.title}` },
  ],
};

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: page ? `${statementName(page.statement)} · Engine Room` : "Engine Room" },
];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const page = await query({ request, context }, StatementDocument, { id: params.id ?? "" });
  return { statement: found(page.statement), idempotencyKey: crypto.randomUUID() };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const idempotencyKey = String(form.get("idempotencyKey") ?? "") || null;
  if (form.get("intent") === "object") {
    const input = {
      statementId: params.id ?? "",
      reason: String(form.get("reason") ?? ""),
      idempotencyKey,
    };
    const { objectToStatement } = await query({ request, context }, ObjectToStatementDocument, { input });
    if (objectToStatement.__typename !== "MutationObjectToStatementSuccess")
      return data({ message: objectToStatement.message }, { status: 409 });
    return redirect(`/statements/${params.id}`);
  }
  const { approveStatement } = await query({ request, context }, ApproveStatementDocument, {
    input: {
      statementId: params.id ?? "",
      idempotencyKey,
    },
  });
  if (approveStatement.__typename !== "MutationApproveStatementSuccess")
    return data({ message: approveStatement.message }, { status: 409 });
  return redirect(`/statements/${params.id}`);
}

export default function StatementPage() {
  const { statement, idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { buyerName, providerName, moduleName, paper, zone } = statement;
  useRefreshWhile(statement.state === "approved" && statement.invoiceBlockers.length === 0);
  return (
    <>
      <PageHead
        title={statementName(statement)}
        lead={[
          `${providerName} for ${buyerName}`,
          moduleName,
          `contract v${paper.contractVersion}`,
          zone,
        ].join(" · ")}
        actions={
          <>
            <a className={buttonClass({})} href={`/statements/${statement.id}/bundle`} download>
              Download the bundle
            </a>
            <Link className={buttonClass({})} to={`/statements/${statement.id}/objections`}>
              Contested amounts
            </Link>
            {statement.mayApprove ? (
              <Form method="post">
                <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
                <SubmitButton>{`Approve ${statement.net.text}`}</SubmitButton>
              </Form>
            ) : null}
          </>
        }
      />
      {answer ? <Notice tone="error" title={answer.message} live /> : null}
      <Standing statement={statement} />
      <StatementSheet statement={statement} />
      <DownloadLinks href={`/statements/${statement.id}/document`} />
      <SilenceSection statement={statement} idempotencyKey={idempotencyKey} />
    </>
  );
}

function Standing({ statement }: { statement: StatementFacts }) {
  const { state, waitsFor, waitsForViewer, invoiceBlockers, invoiceId, invoiceNumber } = statement;
  if (invoiceId)
    return (
      <Notice tone={state === "paid" ? "success" : "info"} title={state === "paid" ? "Paid" : "Invoiced"}>
        <Link to={`/invoices/${invoiceId}`}>Invoice {invoiceNumber}</Link>
      </Notice>
    );
  if (invoiceBlockers.length > 0) return <Blockers statement={statement} />;
  if (state === "approved")
    return (
      <Notice tone="success" title="Approved by both sides">
        The invoice is being made and appears here in a moment.
      </Notice>
    );
  if (waitsForViewer) return null;
  if (state !== "awaiting_approval") return null;
  return <Notice tone="info" title={`Waits for ${waitsFor.map((side) => `the ${side}`).join(" and ")}`} />;
}
