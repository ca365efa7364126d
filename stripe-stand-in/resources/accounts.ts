import { invalidParameter, noSuch } from "../errors.ts";
import { newId } from "../ids.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import { listParam, mergedMetadata, nullableText, objectParam, onlyParams, textParam } from "../params.ts";
import type { ApiRequest, Work } from "../work.ts";

type CapabilityStatus = "active" | "pending" | "restricted" | "unsupported";

/** A connected account of v2. Moments of v2 are ISO texts; parts that are not asked for are left out. */
export interface Account {
  id: string;
  object: "v2.core.account";
  created: string;
  livemode: boolean;
  dashboard: string | null;
  contact_email: string | null;
  display_name: string | null;
  metadata: Record<string, string>;
  identity: JsonObject;
  defaults: JsonObject;
  /** Null where the recipient configuration was not asked for. */
  recipient: { transfers: CapabilityStatus } | null;
  closed?: boolean;
  /** Its bank sent a payout back: another bank account is wanted. */
  bankFailed?: boolean;
}

const writable = [
  "configuration",
  "contact_email",
  "dashboard",
  "defaults",
  "display_name",
  "identity",
  "include",
  "metadata",
];
const includable = ["configuration.recipient", "defaults", "identity", "requirements"];

export function createAccount(request: ApiRequest, work: Work): JsonObject {
  const { params } = request;
  onlyParams(params, writable);
  const account = changed({ params, account: newAccount(work.now) });
  work.store.put("account", account);
  return presentAccount({ account, include: included(params) });
}

export function retrieveAccount(request: ApiRequest, work: Work): JsonObject {
  onlyParams(request.params, ["include"]);
  const account = accountById(work, request.ids.id ?? "");
  return presentAccount({ account, include: included(request.params) });
}

export function updateAccount(request: ApiRequest, work: Work): JsonObject {
  onlyParams(request.params, writable);
  const account = changed({ params: request.params, account: accountById(work, request.ids.id ?? "") });
  work.store.put("account", account);
  return presentAccount({ account, include: included(request.params) });
}

export function accountById(work: Work, id: string, param = "id"): Account {
  const account = work.store.get("account", id);
  if (account === undefined) throw noSuch({ noun: "account", id, param });
  return account;
}

export function transfersStatus(account: Account): CapabilityStatus {
  if (account.closed === true) return "unsupported";
  return account.recipient?.transfers ?? "unsupported";
}

/** What onboarding does: the account may receive transfers from now on. */
export function activateTransfers({ account, work }: { account: Account; work: Work }): void {
  work.store.put("account", { ...account, recipient: { transfers: "active" }, bankFailed: false });
  tellOfTransfers(account.id, work);
}

/** What v2 tells when a capability or a requirement changed; the object has to be asked for. */
export function tellOfTransfers(account: string, work: Work): void {
  work.notify("v2.core.account[configuration.recipient].capability_status_updated", account);
  work.notify("v2.core.account[requirements].updated", account);
}

function changed({ params, account }: { params: JsonObject; account: Account }): Account {
  const defaults = objectParam(params, "defaults");
  const identity = objectParam(params, "identity");
  return {
    ...account,
    contact_email: nullableText(params, "contact_email") ?? account.contact_email,
    dashboard: textParam(params, "dashboard") ?? account.dashboard,
    display_name: nullableText(params, "display_name") ?? account.display_name,
    metadata: mergedMetadata(params, { existing: account.metadata }),
    identity: { ...account.identity, ...identity },
    defaults: { ...account.defaults, ...defaults },
    recipient: asksForTransfers(params)
      ? (account.recipient ?? { transfers: "restricted" })
      : account.recipient,
  };
}

function asksForTransfers(params: JsonObject): boolean {
  const configuration = objectParam(params, "configuration");
  if (configuration === undefined) return false;
  onlyParams(configuration, ["recipient"]);
  const path = ["recipient", "capabilities", "stripe_balance", "stripe_transfers", "requested"];
  return path.reduce<Json>((node, key) => (isObject(node) ? node[key] : undefined), configuration) === true;
}

function included(params: JsonObject): string[] {
  const include = (listParam(params, "include") ?? []).map(String);
  const unknown = include.find((name) => !includable.includes(name));
  if (unknown !== undefined) {
    throw invalidParameter({ param: "include", message: `The local Stripe can't include ${unknown}.` });
  }
  return include;
}

function presentAccount({ account, include }: { account: Account; include: string[] }): JsonObject {
  const { recipient, identity, defaults, dashboard, contact_email, display_name, bankFailed, ...plain } =
    account;
  const status = transfersStatus(account);
  const stripeTransfers = {
    status,
    status_details:
      status === "active" ? [] : [{ code: "requirements_past_due", resolution: "provide_info" }],
  };
  const country =
    typeof identity.country === "string"
      ? { ...identity, country: identity.country.toUpperCase() }
      : identity;
  return {
    ...plain,
    applied_configurations: recipient === null ? [] : ["recipient"],
    ...(dashboard === null ? {} : { dashboard }),
    ...(contact_email === null ? {} : { contact_email }),
    ...(display_name === null ? {} : { display_name }),
    ...(include.includes("configuration.recipient") && recipient !== null
      ? {
          configuration: {
            recipient: {
              applied: true,
              capabilities: { stripe_balance: { stripe_transfers: stripeTransfers } },
            },
          },
        }
      : {}),
    ...(include.includes("identity") ? { identity: country } : {}),
    ...(include.includes("defaults") ? { defaults: presentDefaults(defaults) } : {}),
    ...(include.includes("requirements")
      ? { requirements: requirementsOf(status, bankFailed === true) }
      : {}),
  };
}

function presentDefaults(defaults: JsonObject): JsonObject {
  const responsibilities = objectParam(defaults, "responsibilities") ?? {};
  return { ...defaults, responsibilities: { ...responsibilities, requirements_collector: "stripe" } };
}

function requirementsOf(status: CapabilityStatus, bankFailed: boolean): JsonObject {
  const missing = status !== "active" && status !== "unsupported";
  if (!missing && !bankFailed) return { entries: [] };
  const entry = (description: string) => ({
    awaiting_action_from: "user",
    description,
    errors: [],
    impact: {
      restricts_capabilities: [
        {
          capability: "stripe_balance.stripe_transfers",
          configuration: "recipient",
          deadline: { status: "currently_due" },
        },
      ],
    },
    minimum_deadline: { status: "currently_due" },
    requested_reasons: [{ code: "routine_onboarding" }],
  });
  return {
    entries: [...(missing ? [entry("identity.business_details")] : []), entry("external_account")],
    summary: { minimum_deadline: { status: "currently_due" } },
  };
}

function newAccount(now: number): Account {
  return {
    id: newId("acct"),
    object: "v2.core.account",
    created: new Date(now * 1000).toISOString(),
    livemode: false,
    dashboard: null,
    contact_email: null,
    display_name: null,
    metadata: {},
    identity: {},
    defaults: {},
    recipient: null,
  };
}
