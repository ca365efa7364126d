import type { PastMonth } from "../../../domain/contracts/baseline.ts";
import type { Terms } from "../../../domain/contracts/terms.ts";
import { typedPrices } from "../../../domain/contracts/typed-prices.ts";
import { worstCreditOf } from "../../../domain/contracts/worst-month.ts";
import { Money } from "../../components/money.tsx";
import { Section } from "../../components/section.tsx";
import type { FormState } from "../_app.contracts.new/form-parts.ts";
import styles from "../_app.contracts.new/terms.module.css";
import type { Values } from "../_app.contracts.new/terms-values.ts";
import { CollarFields, EndFields, RunFields } from "./further-fields.tsx";
import { ifRepeated } from "./if-repeated.ts";
import { PriceFields } from "./price-fields.tsx";
import { pricesEditFrom } from "./price-values.ts";
import { CollarRepeats, CreditsRepeat, NetRepeats } from "./repeats.tsx";
import { SchemeFields } from "./scheme-fields.tsx";

export interface PriceSectionsProps {
  terms: Terms;
  state: FormState;
  /** What the form holds right now. */
  live: Values;
  history: readonly PastMonth[];
}

/** Every price of a contract as fields; beside each stands what the latest month would have brought. */
export function PriceSections({ terms, state, live, history }: PriceSectionsProps) {
  const typed = typedPrices(terms, { edit: pricesEditFrom(live), history }).terms;
  const month = ifRepeated(typed, history);
  const fields = { terms, state, live };
  return (
    <>
      <Section title="Credits" note="what a missed level costs" first>
        <div className={styles.section}>
          <SchemeFields {...fields} />
          <p className={styles.worst} aria-live="polite">
            If a month missed everything, the credit would be{" "}
            <b>
              <Money amountMinor={worstCreditOf(typed)} currency={terms.currency} />
            </b>{" "}
            of <Money amountMinor={terms.monthlyFeeMinor} currency={terms.currency} />.
          </p>
          <CreditsRepeat month={month} />
        </div>
      </Section>
      <Section title="Outcome prices" note="money for the outcome itself">
        <div className={styles.section}>
          <PriceFields {...fields} month={month} />
        </div>
      </Section>
      <Section title="Collar" note="credits and outcome prices together">
        <div className={styles.section}>
          <CollarFields state={state} />
          <CollarRepeats month={month} />
        </div>
      </Section>
      <Section title="Over the months" note="earn-back, ratchet, and who bears credits">
        <div className={styles.section}>
          <RunFields {...fields} />
        </div>
      </Section>
      <Section title="Rights to end the contract">
        <div className={styles.section}>
          <EndFields {...fields} />
          <NetRepeats month={month} />
        </div>
      </Section>
    </>
  );
}
