import { Form } from "@remix-run/react";
import { Confirm } from "../../components/confirm.tsx";
import type { Column } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { Status, type StatusTone } from "../../components/status.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import type { Method } from "./route.tsx";

const STATES: Record<string, { tone: StatusTone; words: string }> = {
  active: { tone: "fine", words: "Active" },
  expired: { tone: "breached", words: "Expired" },
  mandate_withdrawn: { tone: "breached", words: "Mandate withdrawn" },
};

/** How a saved method stands. */
function MethodState({ state }: { state: string }) {
  const { tone, words } = STATES[state] ?? { tone: "neutral" as const, words: state };
  return <Status tone={tone}>{words}</Status>;
}

export const METHOD_COLUMNS: Column<Method>[] = [
  {
    key: "method",
    header: "Way to pay",
    rowHeader: true,
    cell: (row) => (
      <>
        {row.title}
        {row.isDefault ? <small> the default</small> : null}
        {row.bankLines.length > 0 ? <BankAddress method={row} /> : null}
      </>
    ),
  },
  { key: "state", header: "Stands", cell: (row) => <MethodState state={row.state} /> },
  { key: "expires", header: "Expires", cell: (row) => row.expires ?? "Never" },
  {
    key: "added",
    header: "Added",
    cell: (row) => (
      <>
        <When instant={row.addedAt} /> <small>by {row.addedByName}</small>
      </>
    ),
  },
  { key: "do", header: "What you can do", hiddenHeader: true, cell: (row) => <Deeds method={row} /> },
];

/** Where a transfer has to go, as it is typed into a bank's form. */
function BankAddress({ method }: { method: Method }) {
  return (
    <small>
      To {method.bankHolder}
      {method.bankLines.map((line) => (
        <span key={line.label}>
          <br />
          {line.label} {line.value}
        </span>
      ))}
    </small>
  );
}

function Deeds({ method }: { method: Method }) {
  return (
    <>
      {method.isDefault || method.state !== "active" ? null : (
        <Form method="post">
          <input type="hidden" name="paymentMethodId" value={method.id} />
          <SubmitButton name="intent" value="default" variant="quiet" size="small">
            Make it the default
          </SubmitButton>
        </Form>
      )}
      <Confirm
        label="Remove"
        size="small"
        variant="quiet"
        title={`Remove ${method.title}?`}
        confirmLabel="Remove"
        danger
        name="intent"
        value="remove"
        hidden={{ paymentMethodId: method.id }}
      >
        <p>Nothing can be paid with it afterwards. It can be added again on Stripe's page.</p>
      </Confirm>
    </>
  );
}
