import { Form, Link, useSearchParams } from "@remix-run/react";
import { SummedAttestations } from "../../components/attestations.tsx";
import { Button } from "../../components/button.tsx";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { clockText, HoursBar } from "../../components/hours-bar.tsx";
import { Money } from "../../components/money.tsx";
import { Pagination } from "../../components/pagination.tsx";
import { Percent } from "../../components/percent.tsx";
import { countryName, zoneCity } from "../../components/place-names.ts";
import { addressWith } from "./address-with.ts";
import styles from "./catalogue.module.css";
import type { OffersProps } from "./route.tsx";

type Offer = OffersProps["listings"]["edges"][number]["node"];

/** The offers as rows; the whole table is one GET form, so that comparing needs no JavaScript. */
export function ListingTable({ title, address, listings }: OffersProps) {
  const [search] = useSearchParams();
  const { hasNextPage, endCursor } = listings.pageInfo;
  const next = new URLSearchParams(search);
  if (endCursor) next.set("after", endCursor);
  return (
    <Form method="get" action="/catalogue/compare">
      <DataTable
        caption={title}
        columns={columnsFor({ search, address, many: !address.filter.module })}
        rows={listings.edges.map((edge) => edge.node)}
        rowKey={(offer) => offer.listingId}
        density="roomy"
      />
      <div className={styles.compare} hidden={listings.edges.length < 2}>
        <small>Choose two to four</small>
        <Button type="submit">Compare the chosen</Button>
      </div>
      <Pagination
        label="offers"
        summary={`${listings.edges.length} of ${listings.totalCount}`}
        {...(hasNextPage ? { nextHref: `/catalogue?${next}` } : {})}
        {...(address.after ? { previousHref: addressWith(search, {}) } : {})}
      />
    </Form>
  );
}

function columnsFor(p: {
  search: URLSearchParams;
  address: OffersProps["address"];
  many: boolean;
}): Column<Offer>[] {
  const { search, address } = p;
  const sort = (name: "price" | "attainment", direction: "ascending" | "descending") => ({
    href: addressWith(search, { sort: address.sort === name ? null : name }),
    ...(address.sort === name ? { direction } : {}),
  });
  return [
    {
      key: "offer",
      header: "Provider",
      rowHeader: true,
      width: "28%",
      cell: nameOf,
    },
    {
      key: "hours",
      header: address.filter.hours ? "Hours covered, your time" : "Hours covered",
      cell: (offer) => hoursOf(offer, address.filter.hours),
    },
    {
      key: "attestations",
      header: "Attestations",
      cell: (offer) => <SummedAttestations summary={offer.attestationSummary} />,
    },
    {
      key: "measured",
      header: p.many ? "Headline level, 12 months" : "Measured, 12 months",
      numeric: true,
      sort: sort("attainment", "descending"),
      cell: measuredOf,
    },
    {
      key: "price",
      header: "Price",
      numeric: true,
      sort: sort("price", "ascending"),
      cell: ({ price }) => (
        <>
          <Money {...price} />
          <small>list, a month</small>
        </>
      ),
    },
    { key: "expected", header: "Expected", numeric: true, cell: expectedOf },
    { key: "compare", header: "Compare", cell: pickOf },
  ];
}

function nameOf(offer: Offer) {
  const { provider } = offer;
  return (
    <span className={styles.offer}>
      <b>
        <Link to={`/catalogue/${offer.listingId}`}>{provider.name}</Link>
      </b>
      <small>{[provider.city, countryName(provider.country)].filter(Boolean).join(", ")}</small>
      <span>{offer.title}</span>
      <small>{offer.summary}</small>
    </span>
  );
}

function hoursOf(offer: Offer, hours: OffersProps["address"]["filter"]["hours"]) {
  const yours = hours ? { from: minutesOf(hours.from), to: minutesOf(hours.to) } : undefined;
  const words = offer.coverage.map((span) => `${clockText(span.from)}–${clockText(span.to)}`).join(", ");
  const zone = zoneCity(offer.readerZone);
  return (
    <>
      <HoursBar
        covered={offer.coverage}
        label={`Covered on a working day, ${zone} time: ${words || "nothing"}`}
        {...(yours ? { yours } : {})}
      />
      <small>{hours ? `your hours ${hours.from}–${hours.to}` : `${words || "none"} ${zone}`}</small>
    </>
  );
}

function measuredOf(offer: Offer) {
  const { percent, engagements, months, levelName } = offer.measured;
  const on = engagements === 1 ? "1 engagement" : `${engagements} engagements`;
  if (percent === null)
    return (
      <>
        —<small>{months === 0 ? "nothing measured yet" : `${on}, too few months`}</small>
      </>
    );
  return (
    <>
      <Percent value={percent as `${number}`} digits={1} of={levelName} />
      <small>{on}</small>
    </>
  );
}

function expectedOf(offer: Offer) {
  if (!offer.expectedPrice)
    return (
      <>
        —<small>not yet known</small>
      </>
    );
  return (
    <>
      <b>
        <Money {...offer.expectedPrice} />
      </b>
      <small>after credits</small>
    </>
  );
}

function pickOf(offer: Offer) {
  return (
    <label className={styles.pick}>
      <input
        type="checkbox"
        name="ids"
        value={offer.listingId}
        aria-label={`Compare ${offer.provider.name}: ${offer.title}`}
      />
    </label>
  );
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}
