import { Form } from "@remix-run/react";
import { useState } from "react";
import { Temporal } from "temporal-polyfill";
import { ButtonLink } from "../../components/button.tsx";
import { Checkbox } from "../../components/choice-fields.tsx";
import { ErrorSummary } from "../../components/error-summary.tsx";
import { FormActions } from "../../components/form.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TextField } from "../../components/text-fields.tsx";

export interface SigningFormProps {
  contractId: string;
  /** Countersign or sign. */
  verb: string;
  signing: {
    openedAt: string;
    signerName: string;
    authority: string;
    consentText: string;
    consentTextVersion: string;
  };
  hidden: Readonly<Record<string, string>>;
  issues: ReadonlyArray<{ field: string; message: string }>;
  typedName: string;
}

/** Consent, authority and name are three acts of their own; the moment of the consent is kept. */
export function SigningForm({ contractId, verb, signing, hidden, issues, typedName }: SigningFormProps) {
  const [consentedAt, setConsentedAt] = useState("");
  const errorOf = (field: string) => {
    const error = issues.find((issue) => issue.field === field)?.message;
    return error ? { error } : {};
  };
  return (
    <Section title={verb} note={`you are ${signing.signerName}`}>
      <Form method="post" noValidate>
        <ErrorSummary
          title="Nothing was signed"
          errors={issues.map(({ field, message }) => ({ message, fieldId: `sign-${field}` }))}
        />
        {Object.entries({
          ...hidden,
          openedAt: signing.openedAt,
          consentTextVersion: signing.consentTextVersion,
          consentedAt,
        }).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <Checkbox
          label={signing.consentText}
          id="sign-consent"
          name="consent"
          value="yes"
          required
          hint={`Consent text ${signing.consentTextVersion}`}
          onChange={(event) =>
            setConsentedAt(event.currentTarget.checked ? Temporal.Now.instant().toString() : "")
          }
          {...errorOf("consent")}
        />
        <Checkbox
          label={`I may sign ${signing.authority}`}
          id="sign-authority"
          name="authority"
          value="yes"
          required
          hint="Kept with the signature"
          {...errorOf("authority")}
        />
        <TextField
          label="Type your full name"
          hint={`As we know it: ${signing.signerName}`}
          id="sign-typedName"
          name="typedName"
          autoComplete="name"
          defaultValue={typedName}
          required
          {...errorOf("typedName")}
        />
        <FormActions>
          <SubmitButton>{verb}</SubmitButton>
          <ButtonLink to={`/contracts/${contractId}`} variant="quiet">
            Back without signing
          </ButtonLink>
        </FormActions>
      </Form>
    </Section>
  );
}
