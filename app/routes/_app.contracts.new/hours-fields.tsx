import { WEEKDAY_NAMES } from "../../../domain/contracts/contract-tables.ts";
import { Checkbox, SelectField } from "../../components/choice-fields.tsx";
import { FieldError } from "../../components/form-field.tsx";
import { TextArea } from "../../components/text-fields.tsx";
import { type FormState, fieldOf, idOf } from "./form-parts.ts";
import { SiteFields } from "./site-fields.tsx";
import styles from "./terms.module.css";

/** The contract's zone, week and holidays: when the clocks of the service levels run. */
export function HoursFields({ zones, state }: { zones: readonly string[]; state: FormState }) {
  const zone = fieldOf(state, "zone");
  const known = zones.includes(zone.defaultValue) ? zones : [zone.defaultValue, ...zones];
  return (
    <>
      <SelectField
        label="Time zone of the contract"
        hint="Months begin and end here, and the hours below are meant here"
        required
        options={known.map((one) => ({ value: one, label: one.replaceAll("_", " ") }))}
        {...zone}
      />
      <Checkbox
        label="Around the clock"
        hint="The hours below are then not used"
        id={idOf("aroundTheClock")}
        name="aroundTheClock"
        value="yes"
        defaultChecked={state.values.aroundTheClock === "yes"}
      />
      <WeekTable state={state} />
      <TextArea
        label="Holidays"
        hint="One a line, such as 2026-12-25 Christmas Day"
        rows={4}
        width="medium"
        {...fieldOf(state, "holidays")}
      />
      <SiteFields zones={zones} state={state} />
    </>
  );
}

function WeekTable({ state }: { state: FormState }) {
  return (
    <table className={styles.week}>
      <caption className={styles.note}>Hours of work; leave a day empty to close it</caption>
      <thead>
        <tr>
          <th scope="col">Day</th>
          <th scope="col">First span</th>
          <th scope="col">Second span</th>
        </tr>
      </thead>
      <tbody>
        {WEEKDAY_NAMES.map(([day, name]) => (
          <tr key={day} id={idOf(`hours.${day}`)} tabIndex={-1}>
            <th scope="row">{name}</th>
            {[0, 1].map((index) => (
              <td key={index}>
                <SpanFields day={day} name={name} index={index} state={state} />
                {index === 1 ? <MoreSpans day={day} name={name} state={state} /> : null}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The third span and those after it, where a day has them. */
function MoreSpans({ day, name, state }: { day: string; name: string; state: FormState }) {
  const more = Array.from({ length: 46 }, (_none, index) => index + 2).filter(
    (index) => state.values[`hours.${day}.${index}.from`] !== undefined,
  );
  return more.map((index) => <SpanFields key={index} day={day} name={name} index={index} state={state} />);
}

function SpanFields(props: { day: string; name: string; index: number; state: FormState }) {
  const { day, name, index, state } = props;
  const at = `hours.${day}.${index}`;
  const error =
    index === 0 ? state.issues.find((issue) => issue.field === `hours.${day}`)?.message : undefined;
  const which = ["first", "second"][index] ?? `${index + 1}th`;
  return (
    <>
      <span className={styles.span}>
        {(["from", "to"] as const).map((side) => (
          <input
            key={side}
            type="text"
            inputMode="numeric"
            placeholder={side === "from" ? "09:00" : "17:00"}
            aria-label={`${name}, ${which} span ${side}`}
            aria-invalid={error ? true : undefined}
            name={`${at}.${side}`}
            defaultValue={state.values[`${at}.${side}`] ?? ""}
          />
        ))}
      </span>
      <FieldError id={idOf(`hours.${day}`)} message={error} />
    </>
  );
}
