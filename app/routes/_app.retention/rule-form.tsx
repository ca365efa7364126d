import { Form } from "@remix-run/react";
import { SelectField } from "../../components/choice-fields.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { DateField, TextArea, TextField } from "../../components/text-fields.tsx";
import type { Data } from "./route.tsx";

export type Typed = Record<"kind" | "days" | "moment" | "ground" | "startsOn", string>;

export interface RuleFormProps {
  page: Data;
  typed: Typed | null;
  issues: readonly { field: string; message: string }[];
  /** What is typed was tried as it stands. */
  tried: boolean;
}

/** A rule is tried first: what it would take stands above; then it can be set. */
export function RuleForm({ page, typed, issues, tried }: RuleFormProps) {
  const errorOf = (field: string) => issues.filter((one) => one.field === field).map((one) => one.message);
  const field = (name: keyof Typed) => ({ name, error: errorOf(name), defaultValue: typed?.[name] ?? "" });
  const moments = new Map(
    page.kinds.flatMap((one) => one.moments.map(({ moment, words }) => [moment, words] as const)),
  );
  return (
    <Section title="Set a rule" note="It takes the place of the one in force from its day on">
      <Form method="post" key={JSON.stringify(typed)} data-draft="off">
        <input type="hidden" name="idempotencyKey" value={page.idempotencyKey} />
        <SelectField
          label="What"
          {...field("kind")}
          placeholder="Choose what it is for"
          options={page.kinds.map((one) => ({
            value: one.kind,
            label: `${one.title} (${one.leastDays} days at least)`,
          }))}
        />
        <TextField
          label="Days"
          {...field("days")}
          inputMode="numeric"
          width="short"
          required
          maxLength={6}
        />
        <SelectField
          label="Counted from"
          {...field("moment")}
          placeholder="Choose the moment"
          options={[...moments].map(([value, label]) => ({ value, label }))}
        />
        <TextArea
          label="Legal ground"
          {...field("ground")}
          rows={2}
          maxLength={300}
          hint="In a sentence, with the article. Needed to set the rule."
        />
        <DateField
          label="From"
          {...field("startsOn")}
          hint="Tomorrow at the earliest; in a week where records go earlier by it."
        />
        <SubmitButton name="intent" value="try" variant={tried ? "default" : "primary"}>
          See what it would take
        </SubmitButton>{" "}
        <SubmitButton name="intent" value="set" variant={tried ? "primary" : "default"}>
          Set the rule
        </SubmitButton>
      </Form>
    </Section>
  );
}
