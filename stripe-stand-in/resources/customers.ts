import { noSuch } from "../errors.ts";
import { newId, randomText } from "../ids.ts";
import type { JsonObject } from "../json.ts";
import { inCreated, listPage } from "../list.ts";
import {
  integerParam,
  mergedMetadata,
  nullableText,
  objectParam,
  onlyParams,
  textParam,
} from "../params.ts";
import type { ApiRequest, Work } from "../work.ts";

export interface Address {
  city: string | null;
  country: string | null;
  line1: string | null;
  line2: string | null;
  postal_code: string | null;
  state: string | null;
  [key: string]: string | null;
}

export type Customer = ReturnType<typeof newCustomer>;

const writable = [
  "name",
  "email",
  "description",
  "phone",
  "address",
  "metadata",
  "balance",
  "payment_method",
];

export function createCustomer(request: ApiRequest, work: Work): JsonObject {
  onlyParams(request.params, writable);
  const customer = changed({ customer: newCustomer(work.now), params: request.params });
  work.store.put("customer", customer);
  work.emit("customer.created", customer);
  return customer;
}

export function retrieveCustomer(request: ApiRequest, work: Work): JsonObject {
  return customerById(work, request.ids.id ?? "");
}

export function updateCustomer(request: ApiRequest, work: Work): JsonObject {
  onlyParams(request.params, writable);
  const customer = changed({ customer: customerById(work, request.ids.id ?? ""), params: request.params });
  work.store.put("customer", customer);
  work.emit("customer.updated", customer);
  return customer;
}

export function listCustomers(request: ApiRequest, work: Work): JsonObject {
  onlyParams(request.params, ["email", "created", "limit", "starting_after", "ending_before"]);
  const email = textParam(request.params, "email");
  const rows = work.store
    .all("customer")
    .filter((customer) => email === undefined || customer.email === email)
    .filter(inCreated(request.params));
  return listPage({ rows, params: request.params, url: "/v1/customers" });
}

export function customerById(work: Work, id: string, param = "id"): Customer {
  const customer = work.store.get("customer", id);
  if (customer === undefined) throw noSuch({ noun: "customer", id, param });
  return customer;
}

function changed({ customer, params }: { customer: Customer; params: JsonObject }): Customer {
  const address = objectParam(params, "address");
  return {
    ...customer,
    name: nullableText(params, "name") ?? (params.name === "" ? null : customer.name),
    email: nullableText(params, "email") ?? (params.email === "" ? null : customer.email),
    description: nullableText(params, "description") ?? customer.description,
    phone: nullableText(params, "phone") ?? customer.phone,
    address: address === undefined ? customer.address : addressFrom(address),
    balance: integerParam(params, "balance") ?? customer.balance,
    metadata: mergedMetadata(params, { existing: customer.metadata }),
    invoice_settings: {
      ...customer.invoice_settings,
      default_payment_method:
        textParam(params, "payment_method") ?? customer.invoice_settings.default_payment_method,
    },
  };
}

function addressFrom(params: JsonObject): Address {
  const part = (name: string) => nullableText(params, name) ?? null;
  return {
    city: part("city"),
    country: part("country"),
    line1: part("line1"),
    line2: part("line2"),
    postal_code: part("postal_code"),
    state: part("state"),
  };
}

function newCustomer(now: number) {
  return {
    id: newId("cus"),
    object: "customer",
    address: null as Address | null,
    balance: 0,
    created: now,
    currency: null as string | null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: null as string | null,
    discount: null,
    email: null as string | null,
    invoice_prefix: randomText(8).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null as string | null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: {} as Record<string, string>,
    name: null as string | null,
    next_invoice_sequence: 1,
    phone: null as string | null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: "none",
    test_clock: null,
  };
}
