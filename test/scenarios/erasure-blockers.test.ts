import { expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { askForOrganizationErasure } from "../../server/records/organization-erasure.ts";
import { ask } from "../factories/ask.ts";
import { NOW, probeCast } from "../factories/probe-cast.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld } from "../world.ts";

type Named = { kind: string; count: number };
const BOTH = [
  "running_contract",
  "open_invoice",
  "open_statement",
  "open_dispute",
  "client_money",
  "balance",
];
const LIVING = {
  "buyer owner": [...BOTH, "open_refund"],
  "provider owner": [...BOTH, "open_payout"],
};

test("a living organisation is kept by its money, its disputes and its contracts, each by its name", async () => {
  const living = await openWorld({ now: NOW.toString() });
  try {
    const { viewers, near } = await probeCast(living);
    // The story is square: an invoice is opened again, and something stands on an account of each side.
    await living.owner.query("update invoice set state = 'open' where id = $1", [near.ids.invoice]);
    await living.owner.query("update payout set state = 'failed' where id = $1", [near.ids.payout]);
    await living.owner.query(
      `update ledger_balance set balance_minor = 1 where account_id in (select id from ledger_account
         where organization_id in ($1, $2) and code in ('receivable', 'provider_payable'))`,
      [near.organizationId, near.providerId],
    );
    for (const who of ["buyer owner", "provider owner"] as const) {
      const viewer = viewers[who] as Viewer;
      const { data } = await ask(living, viewer, "{ erasureBlockers { kind count } }");
      const found = new Map(data.erasureBlockers.map((one: Named) => [one.kind, one.count]));
      expect([...found.keys()], who).toEqual(expect.arrayContaining(LIVING[who]));
      const { n } = await living.row(
        `select count(*)::int as n from invoice where $1 in (organization_id, provider_id)
           and state not in ('paid', 'stopped', 'written_off')`,
        [viewer.organizationId],
      );
      expect(found.get("open_invoice"), who).toBe(n);
      const refused = () => askForOrganizationErasure(living.caller(viewer), null);
      await refusedUnchanged(living, refused, { code: "erasure_blocked" });
    }
  } finally {
    await living.close();
  }
});
