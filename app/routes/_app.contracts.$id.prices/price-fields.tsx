import { SelectField } from "../../components/choice-fields.tsx";
import { HashLine } from "../../components/hash-line.tsx";
import { MoneyField, TextField } from "../../components/text-fields.tsx";
import { fieldOf } from "../_app.contracts.new/form-parts.ts";
import styles from "../_app.contracts.new/terms.module.css";
import type { IfRepeated } from "./if-repeated.ts";
import { pricesEditFrom } from "./price-values.ts";
import { PriceRepeats } from "./repeats.tsx";
import type { FieldsProps } from "./scheme-fields.tsx";

/** The outcome prices, with one empty row for another. A row of no kind is taken out. */
export function PriceFields(props: FieldsProps & { month: IfRepeated | null }) {
  const count = pricesEditFrom(props.state.values).prices.length;
  return Array.from({ length: count + 1 }, (_, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a form are told apart by their place
    <PriceSet key={index} {...props} index={index} isNew={index === count} />
  ));
}

type SetProps = FieldsProps & { index: number };

function PriceSet(props: SetProps & { isNew: boolean; month: IfRepeated | null }) {
  const { terms, state, live, index, isNew, month } = props;
  const at = `prices.${index}`;
  const kind = live[`${at}.kind`] ?? "";
  const sent = pricesBefore(live, index);
  return (
    <fieldset className={styles.level}>
      <legend>{isNew ? "Another outcome price, if you need one" : `Outcome price ${index + 1}`}</legend>
      <input type="hidden" name={`${at}.id`} value={state.values[`${at}.id`] ?? ""} />
      <div className={styles.pair}>
        <SelectField
          label="Kind"
          placeholder={isNew ? "None" : "Take it out"}
          options={[
            { value: "bonus_malus", label: "Bonus and malus" },
            { value: "gain_share", label: "Gain share" },
          ]}
          {...fieldOf(state, `${at}.kind`)}
        />
        <SelectField
          label="By the service level"
          placeholder="Choose a level"
          options={terms.serviceLevels.map((level) => ({ value: level.id, label: level.name }))}
          {...fieldOf(state, `${at}.levelId`)}
        />
      </div>
      <div hidden={kind !== "bonus_malus"}>
        <BonusFields {...props} />
      </div>
      <div hidden={kind !== "gain_share"}>
        <GainFields {...props} />
      </div>
      {kind === "" ? null : <PriceRepeats month={month} index={sent} />}
    </fieldset>
  );
}

/** How many prices stand before this row in what is sent, which leaves rows of no kind out. */
function pricesBefore(live: FieldsProps["live"], index: number): number {
  return Array.from({ length: index }, (_, at) => live[`prices.${at}.kind`] ?? "").filter(Boolean).length;
}

function BonusFields({ terms, state, index }: SetProps) {
  const at = `prices.${index}`;
  const { currency } = terms;
  return (
    <div className={styles.pair}>
      <TextField
        label="Reference"
        hint="nothing is due at this figure"
        inputMode="decimal"
        {...fieldOf(state, `${at}.reference`)}
      />
      <TextField
        label="Dead band"
        hint="so far from it nothing is due; may be empty"
        inputMode="decimal"
        {...fieldOf(state, `${at}.deadband`)}
      />
      <TextField
        label="A step"
        hint="in the unit of the level"
        inputMode="decimal"
        {...fieldOf(state, `${at}.step`)}
      />
      <MoneyField label="For every step" currency={currency} {...fieldOf(state, `${at}.perStep`)} />
      <MoneyField label="Greatest bonus" currency={currency} {...fieldOf(state, `${at}.maxBonus`)} />
      <MoneyField
        label="Greatest malus"
        hint="due in full where there is no data"
        currency={currency}
        {...fieldOf(state, `${at}.maxMalus`)}
      />
    </div>
  );
}

function GainFields({ terms, state, live, index }: SetProps) {
  const at = `prices.${index}`;
  const { currency } = terms;
  const known = terms.prices?.find((price) => price.id === state.values[`${at}.id`]);
  const frozen = known?.kind === "gain_share" ? known : null;
  const from = live[`${at}.baselineFrom`] ?? (frozen ? "keep" : "typed");
  return (
    <>
      <SelectField
        label="Baseline"
        hint="it is frozen with a hash of where it came from"
        width="medium"
        options={[
          ...(frozen ? [{ value: "keep", label: `Keep the frozen ${frozen.baseline}` }] : []),
          { value: "typed", label: "A figure that both sides take" },
          { value: "months", label: "The mean of the last frozen months" },
        ]}
        {...fieldOf(state, `${at}.baselineFrom`)}
        defaultValue={state.values[`${at}.baselineFrom`] || (frozen ? "keep" : "typed")}
      />
      {frozen ? <HashLine>{frozen.baselineHash}</HashLine> : null}
      <div hidden={from !== "typed"}>
        <div className={styles.pair}>
          <TextField label="Figure" inputMode="decimal" {...fieldOf(state, `${at}.baseline`)} />
          <TextField label="Where it comes from" {...fieldOf(state, `${at}.baselineNote`)} />
        </div>
      </div>
      <div hidden={from !== "months"}>
        <TextField
          label="Frozen months"
          hint="the last ones that measured the level"
          inputMode="numeric"
          width="short"
          {...fieldOf(state, `${at}.baselineMonths`)}
        />
      </div>
      <div className={styles.pair}>
        <MoneyField
          label="Value of a unit saved"
          currency={currency}
          {...fieldOf(state, `${at}.unitValue`)}
        />
        <TextField
          label="Provider's share"
          hint="% of what is saved"
          inputMode="decimal"
          {...fieldOf(state, `${at}.share`)}
        />
        <MoneyField label="At least a month" currency={currency} {...fieldOf(state, `${at}.floor`)} />
        <MoneyField label="At most a month" currency={currency} {...fieldOf(state, `${at}.cap`)} />
      </div>
    </>
  );
}
