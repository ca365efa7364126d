import { Form } from "@remix-run/react";
import { When } from "../../components/date-time.tsx";
import { Notice } from "../../components/notice.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TextField } from "../../components/text-fields.tsx";
import type { Data } from "./route.tsx";
import type { CurrencyAnswer } from "./stated-currency.ts";

/** In which currency the books are kept: what is in another one is then stated in it as well. */
export function BooksCurrency(p: {
  organization: Data["organization"];
  idempotencyKey: string;
  answer: CurrencyAnswer | undefined;
}) {
  const { booksCurrency, mayStateTaxIdentity, kind } = p.organization;
  const current = booksCurrency?.currency ?? null;
  const what = kind === "provider" ? "Payouts" : "Invoices";
  return (
    <Section title="Currency of the books" id="books-currency" note="What is owed stays in the contract's">
      <p>
        {current
          ? `${what} in another currency are stated in ${current} as well, with the rate, its day and its source. ` +
            "Where no rate is stated they wait."
          : `${what} are stated in the contract's currency alone.`}{" "}
        {booksCurrency ? (
          <small>
            Stated by {booksCurrency.statedByName} on <When instant={booksCurrency.statedAt} />
          </small>
        ) : null}
      </p>
      {mayStateTaxIdentity ? (
        <Form method="post" action="/organisation#books-currency" key={p.idempotencyKey}>
          {p.answer ? <Notice tone="error" title={p.answer.message} live /> : null}
          <input type="hidden" name="intent" value="books-currency" />
          <input type="hidden" name="idempotencyKey" value={p.idempotencyKey} />
          <TextField
            label="Currency"
            name="currency"
            width="short"
            maxLength={3}
            autoCapitalize="characters"
            defaultValue={p.answer?.booksCurrency ?? current ?? ""}
            error={p.answer?.message}
            hint="Three letters such as EUR; empty: no second currency."
          />
          <SubmitButton variant="default">State it</SubmitButton>
        </Form>
      ) : null}
    </Section>
  );
}
