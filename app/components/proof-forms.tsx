import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import type { FactorWay } from "../../domain/identity/second-factor.ts";
import { FormActions } from "./form.tsx";
import { PasskeyButton } from "./passkey-button.tsx";
import { Section } from "./section.tsx";
import { SubmitButton } from "./submit-button.tsx";
import { PasswordField, TextField } from "./text-fields.tsx";

export type ProofWay = FactorWay | "password";

export interface ProofFormsProps {
  ways: readonly ProofWay[];
  purpose: "sign-in" | "confirm";
  /** What stood wrong in the form of one way. */
  refused?: { way: string; message: string } | undefined;
  /** Fields that every form carries on. */
  hidden: ReactNode;
  /** What happens with a right proof: "Sign in". */
  verb: string;
}

const TITLES: Record<ProofWay, string> = {
  password: "With your password",
  passkey: "With your passkey",
  totp: "With your authenticator app",
  recovery: "With a recovery code",
};

/** One form for each way in which the reader can prove that it is them, the easiest first. */
export function ProofForms({ ways, purpose, refused, hidden, verb }: ProofFormsProps) {
  return (
    <>
      {ways.map((way) => (
        <Section title={TITLES[way]} key={way} first={way === ways[0]}>
          <Form method="post" data-draft="off">
            {hidden}
            {way === "passkey" ? (
              <FormActions>
                <PasskeyButton purpose={purpose} variant="primary">
                  Use your passkey
                </PasskeyButton>
              </FormActions>
            ) : (
              <>
                <input type="hidden" name="intent" value={way} />
                <Secret way={way} error={refused?.way === way ? refused.message : undefined} />
                <FormActions>
                  <SubmitButton variant={way === ways[0] ? "primary" : "default"}>{verb}</SubmitButton>
                </FormActions>
              </>
            )}
          </Form>
        </Section>
      ))}
    </>
  );
}

function Secret({ way, error }: { way: Exclude<ProofWay, "passkey">; error: string | undefined }) {
  switch (way) {
    case "password":
      return <PasswordField label="Password" name="password" required error={error} />;
    case "totp":
      return (
        <TextField
          label="Code of six digits"
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          width="short"
          required
          error={error}
        />
      );
    case "recovery":
      return (
        <TextField
          label="Recovery code"
          hint="One of the ten that you kept; each works once"
          name="code"
          autoComplete="off"
          required
          error={error}
        />
      );
  }
}
