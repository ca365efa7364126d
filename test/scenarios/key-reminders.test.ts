import { afterAll, beforeAll, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { remindOfKeys } from "../../server/identity/remind-of-keys.job.ts";
import { member } from "../factories/people.ts";
import { keyOf } from "../factories/web.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let owner: Viewer;

beforeAll(async () => {
  world = await openWorld({ now: "2026-11-21T09:00:00Z" });
  owner = await member(world, { name: "Reminded", kind: "buyer", role: "owner" });
});
afterAll(() => world.close());

const inDays = (days: number) =>
  world.clock
    .now()
    .add({ hours: days * 24 })
    .toString();
const remind = () =>
  remindOfKeys({ db: world.workDb, clock: world.clock, publicUrl: "https://engine.test" });
const mails = async () =>
  (
    await world.owner.query(
      "select key, to_address, subject, body_text from mail_message where kind = 'api_key_ending' order by key",
    )
  ).rows;

test("who made a key is told once, seven days before it ends, and of no other key", async () => {
  const ending = await keyOf(world, owner, { expiresAt: inDays(6) });
  await keyOf(world, owner, { expiresAt: inDays(8) });
  await keyOf(world, owner, { expiresAt: inDays(-1) });
  await keyOf(world, owner);
  const revoked = await keyOf(world, owner, { expiresAt: inDays(3) });
  await world.owner.query("update api_key set revoked_at = now() where id = $1", [revoked.id]);
  const short = await keyOf(world, owner, { expiresAt: inDays(2) });
  await world.owner.query("update api_key set created_at = expires_at - interval '5 days' where id = $1", [
    short.id,
  ]);
  const gone = await member(world, { name: "Gone", kind: "provider", role: "owner" });
  await keyOf(world, gone, { expiresAt: inDays(3) });
  await world.owner.query("update membership set ended_at = now() where user_id = $1", [gone.userId]);

  await remind();
  await remind();
  const [mail, ...others] = await mails();
  expect(others).toEqual([]);
  expect(mail).toMatchObject({
    key: `api_key_ending:${ending.id}`,
    to_address: owner.email,
    subject: "The API key “A key” stops working on 2026-11-27",
  });
  expect(mail.body_text).toContain(`https://engine.test/organisation/keys/${ending.id}`);
  expect(mail.body_text).not.toContain(ending.secret);
});
