import { graphqlEndpoint } from "../../graphql/http.ts";
import type { TrustedDocuments } from "../../graphql/trusted-documents.ts";
import { createHttp, type HttpParts } from "../../server/http.ts";
import { hashApiKey, openKeyDoor } from "../../server/identity/api-keys.ts";
import { type KeyUse, openKeyUse } from "../../server/identity/key-use.ts";
import { countWrongKeys } from "../../server/identity/wrong-keys.ts";
import { createMetrics } from "../../server/metrics.ts";
import type { World } from "../world.ts";

const nothing = () => Promise.resolve(new Response(null, { status: 404 }));

/** The product's web server over a world, as it stands in production, with API keys and without pages. */
export function webOf(
  world: World,
  p: { trusted?: TrustedDocuments | null; viewerOfCookie?: HttpParts["viewerOfCookie"] } = {},
): { http: ReturnType<typeof createHttp>; keyUse: KeyUse } {
  const { db, clock, logger } = world;
  const keyUse = openKeyUse({ open: db.open, clock, logger });
  const http = createHttp({
    ...{ logger, metrics: createMetrics(), development: false, keyUse },
    wrongKeys: countWrongKeys(() => clock.now().epochMilliseconds),
    ...{ publicOrigin: "http://engine.test", trustProxy: false, clientFolder: null },
    viewerOfCookie: p.viewerOfCookie ?? (async () => null),
    asApiKey: openKeyDoor({ open: db.open, clock }),
    graphql: graphqlEndpoint({ db, clock, logger, development: false, trusted: p.trusted ?? null }),
    stripeWebhook: async () => ({ status: 404, message: "" }),
    workDelivery: async () => ({ status: 404, message: "" }),
    unsubscribe: async () => false,
    directory: async () => new Response(null, { status: 404 }),
    ...{ live: nothing, pages: nothing },
    ready: async () => true,
  });
  return { http, keyUse };
}

/** Writes a key of a member's into the world and answers its secret. */
export async function keyOf(
  world: World,
  member: { organizationId: string; userId: string },
  p: { scopes?: readonly string[] | null; perMinute?: number | null; expiresAt?: string } = {},
): Promise<{ id: string; secret: string; authorization: string }> {
  const secret = `erk_${crypto.randomUUID()}`;
  const { rows } = await world.owner.query(
    `insert into api_key (organization_id, user_id, name, prefix, secret_hash, scopes, per_minute, expires_at,
       created_at) values ($1, $2, 'A key', $3, $4, $5, $6, $7, $8) returning id`,
    [
      ...[member.organizationId, member.userId, secret.slice(0, 10), hashApiKey(secret)],
      ...[p.scopes ?? null, p.perMinute ?? null, p.expiresAt ?? null],
      world.clock
        .now()
        .subtract({ hours: 24 * 60 })
        .toString(),
    ],
  );
  return { id: rows[0].id, secret, authorization: `Bearer ${secret}` };
}

/** One operation, sent as JSON. */
export function post(
  http: ReturnType<typeof createHttp>,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return Promise.resolve(
    http.request("http://engine.test/graphql", {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    }),
  );
}
