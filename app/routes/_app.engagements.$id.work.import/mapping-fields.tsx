import { RadioGroup, SelectField } from "../../components/choice-fields.tsx";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { Section } from "../../components/section.tsx";
import { TextField } from "../../components/text-fields.tsx";
import { COLUMN_WORDS, EFFECT_WORDS, type MappingValues, type ValueGuess } from "./mapping-values.ts";

export interface MappingProps {
  header: readonly string[];
  mapping: MappingValues;
  states: readonly ValueGuess[];
  priorities: readonly ValueGuess[];
  effects: readonly string[];
  sample: readonly (readonly string[])[];
  workItemTypes: readonly { id: string; name: string }[];
  errorOf: (field: string) => string;
}

/** What one row of the file is, and how to read its times. */
export function RowFields({ mapping, workItemTypes, errorOf }: MappingProps) {
  return (
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
      <FileFields
        mapping={mapping}
        workItemTypes={workItemTypes}
        errorOf={errorOf}
        zoneHint="Its times carry no zone of their own; we take the contract's unless you say otherwise"
      />
    </Section>
  );
}

/** What every file has to say, whatever its rows are. */
export function FileFields(p: {
  mapping: { workItemType: string; zone: string; timestamps: string };
  workItemTypes: readonly { id: string; name: string }[];
  errorOf: (field: string) => string;
  zoneHint: string;
}) {
  const { mapping, workItemTypes, errorOf } = p;
  return (
    <>
      <SelectField
        label="Kind of work"
        name="workItemType"
        defaultValue={mapping.workItemType}
        error={errorOf("workItemType")}
        options={workItemTypes.map((type) => ({ value: type.id, label: type.name }))}
      />
      <TextField
        label="Time zone of the file"
        hint={p.zoneHint}
        name="zone"
        defaultValue={mapping.zone}
        error={errorOf("zone")}
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
    </>
  );
}

/** A choice of column for each meaning; the first `requiredFirst` of them must be chosen. */
export function ColumnSelects(p: {
  words: readonly (readonly [id: string, label: string])[];
  requiredFirst: number;
  columns: Readonly<Record<string, string | undefined>>;
  header: readonly string[];
  errorOf: (field: string) => string;
}) {
  const options = p.header.filter((name) => name !== "").map((name) => ({ value: name, label: name }));
  return (
    <>
      {p.words.map(([id, label], index) => (
        <SelectField
          key={id}
          label={label}
          name={`column.${id}`}
          defaultValue={p.columns[id] ?? ""}
          required={index < p.requiredFirst}
          error={p.errorOf(`columns.${id}`)}
          placeholder="Not in the file"
          options={options}
        />
      ))}
    </>
  );
}

/** Which column of the file holds what. */
export function ColumnFields({ header, mapping, sample, errorOf }: MappingProps) {
  return (
    <Section title="Columns" note="guessed from the first row">
      <ColumnSelects
        words={COLUMN_WORDS}
        requiredFirst={2}
        columns={mapping.columns}
        header={header}
        errorOf={errorOf}
      />
      <Sample header={header} sample={sample} />
    </Section>
  );
}

/** What each state of the desk does to the clock; nothing where the file has no column of states. */
export function StateFields({ states, mapping, effects }: MappingProps) {
  if (states.length === 0) return null;
  return (
    <Section title="What each state does to the clock" note={`${states.length} states in the file`}>
      {states.map((state) => (
        <SelectField
          key={state.value}
          label={state.value}
          hint={`${state.rows.toLocaleString("en-US")} rows`}
          name={`state.${state.value.toLowerCase()}`}
          defaultValue={mapping.states[state.value.toLowerCase()] ?? state.effect ?? ""}
          placeholder="Not known: refuse these rows"
          options={effects.map((effect) => ({
            value: effect,
            label: EFFECT_WORDS[effect] ?? effect,
          }))}
        />
      ))}
    </Section>
  );
}

/** Which of the contract's priorities each of the file's is. */
export function PriorityFields({ priorities, mapping }: MappingProps) {
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

/** The first rows, as the file has them. */
export function Sample({ header, sample }: Pick<MappingProps, "header" | "sample">) {
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
