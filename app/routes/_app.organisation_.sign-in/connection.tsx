import { Form } from "@remix-run/react";
import { SelectField } from "../../components/choice-fields.tsx";
import { Confirm } from "../../components/confirm.tsx";
import { When } from "../../components/date-time.tsx";
import { Facts } from "../../components/facts.tsx";
import { FormActions } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { fieldErrors } from "../../components/refusal.ts";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { PasswordField, TextField } from "../../components/text-fields.tsx";
import type { Data } from "./route.tsx";
import styles from "./sign-in.module.css";
import type { SsoAnswer } from "./sso-actions.ts";

type Connection = NonNullable<Data["ssoConnection"]>;
type Props = { page: Data; answer: SsoAnswer | undefined };

/** The connection with the organisation's provider: what it is, and the form that makes or changes it. */
export function ConnectionPart({ page, answer }: Props) {
  const { ssoConnection: connection } = page;
  const refused = answer?.intent === "save" ? answer : undefined;
  return (
    <Section
      title="Identity provider"
      id="provider"
      note="OpenID Connect: Entra ID, Okta, Google and others"
    >
      {connection ? <Stated connection={connection} roles={page.organizationRoles} /> : null}
      <details className={styles.form} open={refused !== undefined || !connection}>
        <summary>{connection ? "Change it" : "Connect your provider"}</summary>
        <ConnectionForm page={page} refused={refused} />
      </details>
    </Section>
  );
}

function Stated(p: { connection: Connection; roles: Data["organizationRoles"] }) {
  const { connection } = p;
  const role = p.roles.find((one) => one.value === connection.defaultRole)?.name;
  return (
    <Facts
      facts={[
        { id: "issuer", label: "Issuer", value: <code>{connection.issuer}</code> },
        { id: "client", label: "Client id", value: <code>{connection.clientId}</code> },
        { id: "return", label: "Redirect address", value: <code>{connection.returnAddress}</code> },
        {
          id: "role",
          label: "Who comes for the first time",
          value: role ? `becomes ${role}` : "is not let in without an invitation",
        },
        {
          id: "tested",
          label: "Used",
          value: connection.testedAt ? (
            <>
              by {connection.people === 1 ? "1 person" : `${connection.people} people`}, first on{" "}
              <When instant={connection.testedAt} />
            </>
          ) : (
            "by nobody yet"
          ),
        },
      ]}
    />
  );
}

function ConnectionForm({ page, refused }: { page: Data; refused: SsoAnswer | undefined }) {
  const { ssoConnection: connection, organizationRoles: roles } = page;
  const error = fieldErrors(refused);
  const options = roles
    .filter((one) => one.mayGrant && !["owner", "admin"].includes(one.value))
    .map(({ value, name }) => ({ value, label: name }));
  return (
    <Form method="post" className={styles.form}>
      {refused && refused.issues.length === 0 ? <Notice tone="error" title={refused.message} live /> : null}
      <TextField
        label="Issuer"
        hint="Its address as the provider states it, such as https://login.example.com"
        name="issuer"
        inputMode="url"
        required
        maxLength={500}
        autoComplete="off"
        defaultValue={refused?.typed.issuer ?? connection?.issuer}
        error={error("issuer")}
      />
      <TextField
        label="Client id"
        name="clientId"
        required
        maxLength={300}
        autoComplete="off"
        defaultValue={refused?.typed.clientId ?? connection?.clientId}
        error={error("clientId")}
      />
      <PasswordField
        label="Client secret"
        hint={
          connection ? "Leave it empty to keep the one that is there" : "It is kept encrypted and not shown"
        }
        name="clientSecret"
        autoComplete="off"
        required={!connection}
        maxLength={1000}
        error={error("clientSecret")}
      />
      <SelectField
        label="Whoever comes for the first time"
        name="defaultRole"
        options={[{ value: "", label: "Is not let in without an invitation" }, ...options]}
        defaultValue={refused?.typed.defaultRole ?? connection?.defaultRole ?? ""}
        error={error("defaultRole")}
      />
      <FormActions>
        <SubmitButton name="intent" value="save">
          {connection ? "Save" : "Connect"}
        </SubmitButton>
      </FormActions>
    </Form>
  );
}

/** Whether people may still sign in with a password, and the end of it all. */
export function Enforcement({
  connection,
  answer,
}: {
  connection: Connection;
  answer: SsoAnswer | undefined;
}) {
  const hidden = { connectionId: connection.connectionId };
  const told = answer && ["enforce", "remove"].includes(answer.intent) ? answer.message : "";
  const isEnforced = connection.enforcedAt !== null;
  return (
    <Section title="Passwords" id="passwords" note="Of your members in this organisation">
      {told ? <Notice tone="error" title={told} live /> : null}
      <p>
        {isEnforced
          ? `Your people sign in with your provider and in no other way. ${connection.breakGlassName} keeps a ` +
            "password, for the day it fails; a second factor belongs to it."
          : "Your people may sign in with your provider, or with a password or passkey of their own."}
      </p>
      <div className={styles.actions}>
        <Confirm
          label={isEnforced ? "Allow passwords again" : "Ask for your provider"}
          title={isEnforced ? "Allow passwords again?" : "Let nobody in by a password?"}
          confirmLabel={isEnforced ? "Allow them" : "Ask for it"}
          name="intent"
          value="enforce"
          hidden={{ ...hidden, enforced: isEnforced ? "no" : "yes" }}
        >
          {isEnforced
            ? "Whoever has a password or passkey here can sign in with it then."
            : "Sessions of others that a password opened end now. You keep yours, for the day your provider fails."}
        </Confirm>
        <Confirm
          label="Remove the connection"
          title="Remove the connection?"
          confirmLabel="Remove it"
          danger
          name="intent"
          value="remove"
          hidden={hidden}
        >
          Whoever signed in with your provider is out at once, and needs a password of their own to come
          back.
        </Confirm>
      </div>
    </Section>
  );
}
