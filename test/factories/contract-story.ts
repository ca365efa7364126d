import { expect } from "vitest";
import { editOf } from "../../domain/contracts/edited-terms.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { chainOf } from "../../server/contracts/sow-version.read.ts";
import { findStatementOfWork } from "../../server/contracts/statement-of-work.read.ts";
import { findEngagement } from "../../server/delivery/engagement.read.ts";
import { openEngagementTask } from "../../server/delivery/open-engagement.ts";
import { openWorld, type World } from "../world.ts";
import { attestation, publishedListing } from "./contracts.ts";
import { member } from "./people.ts";

/** An id of the right shape that no row has. */
export const MISSING = "019ab000-0000-7000-8000-000000000000";

/** A world with a buyer, a provider that offers a service desk and is attested, a stranger and staff. */
export async function contractStory() {
  const world = await openWorld({ now: "2026-11-21T09:00:00Z" });
  const buyer = await member(world, { name: "Brightline", kind: "buyer", role: "operations_lead" });
  const provider = await member(world, { name: "Quaylink", kind: "provider", role: "delivery_manager" });
  const stranger = await member(world, { name: "Outsider", kind: "buyer", role: "owner" });
  const staff = await member(world, { name: "House", kind: "marketplace", role: "account_manager" });
  const listingId = await publishedListing(world, provider);
  await attestation(world, provider, { kind: "iso27001" });

  const looks = looksOf(world, buyer);

  /** The deed is refused as expected and has changed nothing. */
  async function refused(work: () => Promise<unknown>, expected: Record<string, unknown>): Promise<void> {
    const before = await looks.traces();
    await expect(work()).rejects.toMatchObject(expected);
    expect(await looks.traces()).toBe(before);
  }

  /** Runs the job of the event twice over: the outbox may deliver an event again. */
  async function openedOnce(statementOfWorkId: string): Promise<void> {
    const task = openEngagementTask({ db: world.workDb, clock: world.clock });
    const payload = { statementOfWorkId, organizationId: buyer.organizationId };
    const queued = await world.owner.query(
      "select count(*)::int as n from graphile_worker._private_jobs where key = $1",
      [`statement_of_work.signed:${statementOfWorkId}`],
    );
    expect(queued.rows[0]?.n).toBe(1);
    await Promise.all([task(payload), task(payload)]);
    const { rows } = await world.owner.query("select id from engagement where statement_of_work_id = $1", [
      statementOfWorkId,
    ]);
    expect(rows).toHaveLength(1);
  }

  const people = { buyer, provider, stranger, staff };
  return { world, ...people, listingId, ...looks, refused, openedOnce };
}

/** What a test looks at; the chain as the buyer reads it. */
function looksOf(world: World, buyer: Viewer) {
  /** Everything a refusal must leave alone. */
  async function traces(): Promise<string> {
    const { rows } = await world.owner.query(
      `select (select json_agg(s order by id) from statement_of_work s) as sow,
              (select count(*) from sow_version) as versions,
              (select count(*) from signature) as signatures, (select count(*) from engagement) as
                engagements,
              (select count(*) from audit_event) as audit, (select count(*) from graphile_worker.jobs)
                as jobs,
              (select json_agg(c order by id) from checklist_item c) as items`,
    );
    return JSON.stringify(rows[0]);
  }

  async function stateOf(id: string) {
    const sql = "select state, current_version from statement_of_work where id = $1";
    return (await world.owner.query(sql, [id])).rows[0];
  }

  const read = (viewer: Viewer, id: string) =>
    world.db.readOrg(viewer, (tx) => findStatementOfWork(tx, viewer, id));

  const engagementOf = (viewer: Viewer, id: string) =>
    world.db.readOrg(viewer, (tx) => findEngagement(tx, { viewer, id, now: world.clock.now() }));

  async function present(viewer: Viewer, id: string) {
    const sow = await read(viewer, id);
    if (!sow) throw new Error("The contract cannot be read.");
    return sow;
  }

  /** The form of the present version, to be changed and proposed. */
  const editNow = async (viewer: Viewer, id: string) => editOf((await present(viewer, id)).terms);

  async function chain(id: string) {
    const sow = await present(buyer, id);
    return world.db.readOrg(buyer, (tx) => chainOf(tx, sow));
  }

  async function itemsOf(engagementId: string) {
    const { rows } = await world.owner.query(
      "select id, party, done_at, done_by_name from checklist_item where engagement_id = $1 order by position",
      [engagementId],
    );
    return rows as { id: string; party: string; done_at: Date | null; done_by_name: string | null }[];
  }

  return { traces, stateOf, read, engagementOf, editNow, chain, itemsOf };
}

export type ContractStory = Awaited<ReturnType<typeof contractStory>>;
