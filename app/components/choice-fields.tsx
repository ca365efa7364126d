import { type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, useId } from "react";
import { classNames } from "./class-names.ts";
import styles from "./form.module.css";
import {
  controlProps,
  Field,
  FieldError,
  type FieldProps,
  firstMessage,
  RequiredMark,
} from "./form-field.tsx";

export interface Choice {
  value: string;
  label: ReactNode;
  hint?: ReactNode;
  disabled?: boolean;
}

export interface ChoiceGroup {
  label: string;
  options: ReadonlyArray<Choice & { label: string }>;
}

type SelectProps = FieldProps &
  Omit<SelectHTMLAttributes<HTMLSelectElement>, "id"> & {
    options: ReadonlyArray<(Choice & { label: string }) | ChoiceGroup>;
    /** The empty first option, for example "Choose a country". */
    placeholder?: string;
  };

/** A native select: it works without JavaScript and with every keyboard and screen reader. */
export function SelectField(props: SelectProps) {
  const { label, hint, error, required, id, width, options, placeholder, ...select } = props;
  return (
    <Field {...{ label, hint, error, required, id, width }}>
      {(control) => (
        <select {...select} {...control} className={classNames(styles.input, styles.select)}>
          {placeholder ? <option value="">{placeholder}</option> : null}
          {options.map((entry) =>
            "options" in entry ? (
              <optgroup key={entry.label} label={entry.label}>
                {entry.options.map(drawOption)}
              </optgroup>
            ) : (
              drawOption(entry)
            ),
          )}
        </select>
      )}
    </Field>
  );
}

type CheckboxProps = Omit<FieldProps, "width"> & Omit<InputHTMLAttributes<HTMLInputElement>, "id">;

/** One yes-or-no answer; the label is part of the target. */
export function Checkbox({ label, hint, error, required, id: givenId, ...input }: CheckboxProps) {
  const ownId = useId();
  const id = givenId ?? ownId;
  const message = firstMessage(error);
  return (
    <div className={classNames(styles.field, message && styles.invalid)}>
      <label className={styles.choice}>
        <input {...input} {...controlProps({ id, hint, message, required })} type="checkbox" />
        <span>
          {label}
          {required ? <RequiredMark /> : null}
          {hint ? (
            <small className={styles.choiceHint} id={`${id}-hint`}>
              {hint}
            </small>
          ) : null}
        </span>
      </label>
      <FieldError id={id} message={message} />
    </div>
  );
}

type GroupProps = Omit<FieldProps, "width"> & {
  name: string;
  options: readonly Choice[];
  defaultValue?: string | readonly string[];
  /** Side by side where the labels are single words. */
  inline?: boolean;
};

/** One answer out of a few that the reader should all see. */
export function RadioGroup(props: GroupProps) {
  return <ChoiceSet {...props} type="radio" />;
}

/** Any number of answers under one question; they arrive under one name. */
export function CheckboxGroup(props: GroupProps) {
  return <ChoiceSet {...props} type="checkbox" />;
}

function ChoiceSet(props: GroupProps & { type: "radio" | "checkbox" }) {
  const { label, hint, error, required, name, options, defaultValue, inline, type } = props;
  const ownId = useId();
  const id = props.id ?? ownId;
  const message = firstMessage(error);
  const chosen = typeof defaultValue === "string" ? [defaultValue] : (defaultValue ?? []);
  const described = controlProps({ id, hint, message, required })["aria-describedby"];
  return (
    <fieldset
      className={classNames(styles.field, message && styles.invalid)}
      id={id}
      aria-describedby={described}
    >
      <legend className={styles.label}>
        {label}
        {required ? <RequiredMark /> : null}
      </legend>
      {hint ? (
        <div className={styles.hint} id={`${id}-hint`}>
          {hint}
        </div>
      ) : null}
      <div className={inline ? styles.inline : undefined}>
        {options.map((option) => (
          <label key={option.value} className={styles.choice}>
            <input
              type={type}
              name={name}
              value={option.value}
              disabled={option.disabled}
              defaultChecked={chosen.includes(option.value)}
              required={type === "radio" ? required : undefined}
              aria-invalid={message ? true : undefined}
            />
            <span>
              {option.label}
              {option.hint ? <small className={styles.choiceHint}>{option.hint}</small> : null}
            </span>
          </label>
        ))}
      </div>
      <FieldError id={id} message={message} />
    </fieldset>
  );
}

function drawOption(option: Choice & { label: string }) {
  return (
    <option key={option.value} value={option.value} disabled={option.disabled}>
      {option.label}
    </option>
  );
}
