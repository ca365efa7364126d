import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { ButtonLink } from "../../components/button.tsx";
import { DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { MailStatus } from "../../components/mail-status.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Pagination } from "../../components/pagination.tsx";
import { query } from "../../graphql.server.ts";
import { requireViewer } from "../../session.server.ts";
import { MailDocument } from "./mail.graphql.ts";

export const handle = { crumbs: () => [{ label: "Mail" }] };
export const meta: MetaFunction = () => [{ title: "Mail · Engine Room" }];

const PAGE = 25;

export async function loader({ request, context }: LoaderFunctionArgs) {
  requireViewer({ request, context });
  const { searchParams } = new URL(request.url);
  const before = searchParams.get("before");
  const page = before ? { last: PAGE, before } : { first: PAGE, after: searchParams.get("after") };
  return query({ request, context }, MailDocument, page);
}

export default function Mailbox() {
  const { mailMessages } = useLoaderData<typeof loader>();
  const { pageInfo, edges } = mailMessages;
  return (
    <>
      <PageHead
        title="Mail to you"
        lead="Every message that Engine Room wrote to you. Where no mail server is set up, it is read here."
        actions={<ButtonLink to="/warnings#mail">Choose what comes by mail</ButtonLink>}
      />
      <DataTable
        caption="Mail to you, newest first"
        rows={edges.map((edge) => edge.node)}
        rowKey={(row) => row.id}
        density="roomy"
        empty={
          <EmptyState kind="nothing-yet" title="No mail has been written to you">
            Warnings come by mail in the hours that you choose.
          </EmptyState>
        }
        columns={[
          {
            key: "subject",
            header: "Subject",
            rowHeader: true,
            cell: (row) => <Link to={`/mail/${row.id}`}>{row.subject}</Link>,
          },
          { key: "at", header: "Written", cell: (row) => <When instant={row.createdAt} format="short" /> },
          { key: "state", header: "State", cell: (row) => <MailStatus state={row.state} /> },
        ]}
      />
      <Pagination
        label="mail"
        {...(pageInfo.hasPreviousPage && pageInfo.startCursor
          ? { previousHref: `?before=${pageInfo.startCursor}` }
          : {})}
        {...(pageInfo.hasNextPage && pageInfo.endCursor
          ? { nextHref: `?after=${pageInfo.endCursor}` }
          : {})}
      />
    </>
  );
}
