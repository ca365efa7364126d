import type { InputHTMLAttributes, ReactNode, TextareaHTMLAttributes } from "react";
import { classNames } from "./class-names.ts";
import styles from "./form.module.css";
import { Field, type FieldProps } from "./form-field.tsx";

type InputProps = FieldProps & Omit<InputHTMLAttributes<HTMLInputElement>, "id" | "width">;
type AreaProps = FieldProps & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "id">;

/** One line of text. Name, default value and the rest pass through, so Conform's props fit as they are. */
export function TextField({ label, hint, error, required, id, width, ...input }: InputProps) {
  return (
    <Field {...{ label, hint, error, required, id, width }}>
      {(control) => <input type="text" {...input} {...control} className={styles.input} />}
    </Field>
  );
}

/** A password; pasting and password managers are welcome (WCAG 3.3.8). */
export function PasswordField(props: InputProps) {
  return <TextField autoComplete="current-password" {...props} type="password" />;
}

/** A day as YYYY-MM-DD, through the browser's own picker. */
export function DateField(props: InputProps) {
  return <TextField width="short" {...props} type="date" />;
}

export function TextArea({ label, hint, error, required, id, width = "full", ...area }: AreaProps) {
  return (
    <Field {...{ label, hint, error, required, id, width }}>
      {(control) => (
        <textarea rows={4} {...area} {...control} className={classNames(styles.input, styles.area)} />
      )}
    </Field>
  );
}

/**
 * An amount as the reader writes it ("1,200.50"); the server parses it into minor units.
 * `currency` is the fixed code, or a select where the currency is part of the answer.
 */
export function MoneyField(props: InputProps & { currency: ReactNode }) {
  const { label, hint, error, required, id, width = "short", currency, ...input } = props;
  return (
    <Field {...{ label, hint, error, required, id, width }}>
      {(control) => (
        <div className={styles.affixed}>
          <span className={styles.affix}>{currency}</span>
          <input
            type="text"
            inputMode="decimal"
            autoComplete="off"
            {...input}
            {...control}
            className={classNames(styles.input, styles.amount)}
          />
        </div>
      )}
    </Field>
  );
}
