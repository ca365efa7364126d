import { type DragEvent, useRef, useState } from "react";
import { classNames } from "./class-names.ts";
import styles from "./form.module.css";
import { Field, type FieldProps } from "./form-field.tsx";

export interface FileFieldProps extends FieldProps {
  name: string;
  /** Media types and endings, for example "application/pdf,.csv". */
  accept?: string;
  multiple?: boolean;
}

/**
 * A native file input inside an area that also takes dropped files. Without JavaScript the input is all
 * there is; dropping is never the only way (WCAG 2.5.7).
 */
export function FileField({ name, accept, multiple, ...field }: FileFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);

  function drop(event: DragEvent<HTMLDivElement>) {
    event.preventDefault();
    setOver(false);
    if (!input.current || event.dataTransfer.files.length === 0) return;
    input.current.files = event.dataTransfer.files;
    input.current.dispatchEvent(new Event("change", { bubbles: true }));
  }

  return (
    <Field {...field} width={field.width ?? "full"}>
      {(control) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: dropping is only an extra way in
        <div
          className={classNames(styles.drop, over && styles.over)}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
        >
          <input {...control} ref={input} type="file" name={name} accept={accept} multiple={multiple} />
          <small>or drop {multiple ? "files" : "a file"} here</small>
        </div>
      )}
    </Field>
  );
}
