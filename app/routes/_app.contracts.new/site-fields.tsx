import { WEEKDAY_NAMES } from "../../../domain/contracts/contract-tables.ts";
import { Checkbox, SelectField } from "../../components/choice-fields.tsx";
import { TextArea, TextField } from "../../components/text-fields.tsx";
import { type FormState, fieldOf, idOf } from "./form-parts.ts";
import { siteCount } from "./site-values.ts";
import styles from "./terms.module.css";

/** Places with hours of their own, and one empty row for another. */
export function SiteFields({ zones, state }: { zones: readonly string[]; state: FormState }) {
  const count = siteCount(state.values);
  return (
    <details open={count > 0}>
      <summary>
        {count === 0 ? "Sites with hours of their own" : `${count} ${count === 1 ? "site" : "sites"}`}
      </summary>
      {Array.from({ length: count + 1 }, (_none, index) => (
        <SiteSet
          key={`site-${String(index)}`}
          at={`sites.${index}`}
          zones={zones}
          state={state}
          isNew={index === count}
        />
      ))}
    </details>
  );
}

function SiteSet(props: { at: string; zones: readonly string[]; state: FormState; isNew: boolean }) {
  const { at, zones, state, isNew } = props;
  const zone = fieldOf(state, `${at}.zone`);
  const chosen = zone.defaultValue || state.values.zone || "UTC";
  const known = zones.includes(chosen) ? zones : [chosen, ...zones];
  return (
    <fieldset className={styles.level}>
      <legend>{isNew ? "Another site" : state.values[`${at}.name`] || "Site"}</legend>
      <input type="hidden" name={`${at}.id`} value={state.values[`${at}.id`] ?? ""} />
      <TextField
        label="Name of the site"
        hint={isNew ? "Leave empty to add none" : "Empty to remove it"}
        {...fieldOf(state, `${at}.name`)}
      />
      <SelectField
        label="Time zone of the site"
        options={known.map((one) => ({ value: one, label: one.replaceAll("_", " ") }))}
        {...zone}
        defaultValue={chosen}
      />
      <Checkbox
        label="Around the clock"
        id={idOf(`${at}.aroundTheClock`)}
        name={`${at}.aroundTheClock`}
        value="yes"
        defaultChecked={state.values[`${at}.aroundTheClock`] === "yes"}
      />
      <div className={styles.figures}>
        {WEEKDAY_NAMES.map(([day, name]) => (
          <TextField
            key={day}
            label={name}
            placeholder="closed"
            {...fieldOf(state, `${at}.hours.${day}`)}
          />
        ))}
      </div>
      <TextArea
        label="Holidays of the site"
        hint="One a line, such as 2026-12-25 Christmas Day"
        rows={3}
        {...fieldOf(state, `${at}.holidays`)}
      />
    </fieldset>
  );
}
