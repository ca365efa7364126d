import { execFile } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { readAnchors } from "../../server/audit/anchor-files.ts";
import { anchorHeads } from "../../server/audit/anchor-heads.job.ts";
import { type VerifiedChain, verifyChains } from "../../server/audit/verify-chains.ts";
import { createApiKey } from "../../server/identity/create-api-key.ts";
import { ask } from "../factories/ask.ts";
import { member } from "../factories/people.ts";
import { openWorld, type World } from "../world.ts";

const TRAIL = `{ auditTrail { intact firstBroken } }`;

let world: World;
let owner: Viewer;

beforeAll(async () => {
  world = await openWorld();
  owner = await fourDeeds("Halden");
});
afterAll(() => world.close());

async function fourDeeds(name: string): Promise<Viewer> {
  const viewer = await member(world, { name, kind: "buyer", role: "owner" });
  for (const key of ["One", "Two", "Three", "Four"])
    await createApiKey(world.caller(viewer), { name: key, days: 1, scopes: ["work:read"] });
  return viewer;
}

/** What somebody who owns the database may do to a chain of four rows, and what is then found. */
type Tamper = [what: string, sql: string, place: string, kind: string, onPage: string | null];

const OF = "where organization_id = $1 and seq";
const ANEW = (before: string) => `with anew as (update audit_event e set action = 'nothing',
    prev_hash = ${before}, hash = app.audit_link_hash(${before}, seq, at, 'nothing', subject_type,
      subject_id, request_id, personal_digest) ${OF} = 4 returning hash)
  update audit_head h set hash = (select hash from anew) where h.organization_id = $1`;

const TAMPERS: Tamper[] = [
  ["a changed action", `update audit_event set action = 'nothing' ${OF} = 2`, "2", "changed", "2"],
  ["a changed name", `update audit_event set actor_name = 'Nobody' ${OF} = 2`, "2", "changed", "2"],
  ["changed data", `update audit_event set data = '{"days": 2}' ${OF} = 3`, "3", "changed", "3"],
  ["a changed origin", `update audit_event set origin = '{"via": "job"}' ${OF} = 3`, "3", "changed", "3"],
  ["a changed time", `update audit_event set at = at - interval '1 day' ${OF} = 1`, "1", "changed", "1"],
  ["a removed row", `delete from audit_event ${OF} = 2`, "3", "out_of_place", "3"],
  ["a removed end", `delete from audit_event ${OF} = 4`, "4", "cut_short", null],
  [
    "a removed end with its head",
    `with gone as (delete from audit_event ${OF} = 4) update audit_head h set seq = 3, hash =
      (select hash from audit_event e where e.organization_id = $1 and e.seq = 3) where h.organization_id = $1`,
    ...(["4", "cut_short", "intact"] as const),
  ],
  [
    "rows that changed places",
    `update audit_event set seq = case seq when 2 then 103 else 102 end ${OF} in (2, 3)`,
    ...(["4", "out_of_place", "4"] as const),
  ],
  ["a row that follows on nothing", ANEW("'x'"), "4", "unlinked", "4"],
  [
    "a chain that is gone",
    `with rows as (delete from audit_event where organization_id = $1)
     delete from audit_head where organization_id = $1`,
    ...(["1", "cut_short", "intact"] as const),
  ],
  ["an end written anew, head and all", ANEW("prev_hash"), "4", "rewritten", "intact"],
];

