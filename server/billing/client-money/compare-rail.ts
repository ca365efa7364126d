import type { Temporal } from "temporal-polyfill";
import type { Viewer } from "../../../domain/identity/viewer.ts";
import type { Finding } from "../../../domain/ledger/recon-break.ts";
import { formatMoney } from "../../../domain/shared/format-money.ts";
import { type Money, money } from "../../../domain/shared/money.ts";
import { toDate } from "../../clock.ts";
import type { Database, Tx } from "../../db.ts";
import type { FundingRail } from "../../ports/funding-rail/port.ts";

type Deps = { db: Database; rail: FundingRail; viewer: Viewer };
type Movement = { kind: string; railId: string; currency: string; amountMinor: bigint };
type Sums = Map<string, bigint>;

const TRIES = 3;
/** As long as a bank may take cleared funds back: the product follows them as long. */
const WATCHED_DAYS = 60;

/**
 * What stands on the segregated account by the rail against the books: the clients' own accounts together,
 * less what was lost (the operator has to put that back), and what the rail has moved already and the product
 * has not heard of. Where the rail moves meanwhile, all is looked at anew.
 */
export async function compareRail(deps: Deps, now: Temporal.Instant): Promise<Finding[]> {
  for (let attempt = 1; ; attempt += 1) {
    const before = sumsOf(await deps.rail.balances());
    const { books, movements } = await deps.db.withOrg(deps.viewer, (tx) => ours(tx, now));
    for (const { currency, amountMinor } of await unheard(deps.rail, movements))
      add(books, currency, amountMinor);
    const rail = sumsOf(await deps.rail.balances());
    if (attempt < TRIES && !same(before, rail)) continue;
    return differing({ rail, books, now });
  }
}

/** The books and what is open, of one moment. */
async function ours(tx: Tx, now: Temporal.Instant): Promise<{ books: Sums; movements: Movement[] }> {
  const since = toDate(now.subtract({ hours: 24 * WATCHED_DAYS }));
  const [row] = await tx.$queryRaw<{ books: Row[]; open: (Row & { kind: string; railId: string })[] }[]>`
    select coalesce((select json_agg(json_build_object('currency', currency, 'minor', minor::text)) from (
             select a.currency, b.balance_minor as minor from ledger_account a
               join ledger_balance b on b.account_id = a.id where a.code = 'fa_payroll'
             union all select currency, -lost_minor from client_funding where lost_minor <> 0) s), '[]') as books,
           coalesce((select json_agg(json_build_object('kind', kind, 'railId', rail_id, 'currency', currency,
             'minor', amount_minor::text)) from app.rail_movements(${since}::timestamptz)), '[]') as open`;
  const books: Sums = new Map();
  for (const { currency, minor } of row?.books ?? []) add(books, currency, BigInt(minor));
  const movements = (row?.open ?? []).map(({ minor, ...one }) => ({ ...one, amountMinor: BigInt(minor) }));
  return { books, movements };
}

type Row = { currency: string; minor: string };

/** What of the open movements the rail has done already, signed as the account has it. */
async function unheard(rail: FundingRail, movements: readonly Movement[]): Promise<Money[]> {
  const done: Money[] = [];
  for (const { kind, railId, currency, amountMinor } of movements) {
    if (kind === "wage") {
      if ((await rail.payment(railId)).state === "paid") done.push(money(-amountMinor, currency));
      continue;
    }
    const standing = await rail.funds(railId);
    if (kind === "funds_announced" && standing === "cleared") done.push(money(amountMinor, currency));
    if (kind === "funds_cleared" && standing === "returned") done.push(money(-amountMinor, currency));
  }
  return done;
}

function differing(p: { rail: Sums; books: Sums; now: Temporal.Instant }): Finding[] {
  const currencies = [...new Set([...p.rail.keys(), ...p.books.keys()])].sort();
  return currencies.flatMap((currency) => {
    const [expectedMinor, actualMinor] = [p.rail.get(currency) ?? 0n, p.books.get(currency) ?? 0n];
    if (expectedMinor === actualMinor) return [];
    const [bank, books] = [expectedMinor, actualMinor].map((minor) => formatMoney(money(minor, currency)));
    const says = `The segregated account holds ${bank}; by the books clients have ${books} on it.`;
    const amounts = { expectedMinor, actualMinor };
    return [
      {
        kind: "rail_differs" as const,
        subject: currency,
        says,
        currency,
        ...amounts,
        since: p.now,
        entryId: null,
      },
    ];
  });
}

function sumsOf(amounts: readonly Money[]): Sums {
  const sums: Sums = new Map();
  for (const { currency, amountMinor } of amounts) add(sums, currency, amountMinor);
  return sums;
}

function add(sums: Sums, currency: string, minor: bigint): void {
  sums.set(currency, (sums.get(currency) ?? 0n) + minor);
}

function same(one: Sums, other: Sums): boolean {
  return one.size === other.size && [...one].every(([currency, minor]) => other.get(currency) === minor);
}
