import { Form } from "@remix-run/react";
import { SelectField } from "../../components/choice-fields.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { MoneyField, TextArea } from "../../components/text-fields.tsx";

type Issue = { field: string; message: string };

export interface ObjectFormProps {
  lines: readonly { line: string }[];
  currency: string;
  issues: readonly Issue[];
  typed: Record<string, string>;
  idempotencyKey: string;
}

/** The buyer names a line or the month, an amount and what is wrong with it. */
export function ObjectForm({ lines, currency, issues, typed, idempotencyKey }: ObjectFormProps) {
  const errorOf = (name: string) => issues.filter((one) => one.field === name).map((one) => one.message);
  return (
    <Form method="post">
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <SelectField
        label="What you contest"
        name="line"
        error={errorOf("line")}
        defaultValue={typed.line ?? ""}
        placeholder="The month as a whole"
        options={lines.map(({ line }) => ({ value: line, label: line }))}
      />
      <MoneyField
        label="Amount"
        name="amount"
        currency={currency}
        error={errorOf("amount")}
        defaultValue={typed.amount ?? ""}
        required
        hint="The provider's share of exactly this is held; the rest is paid."
      />
      <TextArea
        label="What is wrong with it"
        name="reason"
        error={errorOf("reason")}
        defaultValue={typed.reason ?? ""}
        required
        minLength={10}
        maxLength={1000}
      />
      <SubmitButton name="intent" value="make" variant="primary">
        Contest this amount
      </SubmitButton>
    </Form>
  );
}

export interface AnswerFormProps {
  objectionId: string;
  currency: string;
  may: { withdraw: boolean; concede: boolean; rule: boolean };
}

/** What the reader's side may answer to an open objection. */
export function AnswerForm({ objectionId, currency, may }: AnswerFormProps) {
  if (!may.withdraw && !may.concede && !may.rule) return null;
  return (
    <Form method="post">
      <input type="hidden" name="objectionId" value={objectionId} />
      <TextArea label="Your answer" name="answer" required minLength={10} maxLength={1000} rows={2} />
      {may.rule ? (
        <MoneyField
          label="Given back to the buyer"
          name="granted"
          currency={currency}
          hint="Empty dismisses the objection."
        />
      ) : null}
      {may.withdraw ? (
        <SubmitButton name="intent" value="withdraw" variant="default">
          Take it back
        </SubmitButton>
      ) : null}
      {may.concede ? (
        <SubmitButton name="intent" value="concede" variant="default">
          Concede all of it
        </SubmitButton>
      ) : null}
      {may.rule ? (
        <SubmitButton name="intent" value="rule" variant="primary">
          Rule
        </SubmitButton>
      ) : null}
    </Form>
  );
}
