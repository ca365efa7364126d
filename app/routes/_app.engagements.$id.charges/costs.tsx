import { Form, Link } from "@remix-run/react";
import { SelectField } from "../../components/choice-fields.tsx";
import { Confirm } from "../../components/confirm.tsx";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { Day } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { FormActions } from "../../components/form.tsx";
import { Money } from "../../components/money.tsx";
import { Section } from "../../components/section.tsx";
import { Status } from "../../components/status.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { DateField, MoneyField, TextArea, TextField } from "../../components/text-fields.tsx";
import type { EngagementChargesPageQuery } from "../../gql/graphql.ts";
import { type FormState, fieldOf } from "../_app.contracts.new/form-parts.ts";
import styles from "../_app.contracts.new/terms.module.css";
import type { Charges } from "./milestones.tsx";

type Edge = NonNullable<EngagementChargesPageQuery["passedCosts"]["edges"]>[number];
export type Cost = NonNullable<NonNullable<Edge>["node"]>;

interface CostsProps {
  charges: Charges;
  rows: readonly Cost[];
  state: FormState & { of: string };
  idempotencyKey: string;
}

/** Costs of others that are passed through, with their receipts and the buyer's answers. */
export function Costs({ charges, rows, state, idempotencyKey }: CostsProps) {
  const { costLines, mayState, mayAnswer } = charges;
  if (costLines.length === 0 && rows.length === 0) return null;
  const names = new Map(costLines.map((line) => [line.id, line.name]));
  return (
    <>
      <Section title="Costs passed through" note={costLines.map(rule).join(" · ")}>
        <DataTable
          caption="Costs of others, the latest first"
          columns={columnsOf({ names, mayAnswer, idempotencyKey })}
          rows={rows}
          rowKey={(row) => row.id}
          empty={
            <EmptyState kind="nothing-yet" title="No cost has been stated">
              The provider states each cost with its receipt; it is billed once the buyer has approved it.
            </EmptyState>
          }
        />
      </Section>
      {mayState && costLines.length > 0 ? <StateForm {...{ charges, state, idempotencyKey }} /> : null}
    </>
  );
}

function rule({ name, markupBps, cap }: Charges["costLines"][number]): string {
  const markup = markupBps === 0 ? "at cost" : `cost + ${markupBps / 100} %`;
  return `${name}: ${markup}${cap ? `, at most ${cap.text} a month` : ""}`;
}

function columnsOf(p: {
  names: Map<string, string>;
  mayAnswer: boolean;
  idempotencyKey: string;
}): Column<Cost>[] {
  return [
    { key: "receipt", header: "Receipt", rowHeader: true, cell: (row) => row.receipt },
    {
      ...{ key: "for", header: "For" },
      cell: (row) => `${p.names.get(row.lineId) ?? row.lineId}: ${row.description}`,
    },
    { key: "on", header: "Day", cell: (row) => <Day date={row.incurredOn} /> },
    { key: "amount", header: "Cost", numeric: true, cell: (row) => <Money {...row.amount} /> },
    { key: "state", header: "Standing", cell: (row) => <CostStatus cost={row} /> },
    {
      ...{ key: "answer", header: "Answer", hiddenHeader: true },
      cell: (row) => (p.mayAnswer && row.state === "proposed" ? <AnswerForm cost={row} {...p} /> : null),
    },
  ];
}

function CostStatus({ cost }: { cost: Cost }) {
  const { state, reason, decidedBy, statementId } = cost;
  if (state === "charged" && statementId)
    return (
      <Status tone="met">
        <Link to={`/statements/${statementId}`}>On its statement</Link>
      </Status>
    );
  if (state === "approved")
    return <Status tone="fine">Approved by {decidedBy}, on the next statement</Status>;
  if (state === "rejected")
    return (
      <Status tone="breached">
        Rejected by {decidedBy}: {reason}
      </Status>
    );
  return <Status tone="risk">Waits for the buyer</Status>;
}

function AnswerForm({ cost, idempotencyKey }: { cost: Cost; idempotencyKey: string }) {
  const hidden = { costId: cost.id, idempotencyKey: `${idempotencyKey}:${cost.id}` };
  return (
    <>
      <Confirm
        label="Approve"
        size="small"
        title={`Approve the receipt ${cost.receipt}?`}
        confirmLabel="Approve the cost"
        name="intent"
        value="approve"
        hidden={hidden}
      >
        It is a line of the next statement, with the mark-up and within the month's limit of the contract.
      </Confirm>{" "}
      <Confirm
        label="Reject"
        size="small"
        title={`Reject the receipt ${cost.receipt}?`}
        confirmLabel="Reject the cost"
        danger
        name="intent"
        value="reject"
        hidden={hidden}
      >
        <TextArea label="Reason" name="reason" rows={2} id={`reason-${cost.id}`} />
      </Confirm>
    </>
  );
}

function StateForm({ charges, state, idempotencyKey }: Omit<CostsProps, "rows">) {
  const own: FormState = state.of === "cost" ? state : { values: {}, issues: [] };
  return (
    <Section title="State a cost" note="billed once the buyer has approved it">
      <Form method="post" noValidate className={styles.section}>
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
        <SelectField
          label="Line"
          options={charges.costLines.map((line) => ({ value: line.id, label: line.name }))}
          {...fieldOf(own, "lineId")}
        />
        <div className={styles.pair}>
          <TextField label="Receipt" hint="its number" {...fieldOf(own, "receipt")} />
          <DateField label="Day of the receipt" {...fieldOf(own, "incurredOn")} />
          <MoneyField label="Cost" currency={charges.currency} {...fieldOf(own, "amount")} />
        </div>
        <TextField label="What it was for" {...fieldOf(own, "description")} />
        <FormActions>
          <SubmitButton name="intent" value="state">
            State the cost
          </SubmitButton>
        </FormActions>
      </Form>
    </Section>
  );
}
