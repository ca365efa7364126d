import { isKnownCurrency } from "../../../domain/shared/currency.ts";
import { parseMoney } from "../../../domain/shared/parse-money.ts";
import { isZone } from "../../../domain/shared/zone-offsets.ts";

export const SORTS = { recommended: "RECOMMENDED", price: "PRICE", attainment: "ATTAINMENT" } as const;
export type Sort = keyof typeof SORTS;

/** What the address asks for, with a sentence for each part that could not be read and is left out. */
export type CatalogueAddress = {
  filter: {
    module: string | null;
    country: string | null;
    language: string | null;
    attestation: string | null;
    q: string | null;
    hours: { from: string; to: string; zone: string } | null;
    price: { minMinor: string | null; maxMinor: string | null; currency: string } | null;
  };
  sort: Sort;
  after: string | null;
  unread: string[];
};

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/**
 * Reads the address; a part that makes no sense is left out and named, so that a shared link never breaks a
 * page.
 */
export function readAddress(search: URLSearchParams): CatalogueAddress {
  const unread: string[] = [];
  const text = (name: string) => search.get(name)?.trim().slice(0, 80) || null;
  const sort = text("sort") ?? "recommended";
  return {
    filter: {
      module: text("module"),
      country: text("country"),
      language: text("language"),
      attestation: text("attestation"),
      q: text("q"),
      hours: hoursOf(search, unread),
      price: priceOf(search, unread),
    },
    sort: sort in SORTS ? (sort as Sort) : "recommended",
    after: search.get("after"),
    unread,
  };
}

/** Whether nothing narrows the catalogue, so that its services stand in the place of offers. */
export function isUnfiltered({ filter }: CatalogueAddress): boolean {
  return Object.values(filter).every((part) => part === null);
}

function hoursOf(search: URLSearchParams, unread: string[]): CatalogueAddress["filter"]["hours"] {
  const [from, to, zone] = [search.get("from"), search.get("to"), search.get("zone")];
  if (!from && !to) return null;
  if (from && to && zone && TIME.test(from) && TIME.test(to) && isZone(zone)) return { from, to, zone };
  unread.push("The hours could not be read: write two times such as 09:00 and 17:00 and choose a zone.");
  return null;
}

function priceOf(search: URLSearchParams, unread: string[]): CatalogueAddress["filter"]["price"] {
  const [min, max, currency] = [search.get("min"), search.get("max"), search.get("currency")];
  if (!min && !max && !currency) return null;
  if (!currency || !isKnownCurrency(currency)) {
    unread.push("The price needs a currency such as EUR.");
    return null;
  }
  const minor = (text: string | null) => {
    if (!text) return null;
    const amount = parseMoney(text, currency, { allowZero: true });
    if (amount.ok) return String(amount.money.amountMinor);
    unread.push(`A price could not be read. ${amount.message}`);
    return null;
  };
  return { minMinor: minor(min), maxMinor: minor(max), currency };
}
