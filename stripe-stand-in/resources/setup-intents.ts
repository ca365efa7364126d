import { noSuch } from "../errors.ts";
import { newId, randomText } from "../ids.ts";
import type { JsonObject } from "../json.ts";
import { onlyParams } from "../params.ts";
import type { ApiRequest, Work } from "../work.ts";

export type SetupIntent = ReturnType<typeof newSetupIntent>;

export function retrieveSetupIntent(request: ApiRequest, work: Work): JsonObject {
  onlyParams(request.params, ["client_secret"]);
  return setupIntentById(work, request.ids.id ?? "");
}

export function setupIntentById(work: Work, id: string): SetupIntent {
  const intent = work.store.get("setupIntent", id);
  if (intent === undefined) throw noSuch({ noun: "setupintent", id });
  return intent;
}

export function newSetupIntent({
  work,
  customer,
  types,
}: {
  work: Work;
  customer: string;
  types: string[];
}) {
  const id = newId("seti");
  return {
    id,
    object: "setup_intent",
    allowed_payment_method_types: null,
    application: null,
    automatic_payment_methods: null,
    cancellation_reason: null,
    client_secret: `${id}_secret_${randomText(25)}`,
    created: work.now,
    customer,
    customer_account: null,
    description: null,
    excluded_payment_method_types: null,
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: false,
    mandate: null as string | null,
    metadata: {} as Record<string, string>,
    next_action: null,
    on_behalf_of: null,
    payment_method: null as string | null,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: types,
    single_use_mandate: null,
    status: "requires_payment_method" as "requires_payment_method" | "succeeded" | "canceled",
    usage: "off_session",
  };
}
