import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { ButtonLink } from "../../components/button.tsx";
import { counted } from "../../components/count-words.ts";
import { KeyFigures } from "../../components/key-figures.tsx";
import { Money } from "../../components/money.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Percent } from "../../components/percent.tsx";
import { countryName } from "../../components/place-names.ts";
import { Section } from "../../components/section.tsx";
import { found, query } from "../../graphql.server.ts";
import { AttestationTable } from "./attestation-table.tsx";
import { ExpectedPrice } from "./expected-price.tsx";
import { LevelTable } from "./level-table.tsx";
import { ListingDocument } from "./listing.graphql.ts";
import styles from "./listing.module.css";
import { MeasuredHistory } from "./measured-history.tsx";
import { WhenCovered } from "./when-covered.tsx";

export const handle = {
  crumbs: (data: Awaited<ReturnType<typeof loader>>) => [
    { label: "Catalogue", href: "/catalogue" },
    { label: data.listing.module.name, href: `/catalogue?module=${data.listing.module.code}` },
    { label: data.listing.title },
  ],
};

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data ? `${data.listing.title}, ${data.listing.provider.name}` : "Offer"} · Engine Room` },
];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { listing, viewer } = await query({ request, context }, ListingDocument, {
    id: params["id"] ?? "",
  });
  // A visitor may press the button too: the order page asks them to sign in and brings them back.
  return { listing: found(listing), mayOrder: !viewer || viewer.permissions.includes("contract:order") };
}

export type Listing = Awaited<ReturnType<typeof loader>>["listing"];

export default function ListingPage() {
  const { listing, mayOrder } = useLoaderData<typeof loader>();
  const { provider } = listing;
  return (
    <>
      <PageHead
        title={listing.title}
        lead={
          <>
            <Link to={`/providers/${provider.slug}`}>{provider.name}</Link>,{" "}
            {[provider.city, countryName(provider.country)].filter(Boolean).join(", ")}. {listing.summary}
          </>
        }
        actions={
          mayOrder ? (
            <ButtonLink variant="primary" to={`/contracts/new?listing=${listing.listingId}`}>
              Order
            </ButtonLink>
          ) : null
        }
      />
      <Figures listing={listing} />
      <Section title="What is delivered" first>
        <ul className={styles.lines}>
          {listing.module.delivers.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </Section>
      <LevelTable levels={listing.levels} />
      <MeasuredHistory levels={listing.levels} measured={listing.measured} />
      <ExpectedPrice listing={listing} />
      <WhenCovered listing={listing} />
      <AttestationTable attestations={listing.attestations} needs={listing.module.attestations} />
      <Others listing={listing} />
    </>
  );
}

function Figures({ listing }: { listing: Listing }) {
  const { measured, expectedPrice } = listing;
  const { items, months, engagements } = measured;
  const on = `${counted(items, "item")} in ${counted(months, "month")}, ${counted(engagements, "engagement")}`;
  return (
    <KeyFigures
      figures={[
        {
          label: "List price, a month",
          value: <Money {...listing.price} />,
          note: listing.module.priceUnit,
        },
        {
          label: "Expected after credits",
          value: expectedPrice ? <Money {...expectedPrice} /> : "—",
          note: expectedPrice ? "if the past year repeats" : "nothing measured yet",
          href: "#expected",
        },
        {
          label: `${measured.levelName}, 12 months`,
          value: measured.percent === null ? "—" : <Percent value={measured.percent as `${number}`} />,
          note: measured.months === 0 ? "nothing measured yet" : on,
          href: "#measured",
        },
        {
          label: "Ready to start",
          value: `${listing.onboardingDays} days`,
          note: "onboarding, from signature",
        },
      ]}
    />
  );
}

function Others({ listing }: { listing: Listing }) {
  if (listing.others.length === 0) return null;
  return (
    <Section title={`Also offered by ${listing.provider.name}`}>
      <ul className={styles.lines}>
        {listing.others.map((other) => (
          <li key={other.listingId}>
            <Link to={`/catalogue/${other.listingId}`}>{other.title}</Link>, {other.module.name},{" "}
            <Money {...other.price} /> a month
          </li>
        ))}
      </ul>
    </Section>
  );
}
