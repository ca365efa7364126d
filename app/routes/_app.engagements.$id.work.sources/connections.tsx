import { Form, Link } from "@remix-run/react";
import { DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { FormActions } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { Section } from "../../components/section.tsx";
import { Status } from "../../components/status.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TextField } from "../../components/text-fields.tsx";
import styles from "../_app.engagements.$id.work._index/work.module.css";
import type { Data, Made } from "./route.tsx";

type Props = { loaded: Data; answer: Made | undefined };

/** The doors for other systems; a new one's secret stands here once, right after it was made. */
export function Connections({ loaded, answer }: Props) {
  const { inboundConnections: rows, engagementId, zone, mayManage, origin } = loaded;
  return (
    <Section first title="Connections" id="connections" note="Signed webhooks that bring events of work">
      {answer?.secret ? (
        <Notice
          tone="success"
          title={`Copy the secret of “${answer.name}” now; it is not shown again`}
          live
        >
          <p>
            <code>{answer.secret}</code>
          </p>
          <p>
            Deliver to{" "}
            <code>
              {origin}
              {answer.path}
            </code>
            , signed in the header <code>Engine-Room-Signature: t=…,v1=…</code> by HMAC-SHA-256 over{" "}
            <code>timestamp.body</code>.
          </p>
        </Notice>
      ) : null}
      <DataTable
        caption="Connections"
        rows={rows}
        rowKey={(row) => row.id}
        empty={
          <EmptyState kind="nothing-yet" title="No system is connected yet">
            A connection lets a service desk or a script of the provider's send events as they happen.
          </EmptyState>
        }
        columns={[
          {
            key: "name",
            header: "Connection",
            rowHeader: true,
            cell: (row) => (
              <Link to={`/engagements/${engagementId}/work/sources/${row.id}`}>{row.name}</Link>
            ),
          },
          { key: "source", header: "Source", cell: (row) => <code>{row.source}</code> },
          {
            key: "state",
            header: "State",
            cell: (row) =>
              row.enabled ? <Status tone="fine">Open</Status> : <Status tone="held">Shut</Status>,
          },
          {
            key: "last",
            header: "Last delivery",
            cell: (row) =>
              row.lastDeliveryAt ? (
                <When instant={row.lastDeliveryAt} zone={zone} format="short" />
              ) : (
                "none yet"
              ),
          },
          { key: "n", header: "Deliveries", numeric: true, cell: (row) => count(row.deliveryCount) },
          { key: "in", header: "Events taken", numeric: true, cell: (row) => count(row.eventsAccepted) },
          { key: "no", header: "Refused", numeric: true, cell: (row) => count(row.eventsRefused) },
        ]}
      />
      {mayManage ? <NewConnection answer={answer} idempotencyKey={loaded.idempotencyKey} /> : null}
    </Section>
  );
}

function NewConnection({ answer, idempotencyKey }: { answer: Made | undefined; idempotencyKey: string }) {
  const issue = (field: string) => answer?.issues.find((one) => one.field === field)?.message;
  return (
    <Form method="post" className={styles.form} key={idempotencyKey}>
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <TextField
        label="Name of a new connection"
        hint="What will send, for example “Service desk, production”"
        name="name"
        required
        maxLength={80}
        defaultValue={answer && !answer.secret ? answer.name : ""}
        error={issue("name")}
      />
      <TextField
        label="Source"
        hint="Small letters such as jira; events are known by their source and id"
        name="source"
        required
        width="short"
        maxLength={40}
        error={issue("source")}
      />
      <FormActions>
        <SubmitButton variant="default" name="intent" value="connect">
          Make a connection
        </SubmitButton>
      </FormActions>
    </Form>
  );
}

function count(n: number): string {
  return n.toLocaleString("en-US");
}
