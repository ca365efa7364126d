import { Form } from "@remix-run/react";
import type { NamedCalendar as BusinessCalendar } from "../../../domain/shared/business-calendar.ts";
import { WEEKDAYS } from "../../../domain/shared/business-calendar.ts";
import {
  holidayLine,
  holidaysFrom,
  type NamedDate,
  namedDates,
} from "../../../domain/shared/holiday-lines.ts";
import { Checkbox } from "../../components/choice-fields.tsx";
import { ErrorSummary } from "../../components/error-summary.tsx";
import { FormActions } from "../../components/form.tsx";
import { type Refusal, summaryErrors } from "../../components/refusal.ts";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { DateField, TextArea, TextField } from "../../components/text-fields.tsx";
import styles from "../_app.engagements.$id.work._index/work.module.css";
import { DAY_NAMES, dayText, overridesText } from "./calendar-values.ts";

export type CalendarRefusal = Refusal & { calendar: BusinessCalendar | null };

/** A new version of the business hours, from a day on. */
export function VersionForm(props: {
  calendar: BusinessCalendar | null;
  zone: string;
  siteId: string;
  idempotencyKey: string;
  refusal: CalendarRefusal | undefined;
  /** Public holidays to add to the form. */
  suggested: readonly NamedDate[];
}) {
  const { refusal } = props;
  const calendar = refusal ? refusal.calendar : props.calendar;
  const of = (start: string) =>
    refusal?.issues.find((issue) => issue.field.startsWith(start))?.message ?? "";
  return (
    <Section title="Add a version" note="nothing that is frozen changes" id="add">
      <ErrorSummary errors={summaryErrors(refusal)} />
      <Form method="post" className={styles.form}>
        <input type="hidden" name="siteId" value={props.siteId} />
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
          hint="One a line, such as 2026-12-25 Christmas Day"
          name="holidays"
          rows={8}
          defaultValue={holidaysText(calendar, props.suggested)}
          error={of("calendar.holiday")}
        />
        <OverrideField calendar={calendar} error={of("calendar.overrides")} />
        <DateField
          label="In effect from"
          hint="Dates before it stay measured as they were; what is frozen never changes"
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

function holidaysText(calendar: BusinessCalendar | null, suggested: readonly NamedDate[]): string {
  const all = [...namedDates(calendar ?? {}), ...suggested];
  return namedDates(holidaysFrom(all)).map(holidayLine).join("\n");
}

function OverrideField({ calendar, error }: { calendar: BusinessCalendar | null; error: string }) {
  return (
    <TextArea
      label="Other hours on single dates"
      hint="One a line, such as 2026-12-24 09:00-12:00 or 2026-12-31 closed; they hold on a holiday too"
      name="overrides"
      rows={3}
      defaultValue={overridesText(calendar)}
      error={error}
    />
  );
}
