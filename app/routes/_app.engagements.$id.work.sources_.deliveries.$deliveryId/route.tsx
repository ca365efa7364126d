import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { CodeBlock } from "../../components/code-block.tsx";
import { Confirm } from "../../components/confirm.tsx";
import { DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { Notice } from "../../components/notice.tsx";
import { Section } from "../../components/section.tsx";
import { found, query } from "../../graphql.server.ts";
import { DeliveryDocument, ReplayDeliveryDocument } from "./delivery.graphql.ts";
import { DeliveryState } from "./delivery-state.tsx";

export const meta: MetaFunction = () => [{ title: "Delivery · Engine Room" }];
export const handle = {
  crumbs: ({ delivery }: { delivery: { engagementId: string; connectionId: string } }) => [
    { label: "Work", href: `/engagements/${delivery.engagementId}/work` },
    { label: "Data sources", href: `/engagements/${delivery.engagementId}/work/sources` },
    {
      label: "Connection",
      href: `/engagements/${delivery.engagementId}/work/sources/${delivery.connectionId}`,
    },
    { label: "Delivery" },
  ],
};

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const variables = { id: params.deliveryId ?? "", engagementId: params.id ?? "" };
  const answer = await query({ request, context }, DeliveryDocument, variables);
  const delivery = found(answer.inboundDelivery);
  if (delivery.engagementId !== params.id)
    throw data({ message: "There is no such page." }, { status: 404 });
  const permitted = answer.viewer?.permissions.includes("work:import") ?? false;
  const mayReplay = permitted && answer.engagement?.viewerParty === "provider";
  return { delivery, mayReplay, zone: found(answer.engagementMonths).zone };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const input = { deliveryId: params.deliveryId ?? "" };
  const { replayInboundDelivery } = await query({ request, context }, ReplayDeliveryDocument, { input });
  if ("message" in replayInboundDelivery)
    return data({ message: replayInboundDelivery.message }, { status: 400 });
  return redirect(new URL(request.url).pathname);
}

type Row = Awaited<ReturnType<typeof loader>>["delivery"]["content"]["rows"][number];
const WORDS: Record<string, string> = {
  accepted: "Taken",
  duplicate: "Known already",
  refused: "Refused",
};

export default function Delivery() {
  const { delivery, mayReplay, zone } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { content } = delivery;
  const total = delivery.accepted + delivery.duplicates + delivery.refused;
  return (
    <>
      <Section
        first
        title="Delivery"
        note={<When instant={delivery.receivedAt} zone={zone} format="short" />}
        actions={mayReplay ? <Replay /> : null}
      >
        {answer ? <Notice tone="error" title={answer.message} live /> : null}
        {delivery.failure ? <Notice tone="error" title={delivery.failure} /> : null}
        <p>
          <DeliveryState delivery={delivery} /> {delivery.runs > 1 ? `Read ${delivery.runs} times.` : null}
        </p>
        <DataTable
          caption={`Rows: ${content.rows.length} of ${total.toLocaleString("en-US")}, those refused first`}
          rows={content.rows}
          rowKey={(row) => String(row.row)}
          empty="No row has been read."
          columns={[
            { key: "row", header: "Row", numeric: true, cell: (row: Row) => row.row + 1 },
            {
              key: "event",
              header: "Event",
              rowHeader: true,
              cell: (row: Row) => row.eventId ?? "not read",
            },
            { key: "status", header: "Outcome", cell: (row: Row) => WORDS[row.status] ?? row.status },
            { key: "why", header: "Reason", cell: (row: Row) => row.message ?? "" },
            {
              key: "item",
              header: "Work",
              cell: (row: Row) =>
                row.workItemId ? <Link to={`/work-items/${row.workItemId}`}>Open the work</Link> : "",
            },
          ]}
        />
      </Section>
      <Section
        title="Body"
        note={`${content.bodyCharacters.toLocaleString("en-US")} characters, as they came`}
      >
        <CodeBlock label="Body of the delivery">{content.body}</CodeBlock>
      </Section>
    </>
  );
}

function Replay() {
  return (
    <Confirm label="Read it again" title="Read this delivery again?" confirmLabel="Read it again">
      Its events are taken from the body as it came. What is recorded already stays as it is.
    </Confirm>
  );
}
