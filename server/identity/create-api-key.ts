import { randomBytes, randomUUIDv7 } from "node:crypto";
import { type CreateApiKeyInput, composeKey } from "../../domain/identity/api-key.input.ts";
import { toDate } from "../clock.ts";
import { type Caller, command } from "../command.ts";
import { prepared } from "../raw-sql.ts";
import { hashApiKey } from "./api-keys.ts";

export type CreatedApiKey = {
  id: string;
  /** The key itself, this once; null where a repeated request is answered, since nothing keeps it. */
  secret: string | null;
};

/**
 * Makes a key that acts as the person who made it, in this organisation, with what they give it. Only its
 * SHA-256 is stored, also in the stored answer of the retry key: the secret never passes through the use
 * case's result. Throws InvalidInput.
 */
export async function createApiKey(caller: Caller, input: CreateApiKeyInput): Promise<CreatedApiKey> {
  const secret = `erk_${randomBytes(32).toString("base64url")}`;
  let made = false;
  const create = command({
    name: "api_key.create",
    permission: "api_key:manage",
    requiresStepUp: true,
    run: async (deed, given: CreateApiKeyInput) => {
      const { name, days, scopes, perMinute } = composeKey(deed.viewer, given);
      const id = randomUUIDv7();
      deed.write(prepared`
        insert into api_key (id, organization_id, user_id, name, prefix, secret_hash, expires_at, created_at,
          scopes, per_minute)
        values (${id}::uuid, ${deed.viewer.organizationId}::uuid, ${deed.viewer.userId}::uuid, ${name},
          ${secret.slice(0, 10)}, ${hashApiKey(secret)}, ${toDate(deed.now.add({ hours: days * 24 }))},
          ${toDate(deed.now)}, ${scopes}::text[], ${perMinute})`);
      deed.about("api_key", id, { name, days, scopes, perMinute });
      made = true;
      return { id };
    },
  });
  const { id } = await create(caller, input);
  return { id, secret: made ? secret : null };
}
