import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { DomainError } from "../../domain/shared/domain-error.ts";
import { NotAllowed } from "../../domain/shared/refusals.ts";
import { command } from "../../server/command.ts";
import { member } from "../factories/people.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const rename = command<{ about: string; refuse?: boolean }, { about: string }>({
  name: "organization.describe",
  permission: "organization:read",
  async run({ tx, viewer, about, enqueue }, input) {
    about("organization", viewer.organizationId, { about: input.about });
    await tx.organization.update({ where: { id: viewer.organizationId }, data: { about: input.about } });
    await enqueue("test.described", { organizationId: viewer.organizationId });
    if (input.refuse) throw new DomainError({ code: "no", message: "No." });
    return { about: input.about };
  },
});

const state = async (organizationId: string) => {
  const { rows } = await world.owner.query(
    `select (select about from organization where id = $1) as about,
            (select count(*)::int from audit_event where organization_id = $1) as audits,
            (select count(*)::int from idempotency_key where organization_id = $1) as keys,
            (select count(*)::int from graphile_worker.jobs where task_identifier = 'test.described') as
              jobs`,
    [organizationId],
  );
  return rows[0];
};

describe("a command", () => {
  test("writes the deed, one audit row and one job, together", async () => {
    const viewer = await member(world, { name: "Doer", kind: "buyer", role: "owner" });
    const before = await state(viewer.organizationId);
    await rename(world.caller(viewer), { about: "done" });
    const after = await state(viewer.organizationId);
    expect(after).toEqual({ ...before, about: "done", audits: 1, jobs: before.jobs + 1 });
  });

  test("that is refused leaves nothing behind, its retry key included", async () => {
    const viewer = await member(world, { name: "Refused", kind: "buyer", role: "owner" });
    const before = await state(viewer.organizationId);
    await expect(rename(world.caller(viewer, "k1"), { about: "x", refuse: true })).rejects.toThrow("No.");
    expect(await state(viewer.organizationId)).toEqual(before);
  });

  test("without the permission does nothing", async () => {
    const viewer = await member(world, { name: "Stranger", kind: "buyer", role: "account_manager" });
    const before = await state(viewer.organizationId);
    await expect(rename(world.caller(viewer), { about: "x" })).rejects.toThrow(NotAllowed);
    expect(await state(viewer.organizationId)).toEqual(before);
  });

  test("sent twenty times at once with one key happens once and answers the same", async () => {
    const viewer = await member(world, { name: "Double", kind: "buyer", role: "owner" });
    const before = await state(viewer.organizationId);
    const send = () => rename(world.caller(viewer, "one-key"), { about: "once" });
    const answers = await Promise.all(Array.from({ length: 20 }, send));
    expect(new Set(answers.map((one) => one.about))).toEqual(new Set(["once"]));
    expect(await state(viewer.organizationId)).toMatchObject({ audits: 1, keys: 1, jobs: before.jobs + 1 });
  });

  test("case 10: with a used key and other values is refused", async () => {
    const viewer = await member(world, { name: "Conflict", kind: "buyer", role: "owner" });
    await rename(world.caller(viewer, "k"), { about: "first" });
    await expect(rename(world.caller(viewer, "k"), { about: "second" })).rejects.toThrow(/already sent/);
    expect(await state(viewer.organizationId)).toMatchObject({ about: "first", audits: 1 });
  });
});

describe("the audit chain", () => {
  const brokenLinks = (viewer: Viewer, change = "data") =>
    world.owner
      .query(
        `select count(*)::int as n from (
           select hash, prev_hash, lag(hash, 1, repeat('0', 64)) over (order by seq) as expected,
                  app.audit_link_hash(prev_hash, seq, at, action, subject_type, subject_id, request_id,
                    app.audit_personal_digest(salt, actor_name, origin, ${change})) as again
           from audit_event where organization_id = $1) rows
         where prev_hash <> expected or hash <> again`,
        [viewer.organizationId],
      )
      .then(({ rows }) => rows[0].n);

  test("links every row to the one before, and a changed row no longer fits", async () => {
    const viewer = await member(world, { name: "Chained", kind: "buyer", role: "owner" });
    for (const about of ["a", "b", "c"]) await rename(world.caller(viewer), { about });
    expect(await brokenLinks(viewer)).toBe(0);
    expect(await brokenLinks(viewer, `data || '{"about":"z"}'`)).toBe(3);
  });

  test("has one row for each of many deeds at once, from the first on", async () => {
    const viewer = await member(world, { name: "Crowd", kind: "buyer", role: "owner" });
    const abouts = Array.from({ length: 24 }, (_, n) => `deed ${n}`);
    await Promise.all(abouts.map((about) => rename(world.caller(viewer), { about })));
    const { rows } = await world.owner.query(
      "select seq::int from audit_event where organization_id = $1 order by seq",
      [viewer.organizationId],
    );
    expect(rows.map((row) => row.seq)).toEqual(abouts.map((_, n) => n + 1));
    expect(await brokenLinks(viewer)).toBe(0);
    const head = await world.row("select seq::int, hash from audit_head where organization_id = $1", [
      viewer.organizationId,
    ]);
    const last = await world.row("select hash from audit_event where organization_id = $1 and seq = 24", [
      viewer.organizationId,
    ]);
    expect(head).toEqual({ seq: 24, hash: last.hash });
  });
});
