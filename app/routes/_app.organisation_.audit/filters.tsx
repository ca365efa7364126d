import { Form } from "@remix-run/react";
import { isCalendarDay } from "../../../domain/shared/calendar-day.ts";
import { SelectField } from "../../components/choice-fields.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { DateField, TextField } from "../../components/text-fields.tsx";
import { VIA_WORDS } from "./columns.tsx";
import styles from "./filters.module.css";

/** Which rows are wanted; the address carries it, so that a search can be sent to somebody else. */
export function Filters({ search }: { search: URLSearchParams }) {
  const given = (name: string) => search.get(name) ?? "";
  const day = (name: string) => ({
    ...{ name, defaultValue: given(name) },
    error: given(name) && !isCalendarDay(given(name)) ? "Give a day that exists." : undefined,
  });
  return (
    <Form method="get" data-screen-only role="search" aria-label="Rows" className={styles.filters}>
      <TextField label="Who" name="actor" defaultValue={given("actor")} hint="A part of the name" />
      <TextField
        label="What"
        name="action"
        defaultValue={given("action")}
        hint="How the action begins, such as statement."
      />
      <TextField
        label="On"
        name="subject"
        defaultValue={given("subject")}
        hint="The whole id of the subject"
      />
      <SelectField
        label="By"
        name="via"
        defaultValue={given("via")}
        placeholder="Everything"
        options={Object.entries(VIA_WORDS).map(([value, label]) => ({ value, label }))}
      />
      <TextField
        label="Session or key"
        name="credential"
        defaultValue={given("credential")}
        hint="Its whole id: what it did, and what was done to it"
      />
      <TextField label="Request" name="request" defaultValue={given("request")} hint="The whole id" />
      <TextField
        label="From where"
        name="address"
        defaultValue={given("address")}
        hint="How the network address begins"
      />
      <DateField label="From" {...day("from")} />
      <DateField label="To" {...day("to")} />
      <SubmitButton>Show</SubmitButton>
    </Form>
  );
}
