import { Form } from "@remix-run/react";
import { RadioGroup, SelectField } from "../../components/choice-fields.tsx";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { ErrorSummary } from "../../components/error-summary.tsx";
import { FormActions } from "../../components/form.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TextField } from "../../components/text-fields.tsx";
import styles from "../_app.engagements.$id.work._index/work.module.css";
import { COLUMN_WORDS, EFFECT_WORDS, type MappingValues, type ValueGuess } from "./mapping-values.ts";

type Issues = readonly { field: string; message: string }[];

export interface MapStepProps {
  header: readonly string[];
  mapping: MappingValues;
  states: readonly ValueGuess[];
  priorities: readonly ValueGuess[];
  effects: readonly string[];
  sample: readonly (readonly string[])[];
  workItemTypes: readonly { id: string; name: string }[];
  idempotencyKey: string;
  refusal: { message: string; issues: Issues } | undefined;
}

/** Step two: which column means what, and what each state of the desk does to the clock. */
export function MapStep(props: MapStepProps) {
  const { mapping, refusal } = props;
  const of = (field: string) => refusal?.issues.find((issue) => issue.field === field)?.message ?? "";
  return (
    <Form method="post" className={styles.form}>
      <input type="hidden" name="step" value="map" />
      <input type="hidden" name="idempotencyKey" value={props.idempotencyKey} />
      <ErrorSummary
        title="The file does not fit this yet"
        errors={
          refusal
            ? (refusal.issues.length > 0 ? refusal.issues : [refusal]).map(({ message }) => ({ message }))
            : []
        }
      />
      <Section title="What one row is" first>
        <RadioGroup
          label="Rows"
          name="shape"
          defaultValue={mapping.shape}
          options={[
            {
              value: "update_log",
              label: "An update of a ticket",
              hint: "The clock follows every change of state",
            },
            { value: "ticket_list", label: "A ticket", hint: "Only the moments in the row are known" },
          ]}
        />
        <SelectField
          label="Kind of work"
          name="workItemType"
          defaultValue={mapping.workItemType}
          error={of("workItemType")}
          options={props.workItemTypes.map((type) => ({ value: type.id, label: type.name }))}
        />
        <TextField
          label="Time zone of the file"
          hint="Its times carry no zone of their own; we take the contract's unless you say otherwise"
          name="zone"
          defaultValue={mapping.zone}
          error={of("zone")}
          required
        />
        <RadioGroup
          label="Order in dates"
          name="timestamps"
          inline
          defaultValue={mapping.timestamps}
          options={[
            { value: "day_first", label: "31-12-2026" },
            { value: "month_first", label: "12-31-2026" },
          ]}
        />
      </Section>
      <Section title="Columns" note="guessed from the first row">
        {COLUMN_WORDS.map(([id, label], index) => (
          <SelectField
            key={id}
            label={label}
            name={`column.${id}`}
            defaultValue={mapping.columns[id] ?? ""}
            required={index < 2}
            error={of(`columns.${id}`)}
            placeholder="Not in the file"
            options={props.header
              .filter((name) => name !== "")
              .map((name) => ({ value: name, label: name }))}
          />
        ))}
        <Sample header={props.header} sample={props.sample} />
      </Section>
      {props.states.length > 0 ? (
        <Section
          title="What each state does to the clock"
          note={`${props.states.length} states in the file`}
        >
          {props.states.map((state) => (
            <SelectField
              key={state.value}
              label={state.value}
              hint={`${state.rows.toLocaleString("en-US")} rows`}
              name={`state.${state.value.toLowerCase()}`}
              defaultValue={mapping.states[state.value.toLowerCase()] ?? state.effect ?? ""}
              placeholder="Not known: refuse these rows"
              options={props.effects.map((effect) => ({
                value: effect,
                label: EFFECT_WORDS[effect] ?? effect,
              }))}
            />
          ))}
        </Section>
      ) : null}
      <PriorityFields {...props} />
      <FormActions>
        <SubmitButton>Check the file</SubmitButton>
      </FormActions>
    </Form>
  );
}

function PriorityFields({ priorities, mapping }: MapStepProps) {
  return (
    <Section title="Priorities" note="what the contract's targets are written for">
      {priorities.map((one) => (
        <TextField
          key={one.value}
          label={one.value}
          hint={`${one.rows.toLocaleString("en-US")} rows`}
          width="short"
          name={`priority.${one.value.toLowerCase()}`}
          defaultValue={mapping.priorities[one.value.toLowerCase()] ?? one.priority ?? ""}
        />
      ))}
      <TextField
        label="Rows without a priority"
        width="short"
        name="defaultPriority"
        defaultValue={mapping.defaultPriority}
        required
      />
    </Section>
  );
}

function Sample({ header, sample }: Pick<MapStepProps, "header" | "sample">) {
  const rows = sample.map((cells, index) => ({ cells, id: String(index) }));
  const columns: Column<(typeof rows)[number]>[] = header.map((name, index) => ({
    key: `${name} ${index}`,
    header: name || "(no name)",
    cell: (row) => row.cells[index] ?? "",
  }));
  return (
    <DataTable
      caption="The first rows of the file"
      narrow="scroll"
      density="compact"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
    />
  );
}
