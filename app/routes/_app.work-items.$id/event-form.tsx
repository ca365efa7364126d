import { Form } from "@remix-run/react";
import { SelectField } from "../../components/choice-fields.tsx";
import { ErrorSummary } from "../../components/error-summary.tsx";
import { FormActions } from "../../components/form.tsx";
import { fieldErrors, type Refusal, summaryErrors } from "../../components/refusal.ts";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TextField } from "../../components/text-fields.tsx";
import styles from "../_app.engagements.$id.work._index/work.module.css";
import { WAITS_FOR } from "../_app.engagements.$id.work._index/work-words.ts";
import type { ItemShown } from "./item-shown.ts";

const WORDS: Record<string, string> = {
  acknowledge: "First answer given",
  pause: "Paused: waiting for someone",
  resume: "Resumed",
  stop: "Resolved",
  close: "Closed",
  reopen: "Reopened",
  cancel: "Cancelled",
  priority: "Priority changed",
  update: "Details changed",
};

/**
 * One event by hand, for the provider. What is recorded is never changed; a mistake is answered by
 * another event.
 */
export function EventForm(props: {
  item: ItemShown;
  now: string;
  idempotencyKey: string;
  refusal: Refusal | undefined;
}) {
  const { item, refusal } = props;
  if (item.possibleEvents.length === 0) return null;
  const errorOf = fieldErrors(refusal);
  return (
    <Section
      title="Record what happened"
      note="Events are added in order of time and never changed"
      id="record"
    >
      <ErrorSummary title="This was not recorded" errors={summaryErrors(refusal, "event-")} />
      <Form method="post" className={styles.form}>
        <input type="hidden" name="idempotencyKey" value={props.idempotencyKey} />
        <SelectField
          id="event-type"
          label="What happened"
          name="type"
          required
          error={errorOf("type")}
          options={item.possibleEvents.map((type) => ({ value: type, label: WORDS[type] ?? type }))}
        />
        <TextField
          id="event-at"
          label="When"
          hint={`Local time in ${item.zone}`}
          name="at"
          type="datetime-local"
          step={60}
          required
          width="short"
          defaultValue={props.now}
          error={errorOf("at")}
        />
        <TextField
          id="event-since"
          label="Counts from"
          hint="Only where it began earlier and the contract lets it count from then"
          name="since"
          type="datetime-local"
          step={60}
          width="short"
          error={errorOf("since")}
        />
        <EventDetails item={item} errorOf={errorOf} />
        <TextField
          id="event-reason"
          label="Reason"
          hint="What the other side will read"
          name="reason"
          error={errorOf("reason")}
        />
        <FormActions>
          <SubmitButton>Record event</SubmitButton>
        </FormActions>
      </Form>
    </Section>
  );
}

/** What the form sends to take the site away; the id of no site looks like it. */
export const NO_SITE = "-";

/** What only some events say: for whom the work waits, its tags, its site, and its new priority. */
function EventDetails({ item, errorOf }: { item: ItemShown; errorOf: (field: string) => string }) {
  return (
    <>
      {item.possibleEvents.includes("pause") ? (
        <SelectField
          id="event-waitingOn"
          label="Waits for"
          hint="Only where the work is paused"
          name="waitingOn"
          error={errorOf("waitingOn")}
          options={WAITS_FOR}
        />
      ) : null}
      {item.possibleEvents.includes("update") ? (
        <TextField
          id="event-tags"
          label="Tags"
          hint="Only where the details change: all of them, with commas between"
          name="tags"
          defaultValue={item.tags.join(", ")}
          error={errorOf("tags")}
        />
      ) : null}
      {(item.sites.length > 0 || item.siteName) && item.possibleEvents.includes("update") ? (
        <SelectField
          id="event-site"
          label="Site"
          hint="Only where the details change"
          name="site"
          placeholder="As it is"
          error={errorOf("site")}
          options={[
            ...item.sites.map((one) => ({ value: one.id, label: one.name })),
            ...(item.siteName ? [{ value: NO_SITE, label: `No site (now ${item.siteName})` }] : []),
          ]}
        />
      ) : null}
      {item.priorities.length > 0 && item.possibleEvents.includes("priority") ? (
        <SelectField
          id="event-priority"
          label="New priority"
          hint="Only where the priority changes"
          name="priority"
          error={errorOf("priority")}
          options={item.priorities.map((one) => ({ value: one, label: one }))}
        />
      ) : null}
    </>
  );
}
