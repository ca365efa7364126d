import { Form } from "@remix-run/react";
import { Checkbox } from "../../components/choice-fields.tsx";
import { Confirm } from "../../components/confirm.tsx";
import { When } from "../../components/date-time.tsx";
import { Notice } from "../../components/notice.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import type { Method, Settings } from "./route.tsx";

/** Automatic payment: off until somebody agrees to the words beside the box. */
export function AutopaySection({ settings }: { settings: Settings }) {
  const { autopay, methods } = settings;
  if (autopay?.isOn) return <On autopay={autopay} methods={methods} />;
  const offered = methods.filter((one) => one.mayBeCharged);
  return (
    <Section title="Automatic payment" note="off">
      {autopay ? (
        <p>
          Switched off by {autopay.byName} on <When instant={autopay.at} />.
        </p>
      ) : null}
      {offered.length === 0 ? (
        <p>Save a card or an account first; then invoices can be paid by themselves on their due day.</p>
      ) : (
        offered.map((method) => <SwitchOn key={method.id} method={method} />)
      )}
    </Section>
  );
}

function SwitchOn({ method }: { method: Method }) {
  return (
    <Form method="post">
      <input type="hidden" name="paymentMethodId" value={method.id} />
      <input type="hidden" name="wording" value={method.consentWording} />
      <Checkbox
        label={`I agree, for ${method.title}`}
        name="agreed"
        value="yes"
        hint={method.consentWording}
        required
      />
      <SubmitButton name="intent" value="autopay_on" variant="default">
        Switch automatic payment on
      </SubmitButton>
    </Form>
  );
}

function On(p: { autopay: NonNullable<Settings["autopay"]>; methods: readonly Method[] }) {
  const { autopay, methods } = p;
  const method = methods.find((one) => one.id === autopay.paymentMethodId);
  return (
    <Section title="Automatic payment" note="on">
      {method?.state === "active" ? null : (
        <Notice tone="warning" title="Nothing can be charged at present">
          {method ? `${method.title} cannot be charged any more.` : "The way to pay was removed."} Switch
          automatic payment off, and on again for another one.
        </Notice>
      )}
      <p>
        Invoices are charged to <strong>{method?.title ?? "a removed way to pay"}</strong> on the day they
        fall due. Agreed by {autopay.byName} on <When instant={autopay.at} />, in these words:
      </p>
      <blockquote>{autopay.wording}</blockquote>
      <Confirm
        label="Switch automatic payment off"
        title="Switch automatic payment off?"
        confirmLabel="Switch it off"
        name="intent"
        value="autopay_off"
        hidden={{ paymentMethodId: autopay.paymentMethodId }}
      >
        <p>Invoices then wait until somebody pays them. A payment that is with the bank goes on.</p>
      </Confirm>
    </Section>
  );
}
