import { type ReactNode, useId } from "react";
import { classNames } from "./class-names.ts";
import styles from "./form.module.css";
import { Icon } from "./icon.tsx";
import { VisuallyHidden } from "./visually-hidden.tsx";

export interface FieldProps {
  label: ReactNode;
  /** What to write and why it is asked for; stands above the control. */
  hint?: ReactNode;
  /** The message of the first broken rule; Conform's list of messages fits as it is. */
  error?: string | readonly string[];
  required?: boolean;
  id?: string;
  /** As wide as the answer, so that the field says what it expects. */
  width?: "short" | "medium" | "full";
}

/** What a control inside a `Field` must carry. */
export interface ControlProps {
  id: string;
  required?: boolean;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
}

/** Label, hint and error tied to one control; `children` draws the control with the attributes it gets. */
export function Field(props: FieldProps & { children: (control: ControlProps) => ReactNode }) {
  const { label, hint, error, required, width = "medium", children } = props;
  const ownId = useId();
  const id = props.id ?? ownId;
  const message = firstMessage(error);
  return (
    <div className={classNames(styles.field, styles[width], message && styles.invalid)}>
      <label className={styles.label} htmlFor={id}>
        {label}
        {required ? <RequiredMark /> : null}
      </label>
      {hint ? (
        <div className={styles.hint} id={`${id}-hint`}>
          {hint}
        </div>
      ) : null}
      {children(controlProps({ id, hint, message, required }))}
      <FieldError id={id} message={message} />
    </div>
  );
}

export function RequiredMark() {
  return (
    <span className={styles.required} aria-hidden="true">
      *
    </span>
  );
}

export function FieldError({ id, message }: { id: string; message: string | undefined }) {
  if (!message) return null;
  return (
    <p className={styles.error} id={`${id}-error`}>
      <Icon name="cross" />
      <span>
        <VisuallyHidden>Error: </VisuallyHidden>
        {message}
      </span>
    </p>
  );
}

/** The attributes that tie a control to its hint and its error. */
export function controlProps(options: {
  id: string;
  hint: ReactNode;
  message: string | undefined;
  required: boolean | undefined;
}): ControlProps {
  const { id, hint, message, required } = options;
  const describedBy = classNames(hint ? `${id}-hint` : null, message ? `${id}-error` : null);
  return { id, required, "aria-describedby": describedBy, "aria-invalid": message ? true : undefined };
}

export function firstMessage(error: FieldProps["error"]): string | undefined {
  return typeof error === "string" ? error || undefined : error?.[0];
}
