import { Form } from "@remix-run/react";
import { isPermission, scopeObjects } from "../../../domain/identity/key-scopes.ts";
import { groupedPermissions } from "../../../domain/identity/permission-words.ts";
import { CheckboxGroup, RadioGroup } from "../../components/choice-fields.tsx";
import { ErrorSummary } from "../../components/error-summary.tsx";
import { FormActions } from "../../components/form.tsx";
import { fieldErrors, summaryErrors } from "../../components/refusal.ts";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TextField } from "../../components/text-fields.tsx";
import styles from "./key-form.module.css";
import type { KeyRefusal } from "./route.tsx";

interface Props {
  /** What the viewer may give to a key. */
  scopes: readonly string[];
  refusal: KeyRefusal | undefined;
  idempotencyKey: string;
}

/** Name, end, budget and what the key may do: each kind of thing with reading apart from changing. */
export function KeyForm({ scopes, refusal, idempotencyKey }: Props) {
  const error = fieldErrors(refusal);
  const typed = refusal?.typed;
  return (
    <Form method="post">
      <ErrorSummary errors={summaryErrors(refusal)} />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <TextField
        label="Name"
        hint="Where it will be used, for example “ticket export”"
        name="name"
        required
        maxLength={80}
        defaultValue={typed?.name}
        error={error("name")}
      />
      <TextField
        label="Days it works"
        hint="365 at most. You are reminded by mail a week before it ends"
        name="days"
        inputMode="numeric"
        required
        width="short"
        defaultValue={typed?.days ?? "90"}
        error={error("days")}
      />
      <TextField
        label="Requests a minute"
        hint="6,000 at most. Beyond it the key is told to wait"
        name="perMinute"
        inputMode="numeric"
        required
        width="short"
        defaultValue={typed?.perMinute ?? "600"}
        error={error("perMinute")}
      />
      <RadioGroup
        label="What it may do"
        name="access"
        required
        defaultValue={typed?.access || "chosen"}
        error={error("scopes")}
        options={[
          { value: "chosen", label: "Only what is ticked below" },
          { value: "read", label: "Read everything that you may read, and change nothing" },
          { value: "all", label: "Read and change everything that can be given to a key" },
        ]}
      />
      <Section
        title="Only what is ticked"
        note="People, roles, where money goes and other keys are given to no key"
      >
        <Scopes scopes={scopes} chosen={typed?.scopes ?? []} />
      </Section>
      <FormActions>
        <SubmitButton>Make the key</SubmitButton>
      </FormActions>
    </Form>
  );
}

function Scopes({ scopes, chosen }: { scopes: readonly string[]; chosen: readonly string[] }) {
  return groupedPermissions(scopes.filter(isPermission)).map(({ title, permissions }) => (
    <section key={title} className={styles.group}>
      <h3>{title}</h3>
      <div className={styles.objects}>
        {scopeObjects(permissions).map((one) => (
          <CheckboxGroup
            key={one.object}
            label={one.title}
            name="scopes"
            defaultValue={chosen}
            options={[
              ...(one.read ? [{ value: one.read, label: "Read" }] : []),
              ...one.changes.map(({ permission, words }) => ({ value: permission, label: change(words) })),
            ]}
          />
        ))}
      </div>
    </section>
  ));
}

function change(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
