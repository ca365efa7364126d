import { Form } from "@remix-run/react";
import { CheckboxGroup } from "../../components/choice-fields.tsx";
import { ErrorSummary } from "../../components/error-summary.tsx";
import { FormActions } from "../../components/form.tsx";
import { fieldErrors, type Refusal, summaryErrors } from "../../components/refusal.ts";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TextField } from "../../components/text-fields.tsx";
import type { WarningsQuery } from "../../gql/graphql.ts";

const DAYS = [
  ["mon", "Mon"],
  ["tue", "Tue"],
  ["wed", "Wed"],
  ["thu", "Thu"],
  ["fri", "Fri"],
  ["sat", "Sat"],
  ["sun", "Sun"],
] as const;

/** The hours in which the reader is told; the rest waits for them, but for P1. */
export function HoursForm({
  hours,
  refusal,
}: {
  hours: WarningsQuery["noticeHours"];
  refusal: Refusal | undefined;
}) {
  const errorOf = fieldErrors(refusal);
  return (
    <Section
      title="When you are told"
      id="hours"
      note="What comes outside these hours waits until they open; P1 is told at once"
    >
      <ErrorSummary errors={summaryErrors(refusal, "hours-")} />
      <Form method="post" action="?#hours">
        <TextField
          id="hours-zone"
          label="Time zone"
          hint="As in Europe/Berlin"
          name="zone"
          defaultValue={hours.zone}
          required
          width="short"
          error={errorOf("zone")}
        />
        <TextField
          id="hours-opens"
          label="From"
          name="opens"
          type="time"
          defaultValue={hours.opens}
          required
          width="short"
          error={errorOf("opens")}
        />
        <TextField
          id="hours-closes"
          label="Until"
          hint="HH:MM; 24:00 is midnight"
          name="closes"
          defaultValue={hours.closes}
          required
          width="short"
          error={errorOf("closes")}
        />
        <CheckboxGroup
          id="hours-days"
          label="Days"
          name="days"
          inline
          defaultValue={hours.days}
          error={errorOf("days")}
          options={DAYS.map(([value, label]) => ({ value, label }))}
        />
        <FormActions>
          <SubmitButton name="intent" value="hours" variant="default">
            Save the hours
          </SubmitButton>
        </FormActions>
      </Form>
    </Section>
  );
}
