import { moduleByCode, workItemTypeById } from "../../../domain/catalogue/catalogue.ts";
import type { Terms } from "../../../domain/contracts/terms.ts";
import { SelectField } from "../../components/choice-fields.tsx";
import { DateField, MoneyField, TextArea, TextField } from "../../components/text-fields.tsx";
import { type FormState, fieldOf } from "../_app.contracts.new/form-parts.ts";
import styles from "../_app.contracts.new/terms.module.css";
import type { Values } from "../_app.contracts.new/terms-values.ts";
import { billingEditFrom } from "./billing-values.ts";

interface LinesProps {
  terms: Terms;
  state: FormState;
  /** What the form holds right now. */
  live: Values;
}

type LineProps = LinesProps & { index: number; at: string; kind: string };

const KINDS = [
  { value: "fixed", label: "A fixed amount a month" },
  { value: "per_unit", label: "By the unit of accepted work" },
  { value: "per_employee", label: "By the person" },
  { value: "per_seat", label: "By the seat" },
  { value: "tiered", label: "In graduated bands" },
  { value: "baseline", label: "A baseline with ARC and RRC" },
  { value: "milestone", label: "A milestone, once it is accepted" },
  { value: "pass_through", label: "Costs of others, with their receipts" },
];

const COUNTED: readonly string[] = ["per_unit", "per_employee", "tiered", "baseline"];

/** The lines of a contract, with one empty row for another. A row of no kind is taken out. */
export function LineFields(props: LinesProps) {
  const count = billingEditFrom(props.state.values).lines.length;
  return Array.from({ length: count + 1 }, (_, index) => {
    const at = `lines.${index}`;
    const kind = props.live[`${at}.kind`] ?? "";
    // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a form are told apart by their place
    return <LineSet key={index} {...props} {...{ index, at, kind }} isNew={index === count} />;
  });
}

function LineSet(props: LineProps & { isNew: boolean }) {
  const { terms, state, index, at, kind, isNew } = props;
  return (
    <fieldset className={styles.level}>
      <legend>{isNew ? "Another line, if you need one" : `Line ${index + 1}`}</legend>
      <input type="hidden" name={`${at}.id`} value={state.values[`${at}.id`] ?? ""} />
      <div className={styles.pair}>
        <SelectField
          label="Priced"
          placeholder={isNew ? "None" : "Take it out"}
          options={KINDS}
          {...fieldOf(state, `${at}.kind`)}
        />
        <TextField label="Name" hint="as the invoice prints it" {...fieldOf(state, `${at}.name`)} />
      </div>
      <div hidden={!COUNTED.includes(kind)}>
        <QuantityFields {...props} />
      </div>
      <div hidden={kind === ""}>
        <PriceOfLine {...props} />
        <FurtherOfLine {...props} />
        <div hidden={kind === "pass_through"}>
          <SelectField
            label="Service credits"
            width="medium"
            options={[
              { value: "yes", label: "are a share of this line too" },
              { value: "no", label: "leave this line as it is" },
            ]}
            {...fieldOf(state, `${at}.atRisk`)}
            defaultValue={state.values[`${at}.atRisk`] || "yes"}
          />
        </div>
        <TextField
          label="Taxed as"
          hint="a kind of the tax table, where it differs from the service; empty: as the service"
          {...fieldOf(state, `${at}.taxedAs`)}
        />
      </div>
      {kind === "baseline" ? (
        <p className={styles.note}>The fee of {terms.currency} covers the baseline.</p>
      ) : null}
    </fieldset>
  );
}

function QuantityFields({ terms, state, live, at }: LineProps) {
  const module = moduleByCode(terms.moduleCode);
  const types = module?.workItemTypes ?? [];
  const type = module && workItemTypeById(module, live[`${at}.type`] ?? "");
  return (
    <div className={styles.pair}>
      <SelectField
        label="Accepted work"
        placeholder="Choose a kind"
        options={types.map((one) => ({ value: one.id, label: one.plural }))}
        {...fieldOf(state, `${at}.type`)}
      />
      <SelectField
        label="Count"
        placeholder="Choose what counts"
        options={[
          { value: "count", label: "its items" },
          { value: "sum", label: "the sum of a field" },
          { value: "distinct", label: "different values of a field" },
          { value: "largest", label: "the largest value of a field" },
        ]}
        {...fieldOf(state, `${at}.by`)}
      />
      <div hidden={(live[`${at}.by`] ?? "") === "count"}>
        <SelectField
          label="Field"
          placeholder="Choose a field"
          options={(type?.fields ?? types.flatMap((one) => one.fields)).map((field) => ({
            ...{ value: field.id, label: field.name },
          }))}
          {...fieldOf(state, `${at}.field`)}
        />
      </div>
    </div>
  );
}

function PriceOfLine({ terms, state, at, kind }: LineProps) {
  const { currency } = terms;
  return (
    <div className={styles.pair}>
      <div hidden={kind !== "fixed" && kind !== "milestone"}>
        <MoneyField
          label={kind === "milestone" ? "Amount" : "Amount a month"}
          currency={currency}
          {...fieldOf(state, `${at}.amount`)}
        />
      </div>
      <div hidden={!["per_unit", "per_employee", "per_seat"].includes(kind)}>
        <MoneyField
          label="Price of one"
          hint="may be a part of a cent, such as 0.0125"
          currency={currency}
          {...fieldOf(state, `${at}.unitPrice`)}
        />
      </div>
      <div hidden={kind !== "per_seat"}>
        <TextField label="Seats as signed" inputMode="numeric" {...fieldOf(state, `${at}.seats`)} />
      </div>
      <div hidden={kind !== "tiered"}>
        <TextArea
          label="Bands"
          rows={4}
          hint="one a line, such as “100: 2.50”, the last “rest: 1.75”"
          {...fieldOf(state, `${at}.bands`)}
        />
      </div>
      <div hidden={kind !== "baseline"}>
        <TextField
          label="Baseline"
          hint="the month's volume that the fee covers"
          inputMode="decimal"
          {...fieldOf(state, `${at}.baseline`)}
        />
        <TextField
          label="Dead band in %"
          hint="within it nothing changes; may be empty"
          inputMode="decimal"
          {...fieldOf(state, `${at}.deadBand`)}
        />
        <MoneyField label="A unit more (ARC)" currency={currency} {...fieldOf(state, `${at}.additional`)} />
        <MoneyField label="A unit less (RRC)" currency={currency} {...fieldOf(state, `${at}.reduced`)} />
      </div>
    </div>
  );
}

function FurtherOfLine({ terms, state, at, kind }: LineProps) {
  return (
    <div className={styles.pair}>
      <div hidden={kind !== "milestone"}>
        <DateField label="Due by" {...fieldOf(state, `${at}.dueOn`)} />
      </div>
      <div hidden={kind !== "pass_through"}>
        <TextField
          label="Mark-up in %"
          hint="on each cost; may be empty"
          inputMode="decimal"
          {...fieldOf(state, `${at}.markup`)}
        />
        <MoneyField
          label="At most a month"
          hint="mark-up and all; may be empty"
          currency={terms.currency}
          {...fieldOf(state, `${at}.cap`)}
        />
      </div>
    </div>
  );
}
