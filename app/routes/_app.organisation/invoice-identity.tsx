import { Form, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { addressLines } from "../../../domain/identity/tax-identity.ts";
import { RadioGroup, SelectField } from "../../components/choice-fields.tsx";
import { When } from "../../components/date-time.tsx";
import { Facts } from "../../components/facts.tsx";
import { FormActions } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { countryName } from "../../components/place-names.ts";
import { Reveal, type Revealed } from "../../components/reveal.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TextField } from "../../components/text-fields.tsx";
import styles from "./organisation.module.css";
import type { Data, loader } from "./route.tsx";
import type { IdentityAnswer } from "./stated-identity.ts";

type Identity = NonNullable<Data["organization"]["taxIdentity"]>;
type Entity = NonNullable<Data["legalEntity"]>;

/** How the organisation is named on invoices; owner and finance state it. */
export function InvoiceIdentity(p: {
  organization: Data["organization"];
  answer: IdentityAnswer | undefined;
  revealed: Revealed | undefined;
}) {
  const { mayReveal } = useLoaderData<typeof loader>();
  const { taxIdentity, mayStateTaxIdentity, kind, country } = p.organization;
  return (
    <Section
      title="Name and VAT on invoices"
      id="invoices"
      note="Invoices issued before keep what they name"
    >
      {taxIdentity ? (
        <Stated
          one={taxIdentity}
          vatNumber={
            <Reveal
              kind="vat_number"
              id=""
              shown={taxIdentity.vatNumber ?? ""}
              of="the VAT number"
              mayReveal={mayReveal}
              revealed={p.revealed}
            />
          }
        />
      ) : null}
      {taxIdentity || kind !== "buyer" ? null : (
        <Notice tone="warning" title="Nothing is stated yet">
          Until name, address and VAT registration are stated, statements may wait without an invoice.
        </Notice>
      )}
      {mayStateTaxIdentity ? (
        <IdentityForm
          intent="identity"
          given={taxIdentity ? { ...taxIdentity, vatNumber: null } : { country }}
          keptVatNumber={taxIdentity?.vatNumber ?? null}
          answer={p.answer}
          label={taxIdentity ? "Change it" : "State it"}
        />
      ) : null}
    </Section>
  );
}

/** The company that issues the invoices; an administrator states it, staff read it. */
export function InvoicingCompany({
  entity,
  answer,
}: {
  entity: Entity;
  answer: IdentityAnswer | undefined;
}) {
  return (
    <Section
      title="The company that invoices"
      id="invoices"
      note="It stands on every invoice; those issued before keep what they name"
    >
      {entity.status === "unknown" ? (
        <Notice tone="warning" title="No invoice can be issued yet">
          The company that invoices has not stated whether it is registered for VAT, and where.
        </Notice>
      ) : (
        <Stated one={entity} vatNumber={<code>{entity.vatNumber}</code>} />
      )}
      {entity.mayState ? (
        <IdentityForm intent="legal-entity" given={entity} answer={answer} label="State it" />
      ) : null}
    </Section>
  );
}

function Stated({ one, vatNumber }: { one: Identity | Entity; vatNumber: ReactNode }) {
  const registered = one.status === "registered";
  const address = [...addressLines(one), countryName(one.country ?? "")].join(", ");
  return (
    <Facts
      facts={[
        { id: "name", label: "Name", value: one.name },
        { id: "address", label: "Address", value: address },
        {
          id: "vat",
          label: "VAT",
          value: registered ? vatNumber : "Not registered for VAT",
        },
        {
          id: "register",
          label: "In the register of companies",
          value: one.registrationNumber ?? "not stated",
        },
        { id: "email", label: "E-mail for invoices", value: one.email ?? "not stated" },
        ...("currency" in one ? [{ id: "currency", label: "VAT declared in", value: one.currency }] : []),
        {
          id: "by",
          label: "Stated",
          value: one.statedAt ? (
            <>
              by {one.statedByName} on <When instant={one.statedAt} />
            </>
          ) : (
            "never"
          ),
        },
      ]}
    />
  );
}

interface FormProps {
  intent: "identity" | "legal-entity";
  given: { [Key in keyof Identity]?: Identity[Key] | null } & { currency?: string };
  answer: IdentityAnswer | undefined;
  label: string;
  /** The end of the number that stays where none is entered. */
  keptVatNumber?: string | null;
}

function IdentityForm({ intent, given, answer, label, keptVatNumber }: FormProps) {
  const { countries } = useLoaderData<typeof loader>();
  const value = (name: keyof FormProps["given"]) => answer?.values[name] ?? String(given[name] ?? "");
  const field = (name: keyof FormProps["given"]) => ({
    name,
    defaultValue: value(name),
    error: answer?.issues.find((one) => one.field === name)?.message,
  });
  return (
    <details className={styles.form} open={answer !== undefined || !given.name}>
      <summary>{label}</summary>
      <Form method="post" action="/organisation#invoices" className={styles.form}>
        {answer ? <Notice tone="error" title={answer.message} live /> : null}
        <input type="hidden" name="intent" value={intent} />
        <TextField label="Registered name" required maxLength={160} {...field("name")} />
        <TextField label="Street and number" required maxLength={160} {...field("addressLine")} />
        <TextField label="Postal code" width="short" maxLength={20} {...field("postalCode")} />
        <TextField label="Town" required maxLength={80} {...field("city")} />
        <SelectField
          label="Country"
          required
          placeholder="Choose a country"
          options={countries}
          {...field("country")}
        />
        <RadioGroup
          label="Registered for VAT"
          required
          inline
          options={[
            { value: "registered", label: "Registered" },
            { value: "not_registered", label: "Not registered" },
          ]}
          {...field("status")}
        />
        <TextField
          label="VAT number"
          hint={vatHint(keptVatNumber)}
          maxLength={30}
          {...field("vatNumber")}
        />
        <TextField
          label="Number in the register of companies"
          maxLength={40}
          {...field("registrationNumber")}
        />
        <TextField
          label="E-mail for invoices"
          hint="An e-invoice names it; without it there is none"
          maxLength={160}
          {...field("email")}
        />
        {intent === "legal-entity" ? (
          <TextField
            label="Currency in which VAT is declared"
            width="short"
            required
            maxLength={3}
            {...field("currency")}
          />
        ) : null}
        <FormActions>
          <SubmitButton variant="default">Save</SubmitButton>
        </FormActions>
      </Form>
    </details>
  );
}

function vatHint(kept: string | null | undefined): string {
  if (kept) return `Leave it empty to keep ${kept}`;
  return "With its country's letters, for example NL123456789B01; empty if not registered";
}