describe("verified outside the database, against anchors", () => {
  const tampered = new Map<string, Viewer>();
  const deps = () => ({
    db: world.workDb,
    clock: world.clock,
    anchors: world.anchors,
    logger: world.logger,
  });
  const anchors = () => readAnchors({ directory: world.anchorsDirectory });

  beforeAll(async () => {
    for (const [what] of TAMPERS) tampered.set(what, await fourDeeds(`Tampered by ${what}`));
    await anchorHeads(deps());
    await anchorHeads(deps());
  });

  async function verified(heads = anchors().heads) {
    const found = new Map<string, VerifiedChain>();
    for await (const chain of verifyChains(world.workDb, heads)) found.set(chain.organizationId, chain);
    return found;
  }

  const verify = (...args: string[]) =>
    new Promise<{ code: number; said: string }>((done) => {
      const env = { ...process.env, DATABASE_WORKER_URL: world.urls.worker };
      const command = ["--disable-warning=ExperimentalWarning", "server/cli/audit-verify.ts", ...args];
      execFile(process.execPath, command, { env }, (error, said) =>
        done({ code: error ? Number(error.code) : 0, said }),
      );
    });

  test("all chains hold, the anchors of a day are kept once, and the command says so", async () => {
    expect(anchors()).toMatchObject({ days: 1, problems: [] });
    expect([...(await verified()).values()].filter(({ fault }) => fault)).toEqual([]);
    const { code, said } = await verify("--anchors", world.anchorsDirectory);
    expect([code, said]).toEqual([
      0,
      expect.stringMatching(/13 chains of 52 rows, 1 daily anchors: all hold/),
    ]);
  });

  test.each(TAMPERS)("finds %s", async (what, sql, place, kind, onPage) => {
    const viewer = tampered.get(what) as Viewer;
    await world.owner.query("alter table audit_event disable trigger append_only");
    await world.owner.query(sql, [viewer.organizationId]);
    await world.owner.query("alter table audit_event enable trigger append_only");
    const chain = (await verified()).get(viewer.organizationId);
    expect(chain?.fault).toEqual({ seq: BigInt(place), kind });
    const { auditTrail } = (await ask(world, viewer, TRAIL)).data;
    const isIntact = onPage === "intact";
    expect(auditTrail).toMatchObject({ intact: isIntact, firstBroken: isIntact ? null : onPage });
  });

  test("names each of them and ends with a fault, and leaves the others alone", async () => {
    const { code, said } = await verify("--anchors", world.anchorsDirectory);
    expect(code).toBe(1);
    for (const viewer of tampered.values()) expect(said).toContain(viewer.organizationId);
    expect(said).toContain("12 faults");
    expect((await verified()).get(owner.organizationId)?.fault).toBeNull();
  });

  test("finds an anchor that was changed, signed by another key, or taken away", async () => {
    for (const day of ["2026-11-22T02:00:00Z", "2026-11-23T02:00:00Z"]) {
      const clock = {
        ...world.clock,
        now: () => world.clock.now().add({ hours: day.includes("22T") ? 24 : 48 }),
      };
      await anchorHeads({ ...deps(), clock });
    }
    const [first, second, third] = readdirSync(world.anchorsDirectory).filter((name) =>
      name.endsWith(".json"),
    );
    const at = (name: string | undefined) => join(world.anchorsDirectory, name ?? "");
    expect(anchors()).toMatchObject({ days: 3, problems: [] });
    const kept = readFileSync(at(second), "utf8");
    writeFileSync(at(second), kept.replace(/"seq": "\d+"/, '"seq": "9"'));
    expect(anchors().problems).toEqual([
      `${second} is not signed with the key`,
      expect.stringContaining(`${third} does not follow`),
    ]);
    writeFileSync(at(second), kept);
    writeFileSync(at(first), "no anchor");
    expect(anchors().problems).toEqual([
      `${first} is no anchor`,
      expect.stringContaining(`${second} does not follow`),
    ]);
    rmSync(at(first));
    expect(anchors().problems).toEqual([expect.stringContaining(`${second} does not follow`)]);
    rmSync(join(world.anchorsDirectory, "signing-key.pem"));
    const later = { ...world.clock, now: () => world.clock.now().add({ hours: 72 }) };
    const publicKey = readFileSync(join(world.anchorsDirectory, "public-key.pem"), "utf8");
    await anchorHeads({ ...deps(), clock: later });
    const fourth = readdirSync(world.anchorsDirectory)
      .filter((name) => name.endsWith(".json"))
      .at(-1);
    expect(readAnchors({ directory: world.anchorsDirectory, publicKey }).problems).toContain(
      `${fourth} is not signed with the key`,
    );
  });
});

test("what the database itself refuses: no row of the chain is changed or taken away", async () => {
  for (const sql of [
    "update audit_event set action = 'x'",
    "delete from audit_event",
    "truncate audit_event",
  ])
    await expect(world.owner.query(sql)).rejects.toThrow(/append-only/);
});
