import { Form } from "@remix-run/react";
import type { Qr } from "../../../domain/identity/account.ts";
import { Confirm } from "../../components/confirm.tsx";
import { When } from "../../components/date-time.tsx";
import { FormActions } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { PasswordField, TextField } from "../../components/text-fields.tsx";
import styles from "./account.module.css";
import type { Answer, Data } from "./route.tsx";

/** The authenticator app: set up, confirmed with a first code, or taken away. */
export function AuthenticatorApp({ app, ways, answer }: Pick<Data, "app" | "ways"> & { answer: Answer }) {
  return (
    <Section
      title="Authenticator app"
      id="app"
      note="A code of six digits from your phone, beside the password"
    >
      {app === null ? <BeginApp /> : null}
      {app && "secret" in app ? <ConfirmApp {...app} answer={answer} /> : null}
      {app && "since" in app ? (
        <>
          <p>
            Set up on <When instant={app.since} />. It is asked for when you sign in with your password.
          </p>
          <Removal intent="remove-app" what="the authenticator app" isLast={ways.every(besides("totp"))} />
        </>
      ) : null}
    </Section>
  );
}

const besides = (own: string) => (way: string) => way === own || way === "recovery";

function BeginApp() {
  return (
    <Form method="post">
      <FormActions>
        <SubmitButton variant="default" name="intent" value="begin-app">
          Set up an authenticator app
        </SubmitButton>
      </FormActions>
    </Form>
  );
}

function ConfirmApp({ secret, qr, answer }: { secret: string; qr: Qr; answer: Answer }) {
  const error = answer?.intent === "confirm-app" ? answer.issue("code") : undefined;
  return (
    <>
      <p>Scan this with your app, or type the secret into it. Then write the code that it shows.</p>
      <svg
        className={styles.qr}
        viewBox={`0 0 ${qr.size} ${qr.size}`}
        role="img"
        aria-label="QR code of the secret"
      >
        <rect width={qr.size} height={qr.size} className={styles.paper} />
        <path d={qr.path} className={styles.ink} />
      </svg>
      <p>
        Secret: <code className={styles.secret}>{secret}</code>
      </p>
      <Form method="post" data-draft="off">
        <TextField
          label="Code of six digits"
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          width="short"
          required
          error={error}
        />
        <FormActions>
          <SubmitButton name="intent" value="confirm-app">
            Use this app
          </SubmitButton>
          <SubmitButton variant="quiet" name="intent" value="begin-app" formNoValidate>
            Make another secret
          </SubmitButton>
        </FormActions>
      </Form>
    </>
  );
}

/** Takes a factor away; with the last one the password stands alone again, so it is asked for. */
export function Removal(p: { intent: string; what: string; isLast: boolean; id?: string }) {
  return (
    <Confirm
      label="Remove"
      size="small"
      title={`Remove ${p.what}?`}
      confirmLabel="Remove it"
      danger
      name="intent"
      value={p.intent}
      hidden={p.id ? { id: p.id } : {}}
    >
      {p.isLast ? (
        <>
          <p>It is your last second step: your password alone opens your account then.</p>
          <PasswordField label="Your password" name="password" required />
        </>
      ) : (
        <p>It no longer signs you in. You can add it again.</p>
      )}
    </Confirm>
  );
}

/** Codes for the day the phone is lost; new ones end the old ones. */
export function RecoveryCodes({ recoveryLeft }: Pick<Data, "recoveryLeft">) {
  return (
    <Section title="Recovery codes" id="recovery" note="For the day your device is lost; each works once">
      {recoveryLeft < 4 ? (
        <Notice tone="warning" title={leftWords(recoveryLeft)}>
          Make new ones and keep them where you find them without your device.
        </Notice>
      ) : (
        <p>{leftWords(recoveryLeft)}</p>
      )}
      <Confirm
        label="Make new codes"
        title="Make ten new recovery codes?"
        confirmLabel="Make new codes"
        name="intent"
        value="renew-codes"
      >
        The old ones stop working at once. The new ones are shown once.
      </Confirm>
    </Section>
  );
}

function leftWords(left: number): string {
  if (left === 0) return "No code is left";
  return left === 1 ? "One code is left" : `${left} codes are left`;
}

/** The codes, this once, right after they were made. */
export function NewCodes({ codes }: { codes: readonly string[] }) {
  return (
    <Notice tone="success" title="Keep these recovery codes now; they are not shown again" live>
      <ol className={styles.codes}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <p>Print them or keep them in a password manager. Each signs you in once in place of your device.</p>
    </Notice>
  );
}
