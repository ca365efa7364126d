import { Form } from "@remix-run/react";
import type { BusinessCalendar } from "../../../domain/shared/business-calendar.ts";
import { WEEKDAYS } from "../../../domain/shared/business-calendar.ts";
import { Checkbox } from "../../components/choice-fields.tsx";
import { ErrorSummary } from "../../components/error-summary.tsx";
import { FormActions } from "../../components/form.tsx";
import { type Refusal, summaryErrors } from "../../components/refusal.ts";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { DateField, TextArea, TextField } from "../../components/text-fields.tsx";
import styles from "../_app.engagements.$id.work._index/work.module.css";
import { DAY_NAMES, dayText } from "./calendar-values.ts";

export type CalendarRefusal = Refusal & { calendar: BusinessCalendar | null };

/** A new version of the business hours, from a day on. */
export function VersionForm(props: {
  calendar: BusinessCalendar | null;
  zone: string;
  idempotencyKey: string;
  refusal: CalendarRefusal | undefined;
}) {
  const { refusal } = props;
  const calendar = refusal ? refusal.calendar : props.calendar;
  const of = (start: string) =>
    refusal?.issues.find((issue) => issue.field.startsWith(start))?.message ?? "";
  return (
    <Section title="Add a version" note="nothing that is frozen changes" id="add">
      <ErrorSummary errors={summaryErrors(refusal)} />
      <Form method="post" className={styles.form}>
        <input type="hidden" name="idempotencyKey" value={props.idempotencyKey} />
        <TextField
          label="Time zone"
          name="zone"
          defaultValue={calendar?.zone ?? props.zone}
          required
          error={of("calendar.zone")}
        />
        <Checkbox
          label="Around the clock"
          hint="The hours below then do not matter"
          name="aroundTheClock"
          defaultChecked={calendar === null}
        />
        {WEEKDAYS.map((day) => (
          <TextField
            key={day}
            label={DAY_NAMES[day]}
            {...(day === "mon" ? { hint: "Such as 09:00-12:00, 13:00-17:00; empty where closed" } : {})}
            name={day}
            defaultValue={dayText(calendar, day)}
            error={of(`calendar.weekly.${day}`)}
          />
        ))}
        <TextArea
          label="Holidays"
          hint="Dates such as 2026-12-24, one a line"
          name="holidays"
          rows={5}
          defaultValue={(calendar?.holidays ?? []).join("\n")}
          error={of("calendar.holidays")}
        />
        <DateField
          label="In effect from"
          hint="A month is measured by the version in effect on its first day"
          name="effectiveFrom"
          required
          error={of("effectiveFrom")}
        />
        <TextField label="Why" name="note" required width="full" error={of("note")} />
        <FormActions>
          <SubmitButton>Add version</SubmitButton>
        </FormActions>
      </Form>
    </Section>
  );
}
