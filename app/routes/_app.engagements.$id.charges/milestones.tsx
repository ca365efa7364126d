import { Form } from "@remix-run/react";
import { Day } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { FormActions } from "../../components/form.tsx";
import { Money } from "../../components/money.tsx";
import { Section } from "../../components/section.tsx";
import { Status } from "../../components/status.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { DateField, TextArea } from "../../components/text-fields.tsx";
import { Timeline } from "../../components/timeline.tsx";
import type { EngagementChargesPageQuery } from "../../gql/graphql.ts";
import { type FormState, fieldOf } from "../_app.contracts.new/form-parts.ts";
import styles from "../_app.contracts.new/terms.module.css";

export type Charges = NonNullable<EngagementChargesPageQuery["engagementCharges"]>;
type Milestone = Charges["milestones"][number];

interface MilestonesProps {
  charges: Charges;
  /** Of the form that was refused, where one was. */
  state: FormState & { of: string };
  idempotencyKey: string;
}

/** The milestones of a contract, each with what happened and what the viewer may do next. */
export function Milestones(props: MilestonesProps) {
  const { milestones } = props.charges;
  if (milestones.length === 0)
    return (
      <Section title="Milestones" first>
        <EmptyState kind="nothing-yet" title="The contract has no milestones">
          A milestone is a line of its billing: an amount, a day, and the buyer's acceptance.
        </EmptyState>
      </Section>
    );
  return milestones.map((one, at) => (
    <Section key={one.id} title={one.name} note={<MilestoneNote milestone={one} />} first={at === 0}>
      <Timeline label={`Steps of ${one.name}`} entries={one.steps.map(entryOf)} />
      <NextStep {...props} milestone={one} />
    </Section>
  ));
}

function MilestoneNote({ milestone }: { milestone: Milestone }) {
  return (
    <>
      <Money {...milestone.amount} />, due by <Day date={milestone.dueOn} /> ·{" "}
      <MilestoneStatus {...milestone} />
    </>
  );
}

function MilestoneStatus({ state }: { state: string }) {
  if (state === "accepted") return <Status tone="met">Accepted, billed in the month of that day</Status>;
  if (state === "delivered") return <Status tone="risk">Waits for the buyer</Status>;
  if (state === "refused") return <Status tone="breached">Refused</Status>;
  return <Status tone="neutral">Not delivered yet</Status>;
}

const WORDS: Record<string, string> = {
  delivered: "said that it is delivered as of",
  accepted: "accepted it as of",
  refused: "refused it as of",
};

function entryOf(step: Milestone["steps"][number]) {
  return {
    ...{ id: step.id, at: step.at, who: step.byName, what: `${WORDS[step.kind]} ${step.on}` },
    children: step.note || undefined,
  };
}

function NextStep({
  charges,
  milestone,
  state,
  idempotencyKey,
}: MilestonesProps & { milestone: Milestone }) {
  const delivers = charges.mayState && ["planned", "refused"].includes(milestone.state);
  const answers = charges.mayAnswer && milestone.state === "delivered";
  if (!delivers && !answers) return null;
  const own: FormState = state.of === milestone.id ? state : { values: {}, issues: [] };
  return (
    <Form method="post" noValidate className={styles.section}>
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <input type="hidden" name="lineId" value={milestone.id} />
      <DateField
        label={delivers ? "Delivered on" : "Accepted or refused on"}
        {...fieldOf(own, "on")}
        id={`on-${milestone.id}`}
      />
      {delivers ? (
        <TextArea
          label="Evidence"
          rows={3}
          hint="what was handed over and where it can be seen"
          {...fieldOf(own, "evidence")}
          id={`evidence-${milestone.id}`}
        />
      ) : (
        <TextArea
          label="Reason, where you refuse"
          rows={3}
          {...fieldOf(own, "reason")}
          id={`reason-${milestone.id}`}
        />
      )}
      <FormActions>
        {delivers ? (
          <SubmitButton name="intent" value="deliver">
            Say that it is delivered
          </SubmitButton>
        ) : (
          <>
            <SubmitButton name="intent" value="accept">
              Accept it
            </SubmitButton>
            <SubmitButton name="intent" value="refuse" variant="default">
              Refuse it
            </SubmitButton>
          </>
        )}
      </FormActions>
    </Form>
  );
}
