import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { issueInvoice } from "../../server/billing/issue-invoice.ts";
import { closePeriod } from "../../server/ledger/move-period-lock.ts";
import { approvedByBoth, drafted, workedContract } from "../factories/money-story.ts";
import { member } from "../factories/people.ts";
import { registeredSeller, taxIdentity } from "../factories/taxed.ts";
import { openWorld, type World } from "../world.ts";

let world: World;

beforeAll(async () => {
  world = await openWorld();
  await registeredSeller(world);
});
afterAll(() => world.close());

describe("the database", () => {
  test("refuses two rates on one day, tax lines that are not the tax, and a change after issue", async () => {
    const rate = (from: string, to: string | null) =>
      world.owner.query(
        "insert into tax_rate (country, rate_bps, valid_from, valid_to, source) values ('NL', 2200, $1, $2, 'x')",
        [from, to],
      );
    await expect(rate("2030-01-01", null)).rejects.toThrow(/hold on one day/);
    await expect(rate("2000-01-01", "2012-10-01")).rejects.toThrow(/hold on one day/);
    await expect(rate("2000-01-01", "1999-01-01")).rejects.toThrow(/dates|range/);
    const story = await workedContract(world);
    await taxIdentity(world, story.buyer.organizationId, { country: "US", vatNumber: null });
    const id = await issued(story);
    for (const change of ["tax_minor = 1", "total_minor = 1", "number = 'ER-999999'", "buyer = '{}'"])
      await expect(world.owner.query(`update invoice set ${change} where id = $1`, [id])).rejects.toThrow(
        /stays as it is/,
      );
    await expect(
      world.owner.query("update invoice_tax set tax_minor = 1 where invoice_id = $1", [id]),
    ).rejects.toThrow(/append-only/);
    const { statementId } = await drafted(world, story, "2026-11");
    await expect(
      world.owner.query(
        `insert into invoice (organization_id, provider_id, statement_id, number, state, currency,
           total_minor, tax_minor, issued_at, due_on)
         select organization_id, provider_id, id, 'ER-888888', 'issued', currency, net_minor + 1, 1, now(), now()
           from statement where id = $1`,
        [statementId],
      ),
    ).rejects.toThrow(/not that of its tax lines/);
  });
});

describe("invoice numbers of the legal entity", () => {
  test("have no gap after twenty at once, half of which are undone", async () => {
    const stories = await Promise.all(Array.from({ length: 20 }, () => workedContract(world)));
    const statements = [];
    for (const [index, story] of stories.entries()) {
      await taxIdentity(world, story.buyer.organizationId, { country: "US", vatNumber: null });
      const { statementId } = await drafted(world, story);
      await approvedByBoth(world, story, statementId);
      statements.push({ statementId, organizationId: story.buyer.organizationId, undone: index % 2 === 1 });
    }
    await world.owner.query("delete from graphile_worker._private_jobs");
    const before = BigInt(
      (await world.row("select coalesce(max(last_number), 0) as n from invoice_counter")).n,
    );
    const admin = await member(world, { name: "Closer", kind: "marketplace", role: "admin" });
    await closePeriod(world.caller(admin), { through: "2026-10-31", reason: "October is done" });
    // Every other one is dated into the closed books: its number is taken, then everything is undone.
    const answers = await Promise.allSettled(
      statements.map(({ statementId, organizationId, undone }) => {
        const viewer = systemViewer(organizationId, "test");
        const now = () => (undone ? world.clock.now().subtract({ hours: 24 * 60 }) : world.clock.now());
        return issueInvoice({ db: world.workDb, clock: { ...world.clock, now }, viewer }, { statementId });
      }),
    );
    const made = answers.filter((one) => one.status === "fulfilled").length;
    const { rows } = await world.owner.query("select number from invoice order by number");
    const numbers = rows.map((one) => BigInt(one.number.slice(3)));
    expect(numbers).toEqual(numbers.map((_one, index) => BigInt(index + 1)));
    expect(
      BigInt((await world.row("select coalesce(max(last_number), 0) as n from invoice_counter")).n),
    ).toBe(before + BigInt(made));
    expect(made).toBe(10);
  });
});

async function issued(story: Awaited<ReturnType<typeof workedContract>>, period = "2026-10") {
  const { statementId } = await drafted(world, story, period);
  await approvedByBoth(world, story, statementId);
  await world.drainJobs();
  const { id } = await world.row("select id from invoice where statement_id = $1", [statementId]);
  return id as string;
}
