import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Money } from "../../components/money.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Percent } from "../../components/percent.tsx";
import { countryName, zoneCity } from "../../components/place-names.ts";
import { Section } from "../../components/section.tsx";
import { found, query } from "../../graphql.server.ts";
import { AttestationTable } from "../_app.catalogue.$id/attestation-table.tsx";
import { ProviderDocument } from "./provider.graphql.ts";

export const handle = {
  crumbs: (data: Awaited<ReturnType<typeof loader>>) => [
    { label: "Catalogue", href: "/catalogue" },
    { label: data.provider.name },
  ],
};

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.provider.name ?? "Provider"} · Engine Room` },
];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { provider } = await query({ request, context }, ProviderDocument, { slug: params["slug"] ?? "" });
  return { provider: found(provider) };
}

export default function ProviderPage() {
  const { provider } = useLoaderData<typeof loader>();
  const place = [provider.city, countryName(provider.country)].filter(Boolean).join(", ");
  return (
    <>
      <PageHead
        title={provider.name}
        lead={
          <>
            {place}, on {zoneCity(provider.zone)} time. Here since{" "}
            <When instant={provider.since} zone={provider.zone} />. {provider.about}
          </>
        }
      />
      <Section title="Offers" first>
        <DataTable
          caption="Offers"
          rows={provider.listings}
          rowKey={(offer) => offer.listingId}
          density="roomy"
          empty={
            <EmptyState kind="nothing-yet" title={`${provider.name} offers nothing at the moment`}>
              Its offers stand here when they are published.
            </EmptyState>
          }
          columns={[
            {
              key: "title",
              header: "Offer",
              rowHeader: true,
              width: "44%",
              cell: (offer) => (
                <>
                  <Link to={`/catalogue/${offer.listingId}`}>{offer.title}</Link>
                  <small>{offer.summary}</small>
                </>
              ),
            },
            { key: "module", header: "Service", cell: (offer) => offer.module.name },
            {
              key: "measured",
              header: "Measured, 12 months",
              numeric: true,
              cell: ({ measured }) =>
                measured.percent === null ? (
                  "—"
                ) : (
                  <Percent value={measured.percent as `${number}`} digits={1} of={measured.levelName} />
                ),
            },
            {
              key: "price",
              header: "Price, a month",
              numeric: true,
              cell: (offer) => <Money {...offer.price} />,
            },
            {
              key: "expected",
              header: "Expected after credits",
              numeric: true,
              cell: (offer) => (offer.expectedPrice ? <Money {...offer.expectedPrice} /> : "—"),
            },
          ]}
        />
      </Section>
      <AttestationTable attestations={provider.attestations} />
    </>
  );
}
