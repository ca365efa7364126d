import { Form, useSearchParams } from "@remix-run/react";
import { formatMoney } from "../../../domain/shared/format-money.ts";
import { attestationName } from "../../../domain/vetting/attestation.ts";
import { Button } from "../../components/button.tsx";
import { type ActiveFilter, FilterChips, type SuggestedFilter } from "../../components/filter-chips.tsx";
import { countryName, languageName, zoneCity } from "../../components/place-names.ts";
import { addressWith } from "./address-with.ts";
import styles from "./catalogue.module.css";
import { KeptParts } from "./kept-parts.tsx";
import type { OffersProps } from "./route.tsx";

type Facet = readonly { value: string; count: number }[];

/** One chip a filter: those in force first, then those that would narrow what is shown, with their counts. */
export function CatalogueChips(props: OffersProps) {
  const [search] = useSearchParams();
  const names = namesOf(props);
  const { facets } = props.listings;
  const { filter } = props.address;
  const choices = (name: string, facet: Facet, label: (value: string) => string) =>
    facet.map(({ value, count }) => ({
      label: label(value),
      count,
      href: addressWith(search, { [name]: value }),
    }));
  const suggested: (SuggestedFilter | false)[] = [
    !filter.module && { label: "Service", options: choices("module", facets.modules, names.module) },
    !filter.country && { label: "Country", options: choices("country", facets.countries, countryName) },
    !filter.language && { label: "Language", options: choices("language", facets.languages, languageName) },
    !filter.hours && { label: "Hours", form: <HoursForm search={search} zone={readerZoneOf(props)} /> },
    !filter.attestation && {
      label: "Attestation",
      options: choices("attestation", facets.attestations, names.attestation),
    },
    !filter.price && { label: "Price", form: <PriceForm search={search} currencies={facets.currencies} /> },
  ];
  return (
    <FilterChips
      active={activeFilters({ props, search, names })}
      suggested={suggested.filter((one) => one !== false && one.options?.length !== 0) as SuggestedFilter[]}
      clearAllHref="/catalogue"
    />
  );
}

function namesOf({ serviceModules }: OffersProps) {
  return {
    module: (code: string) => serviceModules.find((module) => module.code === code)?.name ?? code,
    attestation: attestationName,
  };
}

function activeFilters(p: {
  props: OffersProps;
  search: URLSearchParams;
  names: ReturnType<typeof namesOf>;
}): ActiveFilter[] {
  const { module, country, language, hours, attestation, price, q } = p.props.address.filter;
  const chip = (
    label: string,
    value: string | null | undefined,
    parts: readonly string[],
  ): ActiveFilter[] =>
    value
      ? [
          {
            label,
            value,
            clearHref: addressWith(p.search, Object.fromEntries(parts.map((part) => [part, null]))),
          },
        ]
      : [];
  return [
    ...chip("Service", module && p.names.module(module), ["module"]),
    ...chip("Words", q, ["q"]),
    ...chip("Country", country && countryName(country), ["country"]),
    ...chip("Language", language && languageName(language), ["language"]),
    ...chip("Covers", hours && `${hours.from}–${hours.to} ${zoneCity(hours.zone)}`, ["from", "to", "zone"]),
    ...chip("Attested", attestation && p.names.attestation(attestation), ["attestation"]),
    ...chip("Price", price && priceText(price), ["min", "max", "currency"]),
  ];
}

function priceText(price: { minMinor: string | null; maxMinor: string | null; currency: string }): string {
  const text = (minor: string) => formatMoney({ amountMinor: BigInt(minor), currency: price.currency });
  if (price.minMinor && price.maxMinor) return `${text(price.minMinor)} to ${text(price.maxMinor)}`;
  if (price.minMinor) return `from ${text(price.minMinor)}`;
  return price.maxMinor ? `up to ${text(price.maxMinor)}` : `in ${price.currency}`;
}

function readerZoneOf({ listings }: OffersProps): string {
  return listings.edges[0]?.node.readerZone ?? "UTC";
}

const ZONES = [
  "UTC",
  "America/Los_Angeles",
  "America/New_York",
  "America/Sao_Paulo",
  "Europe/London",
  "Europe/Berlin",
  "Europe/Warsaw",
  "Europe/Stockholm",
  "Africa/Nairobi",
  "Asia/Kolkata",
  "Asia/Manila",
  "Asia/Tokyo",
  "Australia/Sydney",
];

function HoursForm({ search, zone }: { search: URLSearchParams; zone: string }) {
  return (
    <Form method="get" action="/catalogue" className={styles.fields} preventScrollReset>
      <KeptParts search={search} except={["from", "to", "zone"]} />
      <label>
        From, on working days
        <input type="time" name="from" defaultValue="09:00" required />
      </label>
      <label>
        To
        <input type="time" name="to" defaultValue="17:00" required />
      </label>
      <label>
        In the zone
        <select name="zone" defaultValue={zone}>
          {[...new Set([zone, ...ZONES])].map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </label>
      <Button type="submit" size="small">
        Show who covers them
      </Button>
    </Form>
  );
}

function PriceForm({ search, currencies }: { search: URLSearchParams; currencies: Facet }) {
  return (
    <Form method="get" action="/catalogue" className={styles.fields} preventScrollReset>
      <KeptParts search={search} except={["min", "max", "currency"]} />
      <label>
        From, a month
        <input name="min" inputMode="decimal" autoComplete="off" />
      </label>
      <label>
        Up to
        <input name="max" inputMode="decimal" autoComplete="off" />
      </label>
      <label>
        Currency
        <select name="currency">
          {currencies.map(({ value }) => (
            <option key={value}>{value}</option>
          ))}
        </select>
      </label>
      <Button type="submit" size="small">
        Show this band
      </Button>
    </Form>
  );
}
