import type { World } from "../world.ts";
import type { Who } from "./probe-cast.ts";
import type { Ids, Variables } from "./probe-lines.ts";

type Lines = Record<string, { for: readonly Who[]; with: Variables }>;

/** A key of an organisation with a line in its log that nobody else may read. */
export async function secretKeyCalls(
  world: World,
  p: { organizationId: string; userId: string },
): Promise<void> {
  await world.owner.query(
    `with k as (insert into api_key (organization_id, user_id, name, prefix, secret_hash)
       values ($1, $2, 'k', 'erk', $3) returning *)
     insert into api_key_call (organization_id, key_id, at, operation, outcome, address)
     select organization_id, id, now(), 'SecretOperation ' || organization_id, 'answered', '192.0.2.7' from k`,
    [p.organizationId, p.userId, crypto.randomUUID()],
  );
}

export const keyQueries = (signedIn: readonly Who[]): Lines => {
  const keepers = signedIn.filter((who) => !who.endsWith("finance"));
  return {
    apiKeys: { for: keepers, with: () => ({}) },
    apiKey: { for: keepers, with: (ids: Ids) => ({ id: ids.apiKey }) },
    apiKeyCalls: { for: keepers, with: (ids: Ids) => ({ apiKeyId: ids.apiKey, after: ids.apiKey }) },
    keyScopes: { for: keepers, with: () => ({}) },
  };
};

export const keyMutations = (keepers: readonly Who[]): Lines => ({
  createApiKey: { for: keepers, with: () => ({ name: "probe", days: 1, scopes: ["work:read"] }) },
  revokeApiKey: { for: keepers, with: (ids: Ids) => ({ apiKeyId: ids.apiKey }) },
});
