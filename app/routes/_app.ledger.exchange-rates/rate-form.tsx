import { Form } from "@remix-run/react";
import { Checkbox } from "../../components/choice-fields.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { DateField, TextField } from "../../components/text-fields.tsx";

export type Typed = Record<"base" | "quote" | "rate" | "validFrom" | "source", string>;

export interface RateFormProps {
  typed: Typed | null;
  issues: readonly { field: string; message: string }[];
  /** The rate was refused as odd, so that it has to be confirmed. */
  toConfirm: boolean;
  today: string;
  idempotencyKey: string;
}

/** A rate as a person states it; an odd one is asked for a second time, with everything still there. */
export function RateForm({ typed, issues, toConfirm, today, idempotencyKey }: RateFormProps) {
  const field = (name: keyof Typed) => ({
    name,
    error: issues.filter((one) => one.field === name).map((one) => one.message),
    defaultValue: typed?.[name] ?? (name === "validFrom" ? today : ""),
    required: true,
  });
  const currency = { width: "short", maxLength: 3, autoCapitalize: "characters" } as const;
  return (
    <Section title="State a rate" first>
      <Form method="post" key={idempotencyKey}>
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
        <TextField label="1 unit of" {...field("base")} {...currency} hint="Three letters such as EUR." />
        <TextField label="Is so much of" {...field("quote")} {...currency} hint="Such as USD." />
        <TextField
          label="Rate"
          {...field("rate")}
          width="short"
          inputMode="decimal"
          maxLength={17}
          hint="A decimal with a point, such as 1.0842; kept to the last digit."
        />
        <DateField label="Of the day" {...field("validFrom")} max={today} />
        <TextField
          label="Source"
          {...field("source")}
          maxLength={200}
          hint="Who publishes it, such as the European Central Bank."
        />
        {toConfirm ? (
          <Checkbox label="The rate is right as it stands" name="confirmed" value="yes" required />
        ) : null}
        <SubmitButton variant="primary">State the rate</SubmitButton>
      </Form>
    </Section>
  );
}
