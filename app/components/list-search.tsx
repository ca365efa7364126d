import { Form, useSearchParams } from "@remix-run/react";
import { Button } from "./button.tsx";
import styles from "./list-search.module.css";
import { TextField } from "./text-fields.tsx";

export interface ListSearchProps {
  /** What the list holds, for example "Work". */
  label: string;
  hint: string;
  /** The filters of the address that the search keeps; the place in the list is never one of them. */
  keep?: readonly string[];
}

/** Finds in a list by words; the address carries them, as it does the filters. */
export function ListSearch({ label, hint, keep = [] }: ListSearchProps) {
  const [search] = useSearchParams();
  const words = search.get("q") ?? "";
  return (
    <Form method="get" role="search" aria-label={label} className={styles.search} data-screen-only>
      <TextField key={words} label="Find" hint={hint} name="q" type="search" defaultValue={words} />
      {keep.flatMap((name) =>
        search
          .getAll(name)
          .map((value) => <input key={`${name} ${value}`} type="hidden" name={name} value={value} />),
      )}
      <Button type="submit">Find</Button>
    </Form>
  );
}
