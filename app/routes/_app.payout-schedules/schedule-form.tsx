import { Form } from "@remix-run/react";
import { SelectField } from "../../components/choice-fields.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TextField } from "../../components/text-fields.tsx";

export const SCHEDULE_FIELDS = [
  "providerId",
  "currency",
  "holdDays",
  "rhythm",
  "runDay",
  "minimum",
  "zone",
  "holidayPlace",
  "reservePercent",
  "reserveCap",
  "reserveDays",
  "note",
] as const;
export type TypedSchedule = Record<(typeof SCHEDULE_FIELDS)[number], string>;

const USUAL: Partial<TypedSchedule> = {
  ...{ holdDays: "5", rhythm: "weekly", runDay: "2", zone: "Europe/Berlin", reserveDays: "0" },
};

export interface ScheduleFormProps {
  providers: readonly { id: string; name: string }[];
  typed: TypedSchedule | null;
  issues: readonly { field: string; message: string }[];
  idempotencyKey: string;
}

/** A schedule takes the place of the one before for the same provider and currency. */
export function ScheduleForm({ providers, typed, issues, idempotencyKey }: ScheduleFormProps) {
  const field = (name: keyof TypedSchedule) => ({
    name,
    error: issues.filter((one) => one.field === name).map((one) => one.message),
    defaultValue: typed?.[name] ?? USUAL[name] ?? "",
  });
  return (
    <Section title="Set a schedule" first>
      <Form method="post">
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
        <SelectField
          label="Provider"
          {...field("providerId")}
          placeholder="Choose a provider"
          required
          options={providers.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <TextField label="Currency" {...field("currency")} width="short" maxLength={3} required />
        <TextField
          label="Hold, in days"
          {...field("holdDays")}
          width="short"
          required
          inputMode="numeric"
          hint="From the payment. Never shorter than the contract's time to contest."
        />
        <SelectField
          label="How often"
          {...field("rhythm")}
          options={[
            { value: "each", label: "Each payment on its own" },
            { value: "weekly", label: "Every week" },
            { value: "monthly", label: "Every month" },
          ]}
        />
        <TextField
          label="Day"
          {...field("runDay")}
          width="short"
          inputMode="numeric"
          hint="Weekly: 1 is Monday. Monthly: the day, 1 to 28. Each: leave 1."
        />
        <TextField label="Least amount" {...field("minimum")} width="short" hint="Empty: none." />
        <TextField label="Time zone" {...field("zone")} required />
        <TextField
          label="Holidays of"
          {...field("holidayPlace")}
          width="short"
          hint="Such as DE or DE-BY; empty: weekends alone."
        />
        <TextField
          label="Reserve, per cent"
          {...field("reservePercent")}
          width="short"
          hint="Of each payout; empty: none."
        />
        <TextField label="Reserve, most" {...field("reserveCap")} width="short" hint="Empty: no limit." />
        <TextField label="Reserve released after days" {...field("reserveDays")} width="short" />
        <TextField label="Why" {...field("note")} required maxLength={500} />
        <SubmitButton variant="primary">Set this schedule</SubmitButton>
      </Form>
    </Section>
  );
}
