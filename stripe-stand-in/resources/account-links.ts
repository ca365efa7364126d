import { invalidParameter } from "../errors.ts";
import { randomText } from "../ids.ts";
import type { JsonObject } from "../json.ts";
import { missing, objectParam, oneOf, onlyParams, requiredText, textParam } from "../params.ts";
import type { ApiRequest, Work } from "../work.ts";
import { accountById } from "./accounts.ts";

const secondsValid = 300;

/** A single-use address of the onboarding page, valid for five minutes. */
export function createAccountLink(request: ApiRequest, work: Work): JsonObject {
  const { params } = request;
  onlyParams(params, ["account", "use_case"]);
  const account = accountById(work, requiredText(params, "account"), "account");
  const useCase = objectParam(params, "use_case");
  if (useCase === undefined) throw missing("use_case");
  const type = oneOf(useCase, { name: "type", words: ["account_onboarding", "account_update"] });
  if (type === undefined) throw missing("use_case.type");
  const details = objectParam(useCase, type);
  if (details === undefined) throw missing(`use_case.${type}`);
  onlyParams(useCase, ["type", "account_onboarding", "account_update"]);
  onlyParams(details, ["collection_options", "refresh_url", "return_url"]);
  if (account.closed === true) {
    throw invalidParameter({ param: "account", message: "The account has been closed." });
  }
  if (account.recipient === null) {
    throw invalidParameter({ param: "account", message: "The account has no configuration to onboard." });
  }
  const link = {
    id: randomText(32),
    account: account.id,
    expiresAt: work.now + secondsValid,
    returnUrl: textParam(details, "return_url") ?? null,
    refreshUrl: requiredText(details, "refresh_url"),
    usedAt: null,
  };
  work.store.put("accountLink", link);
  return {
    object: "v2.core.account_link",
    account: account.id,
    created: new Date(work.now * 1000).toISOString(),
    expires_at: new Date(link.expiresAt * 1000).toISOString(),
    livemode: false,
    url: `${work.publicUrl}/onboarding/${link.id}`,
    use_case: { type, [type]: details },
  };
}
