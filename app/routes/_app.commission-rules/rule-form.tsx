import { Form } from "@remix-run/react";
import { SelectField } from "../../components/choice-fields.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { DateField, TextField } from "../../components/text-fields.tsx";

export type Typed = Record<
  "providerId" | "moduleCode" | "currency" | "percent" | "startsOn" | "endsOn" | "note",
  string
>;

export interface RuleFormProps {
  providers: readonly { id: string; name: string }[];
  modules: readonly { code: string; name: string }[];
  typed: Typed | null;
  issues: readonly { field: string; message: string }[];
  /** The rule was tried as it stands, so it may be saved. */
  tried: boolean;
  idempotencyKey: string;
}

/** A rule is tried first; what was tried can then be saved. */
export function RuleForm({ providers, modules, typed, issues, tried, idempotencyKey }: RuleFormProps) {
  const errorOf = (field: string) => issues.filter((one) => one.field === field).map((one) => one.message);
  const field = (name: keyof Typed) => ({ name, error: errorOf(name), defaultValue: typed?.[name] ?? "" });
  return (
    <Section title="Try a rule" first>
      <Form method="post" key={JSON.stringify(typed)}>
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
        <SelectField
          label="Provider"
          {...field("providerId")}
          placeholder="Any provider"
          options={providers.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <SelectField
          label="Service"
          {...field("moduleCode")}
          placeholder="Any service"
          options={modules.map(({ code, name }) => ({ value: code, label: name }))}
        />
        <TextField
          label="Currency"
          {...field("currency")}
          width="short"
          maxLength={3}
          autoCapitalize="characters"
          hint="Three letters such as EUR; empty is any."
        />
        <TextField
          label="Commission"
          {...field("percent")}
          width="short"
          required
          hint="Per cent of the net of a month."
        />
        <DateField label="Proposes from" {...field("startsOn")} required />
        <DateField label="Last day" {...field("endsOn")} hint="Empty: until further notice." />
        <TextField label="Why" {...field("note")} required maxLength={500} />
        <SubmitButton name="intent" value="try" variant={tried ? "default" : "primary"}>
          Try it on today's contracts
        </SubmitButton>
        {tried ? (
          <SubmitButton name="intent" value="save" variant="primary">
            Save this rule
          </SubmitButton>
        ) : null}
      </Form>
    </Section>
  );
}
