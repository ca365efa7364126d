import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { SelectField } from "../../components/choice-fields.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { FormActions } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { DateField, TextField } from "../../components/text-fields.tsx";
import { found, query } from "../../graphql.server.ts";
import { fieldOf } from "../_app.contracts.new/form-parts.ts";
import styles from "../_app.contracts.new/terms.module.css";
import { SeatTable } from "./seat-table.tsx";
import { EngagementSeatsDocument, StateHeadCountDocument } from "./seats.graphql.ts";

export const meta: MetaFunction = () => [{ title: "Seats of an engagement · Engine Room" }];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const page = await query({ request, context }, EngagementSeatsDocument, { id: params.id ?? "" });
  return { seats: found(page.engagementSeats), idempotencyKey: crypto.randomUUID() };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const values = { lineId: text("lineId"), effectiveOn: text("effectiveOn"), count: text("count") };
  if (!/^\d{1,9}$/.test(values.count)) {
    const issues = [{ field: "count", message: "Enter the number of seats as a whole number." }];
    return data({ values, issues, message: null }, { status: 400 });
  }
  const { stateHeadCount } = await query({ request, context }, StateHeadCountDocument, {
    input: {
      engagementId: params.id ?? "",
      ...{ lineId: values.lineId, effectiveOn: values.effectiveOn, count: Number(values.count) },
      idempotencyKey: text("idempotencyKey") || null,
    },
  });
  switch (stateHeadCount.__typename) {
    case "MutationStateHeadCountSuccess":
      return redirect(`/engagements/${params.id}/seats`);
    case "InvalidInput":
      return data({ values, issues: stateHeadCount.issues, message: null }, { status: 400 });
    case "NotFound":
      throw data({ message: stateHeadCount.message }, { status: 404 });
    default:
      return data({ values, issues: [], message: stateHeadCount.message }, { status: 409 });
  }
}

export default function EngagementSeats() {
  const { seats, idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { lines, zone, mayState } = seats;
  if (lines.length === 0)
    return (
      <Section title="Seats" first>
        <EmptyState kind="nothing-yet" title="Nothing here is priced by the seat">
          Seats are stated where the contract has a line for them.
        </EmptyState>
      </Section>
    );
  const values = answer?.values ?? { lineId: lines[0]?.id ?? "", effectiveOn: "", count: "" };
  const state = { values, issues: answer?.issues ?? [] };
  return (
    <>
      {answer?.message ? <Notice tone="error" title={answer.message} live /> : null}
      {lines.map((line, at) => (
        <Section
          key={line.id}
          title={line.name}
          note="every day at the head count of that day"
          first={at === 0}
        >
          <SeatTable line={line} zone={zone} />
        </Section>
      ))}
      {mayState ? (
        <Section title="State a head count" note="it holds from its day on; closed months stay as they are">
          <Form method="post" noValidate key={JSON.stringify(values)} className={styles.section}>
            <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
            <SelectField
              label="Line"
              options={lines.map((line) => ({ value: line.id, label: line.name }))}
              {...fieldOf(state, "lineId")}
            />
            <DateField label="From" {...fieldOf(state, "effectiveOn")} />
            <TextField label="Seats" inputMode="numeric" width="short" {...fieldOf(state, "count")} />
            <FormActions>
              <SubmitButton>State it</SubmitButton>
            </FormActions>
          </Form>
        </Section>
      ) : null}
    </>
  );
}
