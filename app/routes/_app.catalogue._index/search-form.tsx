import { Form } from "@remix-run/react";
import { Button } from "../../components/button.tsx";
import styles from "./catalogue.module.css";
import { KeptParts } from "./kept-parts.tsx";

/** Words over all offers; keeps the other filters of the address. */
export function SearchForm({ search }: { search?: URLSearchParams }) {
  return (
    <Form
      method="get"
      action="/catalogue"
      role="search"
      className={styles.search}
      key={search?.get("q") ?? ""}
    >
      <label htmlFor="catalogue-q">Search offers</label>
      <input
        id="catalogue-q"
        name="q"
        type="search"
        defaultValue={search?.get("q") ?? ""}
        placeholder="bookkeeping London"
        maxLength={80}
      />
      {search ? <KeptParts search={search} except={["q"]} /> : null}
      <Button type="submit">Search</Button>
    </Form>
  );
}
