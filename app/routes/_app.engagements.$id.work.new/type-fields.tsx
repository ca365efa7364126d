import type { WorkItemField } from "../../../domain/catalogue/service-module.ts";
import { SelectField } from "../../components/choice-fields.tsx";
import { DateField, TextField } from "../../components/text-fields.tsx";

/** The fields that one kind of work carries beside what all work has. */
export function TypeFields(props: {
  fields: readonly WorkItemField[];
  errorOf: (field: string) => string;
  /** What each holds already, by its id. */
  values?: Readonly<Record<string, unknown>>;
}) {
  return (
    <>
      {props.fields.map((field) => (
        <OneField
          key={field.id}
          field={field}
          value={props.values?.[field.id]}
          error={props.errorOf(`fields.${field.id}`)}
        />
      ))}
    </>
  );
}

function OneField({ field, value, error }: { field: WorkItemField; value: unknown; error: string }) {
  const name = `field.${field.id}`;
  const defaultValue = value === undefined || value === null ? undefined : String(value);
  const shared = { label: field.name, name, error, id: `work-fields.${field.id}`, defaultValue };
  switch (field.kind) {
    case "choice":
      return (
        <SelectField
          {...shared}
          placeholder="Not said"
          options={(field.choices ?? []).map((value) => ({ value, label: value.replaceAll("_", " ") }))}
        />
      );
    case "yes_no":
      return (
        <SelectField
          {...shared}
          placeholder="Not said"
          options={[
            { value: "true", label: "Yes" },
            { value: "false", label: "No" },
          ]}
        />
      );
    case "date":
      return <DateField {...shared} />;
    case "money":
      return (
        <TextField
          {...shared}
          hint="In the smallest units, without a comma"
          inputMode="numeric"
          width="short"
        />
      );
    case "moment":
      return <TextField {...shared} hint="With its offset, such as 2026-03-06T14:00:00Z" width="short" />;
    case "number":
      return <TextField {...shared} inputMode="decimal" width="short" />;
    case "text":
      return <TextField {...shared} />;
    default:
      return field.kind satisfies never;
  }
}

/** The answers of the form as the values that the kind of work asks for; empty ones are left out. */
export function fieldValues(
  form: FormData,
  fields: readonly WorkItemField[],
): Record<string, string | number | boolean> {
  const values: Record<string, string | number | boolean> = {};
  for (const field of fields) {
    const text = String(form.get(`field.${field.id}`) ?? "").trim();
    if (text !== "") values[field.id] = answerOf(field, text);
  }
  return values;
}

function answerOf(field: WorkItemField, text: string): string | number | boolean {
  if (field.kind === "yes_no") return text === "true";
  return field.kind === "number" && !Number.isNaN(Number(text)) ? Number(text) : text;
}
