import { noSuch } from "../errors.ts";
import { newId, randomText } from "../ids.ts";
import type { TestBank } from "../instruments.ts";
import type { JsonObject } from "../json.ts";
import { onlyParams } from "../params.ts";
import type { ApiRequest, Work } from "../work.ts";

export type Mandate = ReturnType<typeof newMandate>;

export function retrieveMandate(request: ApiRequest, work: Work): JsonObject {
  onlyParams(request.params, []);
  const id = request.ids.id ?? "";
  const mandate = work.store.get("mandate", id);
  if (mandate === undefined) throw noSuch({ noun: "mandate", id });
  return mandate;
}

/** A mandate as the holder of an account gives it on the hosted page; the method is named once it is kept. */
export function newMandate({ work, bank }: { work: Work; bank: TestBank }) {
  const reference = randomText(16).toUpperCase();
  const sepa = { reference, url: `${work.publicUrl}/mandates/${reference}` };
  return {
    id: newId("mandate"),
    object: "mandate",
    customer_acceptance: {
      accepted_at: work.now,
      online: { ip_address: "127.0.0.1", user_agent: "hosted page" },
      type: "online",
    },
    livemode: false,
    multi_use: {},
    payment_method: "",
    payment_method_details:
      bank.type === "sepa_debit"
        ? { type: bank.type, sepa_debit: sepa }
        : { type: bank.type, us_bank_account: {} },
    status: "active" as "active" | "inactive" | "pending",
    type: "multi_use",
  };
}
