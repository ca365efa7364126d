import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { graphqlEndpoint } from "../../graphql/http.ts";
import { receiveStripeEvent } from "../../server/billing/receive-stripe-event.ts";
import { finishPaymentSetup } from "../../server/billing/set-up-payment-method.ts";
import { receiveDelivery } from "../../server/delivery/receive-delivery.ts";
import { createHttp } from "../../server/http.ts";
import { openKeyDoor } from "../../server/identity/api-keys.ts";
import { openDirectory } from "../../server/identity/directory/door.ts";
import { openKeyUse } from "../../server/identity/key-use.ts";
import { unsubscribe } from "../../server/identity/mail-preferences.ts";
import { countWrongKeys } from "../../server/identity/wrong-keys.ts";
import { createMetrics } from "../../server/metrics.ts";
import { type Contracted, contracted } from "../factories/contracted.ts";
import { keyOf } from "../factories/web.ts";
import { caseOf, type Door, type FuzzCase, ROUND, type Sender } from "../fuzz/cases.ts";
import { filled, idsOf } from "../fuzz/filled.ts";
import { faultOf } from "../fuzz/judge.ts";
import { places } from "../fuzz/places.ts";
import { ID_KINDS } from "../fuzz/values.ts";
import { openWorld, type World } from "../world.ts";

/** What stands without the built pages; `npm run fuzz` sends into those too. */
const DOORS: readonly Door[] = ["operation", "document", "webhook", "directory"];
const CASES = 400;
/** The same in every run; npm run fuzz takes others. */
const SEED = 5;

let world: World;
let http: ReturnType<typeof createHttp>;
let ids: Record<string, string>;
const keys = new Map<Sender, string>();

beforeAll(async () => {
  world = await openWorld();
  const deal: Contracted = await contracted(world);
  const { db, clock, logger } = world;
  const { port: stripe } = await world.stripe();
  http = createHttp({
    ...{ logger, metrics: createMetrics(), development: false, publicOrigin: null, trustProxy: false },
    ...{ clientFolder: null, viewerOfCookie: async () => null, ready: async () => true },
    asApiKey: openKeyDoor({ open: db.open, clock }),
    keyUse: openKeyUse({ open: db.open, clock, logger }),
    wrongKeys: countWrongKeys(() => clock.now().epochMilliseconds),
    graphql: graphqlEndpoint({ db, clock, logger, development: false, trusted: null }),
    stripeWebhook: (body, signature) => receiveStripeEvent({ db, clock, stripe }, { body, signature }),
    workDelivery: (delivery) => receiveDelivery({ db, clock }, delivery),
    directory: openDirectory({ db, clock, publicUrl: "http://engine.test" }),
    unsubscribe: (secret, facts) => unsubscribe({ db, clock }, { secret, facts }),
    live: async () => new Response(null, { status: 204 }),
    pages: async () => new Response(null, { status: 404 }),
  });
  for (const [sender, viewer] of [
    ["buyer", deal.buyer],
    ["provider", deal.provider],
  ] as const)
    keys.set(sender, (await keyOf(world, viewer)).authorization);
  ids = {
    ...(await idsOf(ID_KINDS, (sql) => world.row(sql))),
    directory_token: await directoryToken(deal),
  };
});
afterAll(() => world.close());

async function directoryToken({ buyer }: Contracted): Promise<string> {
  const secret = "erd_of_a_fuzzed_directory";
  const digest = createHash("sha256").update(secret).digest("hex");
  await world.owner.query(
    `insert into directory_token (organization_id, name, prefix, secret_hash, default_role, created_by_name,
       created_at, expires_at) values ($1, 'Fuzz', 'erd_', $2, 'finance', 'Nobody', now(), '2030-01-01')`,
    [buyer.organizationId, digest],
  );
  return secret;
}

async function answerTo(one: FuzzCase): Promise<{ status: number; text: string }> {
  const { method, path, headers, body } = filled(one, ids);
  const key = one.door === "operation" || one.door === "document" ? keys.get(one.sender) : undefined;
  const answer = await http.request(new URL(path, "http://engine.test").href, {
    method,
    headers: { ...(key ? { authorization: key } : {}), ...headers },
    ...(method === "GET" || body === undefined ? {} : { body }),
  });
  return { status: answer.status, text: await answer.text() };
}

describe("whatever is sent", () => {
  test(`is answered without a failure of ours: ${CASES} cases of seed ${SEED}`, async () => {
    const faults: string[] = [];
    for (let n = 0; n < CASES; n += 1) {
      const one = caseOf(SEED, n, DOORS);
      const fault = faultOf(await answerTo(one));
      if (fault)
        faults.push(`${n} ${one.what}: ${fault} ${JSON.stringify(filled(one, ids)).slice(0, 900)}`);
    }
    expect(faults).toEqual([]);
  });
});

describe("what a run has found", () => {
  test("stays mended: the page of a payment method that can't be one is not found", async () => {
    const { db, clock } = world;
    const deps = { db, clock, stripe: (await world.stripe()).port };
    const finish = finishPaymentSetup(deps, {
      organizationId: ids.organization ?? "",
      setupId: "__proto__",
    });
    await expect(finish).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("the cases", () => {
  test("come from every operation and every route there is", () => {
    expect(ROUND.operations).toBeGreaterThan(250);
    expect(places().length).toBe(ROUND.places);
    expect(places().map(({ path }) => path)).toContain("/engagements/$/work/sources/deliveries/$");
    expect(places().find(({ path }) => path === "/sign-in")).toMatchObject({ acts: true });
    expect(places().find(({ path }) => path === "/sign-in")?.fields).toContain("password");
  });

  test("are the same for the same seed, and others for another", () => {
    const texts = (seed: number) => Array.from({ length: 50 }, (_, n) => JSON.stringify(caseOf(seed, n)));
    expect(texts(1)).toEqual(texts(1));
    expect(texts(1)).not.toEqual(texts(2));
  });

  test.each([
    [{ status: 500, text: "" }, "answered with 500"],
    [
      { status: 200, text: '{"errors":[{"message":"Something went wrong on our side."}]}' },
      "failed within the answer",
    ],
    [{ status: 400, text: "Error: x\n    at run (/app/server/x.ts:1:2)" }, "showed our insides"],
    [{ status: 400, text: "This address is not written correctly." }, null],
  ])("%j is judged as %j", (answer, fault) => {
    expect(faultOf(answer)).toBe(fault);
  });
});
