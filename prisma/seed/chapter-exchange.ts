import { Temporal } from "temporal-polyfill";
import { type FxPurpose, fxLine } from "../../domain/billing/fx-line.ts";
import { type ExchangeRate, requireRate } from "../../domain/ledger/exchange-rate.ts";
import { money } from "../../domain/shared/money.ts";
import { DEMO_ACCOUNTS } from "./demo-accounts.ts";
import { type Story, stamp } from "./story.ts";

const DAY = 86_400;
const WEEKS = 14;
/** Every rate of the demonstration says of itself that it is none. */
export const DEMO_SOURCE = "Illustrative rate of the demonstration";

/** What a pair was at first, and by how much of its last digit it moved from week to week. */
const PAIRS = [
  { base: "EUR", quote: "USD", first: 10_842, places: 4, moves: [31, -12, 18, -44, 9, 27, -6] },
  { base: "EUR", quote: "SEK", first: 110_235, places: 4, moves: [-310, 145, 220, -95, -180, 260, 40] },
  { base: "USD", quote: "PHP", first: 5812, places: 2, moves: [11, -7, 24, -15, 3, -9, 12] },
  { base: "GBP", quote: "EUR", first: 11_493, places: 4, moves: [-14, 22, -8, 17, -25, 6, 11] },
] as const;

/** Whose books are in a currency that its contracts are not in. */
const BOOKS = { "norrvik-supply": "SEK", "abacus-quay": "PHP" } as const;

/** Weekly rates, two organisations with books in another currency, and what their latest invoices state. */
export function tellExchange(story: Story): void {
  const now = Math.floor(story.now.epochMilliseconds / 1000);
  const rates = PAIRS.flatMap((pair) => tellPair(story, { pair, now }));
  for (const [slug, currency] of Object.entries(BOOKS)) {
    const owner = DEMO_ACCOUNTS.find((one) => one.organisationSlug === slug && one.role === "owner");
    if (!owner) throw new Error(`The story has no owner at ${slug}.`);
    const at = now - (WEEKS - 1) * 7 * DAY;
    story.add("books_currency", {
      ...{ id: story.id(at), organization_id: story.cast.organisationId(slug), currency },
      ...{ stated_by_id: story.cast.userId(owner.email), stated_by_name: owner.name, stated_at: stamp(at) },
    });
  }
  const since = stamp(now - (WEEKS - 2) * 7 * DAY);
  for (const invoice of story.rows.get("invoice") ?? [])
    if (invoice.organization_id === story.cast.organisationId("norrvik-supply"))
      if (String(invoice.issued_at) > since && String(invoice.total_minor) !== "0")
        tellLine(story, rates, {
          ...{ purpose: "total", of: invoice, invoiceId: String(invoice.id), to: BOOKS["norrvik-supply"] },
          ...{ minor: String(invoice.total_minor), at: String(invoice.issued_at) },
        });
  for (const payout of story.rows.get("payout") ?? [])
    if (payout.provider_id === story.cast.organisationId("abacus-quay") && payout.sent_at !== null)
      if (String(payout.sent_at) > since && payout.currency !== BOOKS["abacus-quay"])
        tellLine(story, rates, {
          ...{
            purpose: "payout",
            of: payout,
            invoiceId: String(payout.invoice_id),
            to: BOOKS["abacus-quay"],
          },
          ...{ minor: String(payout.amount_minor), at: String(payout.sent_at) },
        });
}

function tellPair(story: Story, p: { pair: (typeof PAIRS)[number]; now: number }): ExchangeRate[] {
  const { base, quote, first, places } = p.pair;
  const admin = DEMO_ACCOUNTS.find((one) => one.role === "admin");
  if (!admin) throw new Error("The story has no administrator.");
  let rate = decimalOf(first, places);
  return Array.from({ length: WEEKS }, (_none, week) => {
    rate = nextDemoRate({ base, quote, rate, stated: week });
    const at = p.now - ((WEEKS - 1 - week) * 7 + 2) * DAY;
    const validFrom = stamp(at).slice(0, 10);
    const id = story.id(at);
    story.add("exchange_rate", {
      ...{ id, base, quote, rate, valid_from: validFrom, source: DEMO_SOURCE },
      ...{ stated_by_id: story.cast.userId(admin.email), stated_by_name: admin.name, stated_at: stamp(at) },
    });
    return { id, base, quote, rate, validFrom, source: DEMO_SOURCE };
  });
}

/** What a pair of the story moves to after so many stated rates; an unknown pair stands still. */
export function nextDemoRate(p: { base: string; quote: string; rate: string; stated: number }): string {
  const pair = PAIRS.find((one) => one.base === p.base && one.quote === p.quote);
  if (!pair) return p.rate;
  const digits = Number(p.rate.replace(".", "")) + (pair.moves[p.stated % pair.moves.length] ?? 0);
  return decimalOf(digits, pair.places);
}

function decimalOf(digits: number, places: number): string {
  const text = String(digits);
  return `${text.slice(0, -places)}.${text.slice(-places)}`;
}

/** A line as the product states it, by the same functions. */
function tellLine(
  story: Story,
  rates: readonly ExchangeRate[],
  p: {
    purpose: FxPurpose;
    of: Record<string, unknown>;
    invoiceId: string;
    to: string;
    minor: string;
    at: string;
  },
): void {
  const from = String(p.of.currency);
  const on = p.at.slice(0, 10);
  const found = requireRate(rates, { from, to: p.to, on });
  const line = fxLine({ purpose: p.purpose, before: money(BigInt(p.minor), from), to: p.to, found, on });
  const seconds = Math.floor(Temporal.Instant.from(p.at).epochMilliseconds / 1000);
  story.add("fx_line", {
    ...{ id: story.id(seconds), organization_id: p.of.organization_id, provider_id: p.of.provider_id },
    ...{ invoice_id: p.invoiceId, purpose: p.purpose, before_currency: from, before_minor: p.minor },
    ...{ after_currency: p.to, after_minor: String(line.afterMinor), base: line.base, quote: line.quote },
    ...{ rate: line.rate, rate_of: line.rateOf, stated_for: on, source: line.source },
    ...{ exact: line.exact, rounded_by: line.roundedBy, stated_at: p.at },
  });
}
