import { expect } from "vitest";
import type { createHttp } from "../../server/http.ts";
import type { World } from "../world.ts";

export type Attack = {
  name: string;
  /** The body as it goes over the wire, or the text of a document. */
  send: string | { query: string; variables?: unknown; operationName?: unknown } | { raw: BodyInit };
  headers?: Record<string, string>;
  method?: string;
  /** Behind /graphql. */
  address?: string;
  /** What the answer must say. */
  says: RegExp;
};

/** What an answer to an attack must never show: a file, a line, a query, or a name of our own insides. */
const INSIDES = /\bat [^ ]+ \(|node_modules|\.ts:\d|select .* from |prisma|node:internal|ECONN|stack/i;
/** An attack is to be answered within 100 ms; tests share their machine with others. */
const PATIENCE_MS = 2_000;

/** Sends one attack and expects a clear refusal, nothing of our insides, and a database as it was. */
export async function repelled(
  on: { world: World; http: ReturnType<typeof createHttp> },
  attack: Attack,
  headers: Record<string, string>,
): Promise<void> {
  const before = await everything(on.world);
  const began = performance.now();
  const answer = await on.http.request(`http://engine.test/graphql${attack.address ?? ""}`, {
    method: attack.method ?? "POST",
    headers: { "content-type": "application/json", ...headers, ...attack.headers },
    ...(attack.method === "GET" ? {} : { body: bodyOf(attack.send) }),
  });
  const text = await answer.text();
  expect(performance.now() - began).toBeLessThan(PATIENCE_MS);
  expect(answer.status, text.slice(0, 500)).toBeLessThan(500);
  expect(text.slice(0, 2_000)).toMatch(attack.says);
  expect(text).not.toMatch(INSIDES);
  // What is refused is never an echo of what was sent.
  expect(text.length).toBeLessThan(20_000);
  expect(await everything(on.world)).toEqual(before);
}

function bodyOf(send: Attack["send"]): BodyInit {
  if (typeof send === "string") return JSON.stringify({ query: send });
  return "raw" in send ? send.raw : JSON.stringify(send);
}

/** How often rows were written since the beginning, in all tables together, and what was done. */
async function everything(world: World): Promise<unknown> {
  const { rows } = await world.owner.query(
    `select (select count(*) from audit_event) as deeds, (select count(*) from api_key) as keys,
       (select count(*) from idempotency_key) as retries, (select count(*) from mail_message) as mails,
       (select count(*) from graphile_worker.jobs) as jobs, (select count(*) from membership) as members,
       (select md5(string_agg(o::text, '' order by id)) from organization o) as organisations`,
  );
  return rows[0];
}
