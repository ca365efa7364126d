import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ButtonLink } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { query } from "../../graphql.server.ts";
import { CompareDocument } from "./compare.graphql.ts";
import { CompareTable } from "./compare-table.tsx";

const MOST = 4;

export const handle = { crumbs: () => [{ label: "Catalogue", href: "/catalogue" }, { label: "Compare" }] };

export const meta: MetaFunction = () => [{ title: "Compare offers · Engine Room" }];

/** Offers come as `ids=a,b` in a shared link and as `ids=a&ids=b` from the catalogue's own boxes. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const asked = new URL(request.url).searchParams.getAll("ids").flatMap((part) => part.split(","));
  const ids = [...new Set(asked.filter(Boolean))];
  const { compareListings } = await query({ request, context }, CompareDocument, {
    ids: ids.slice(0, MOST),
  });
  return {
    offers: compareListings,
    tooMany: Math.max(0, ids.length - MOST),
    missing: Math.min(ids.length, MOST) - compareListings.length,
  };
}

export type Offer = Awaited<ReturnType<typeof loader>>["offers"][number];

export default function Compare() {
  const { offers, tooMany, missing } = useLoaderData<typeof loader>();
  if (offers.length < 2) return <NotEnough chosen={offers.length} />;
  const services = [...new Set(offers.map((offer) => offer.module.name))];
  return (
    <>
      <PageHead
        title={`${offers.length} offers side by side`}
        lead={
          services.length === 1
            ? `${services[0]}. Figures come from frozen months of the past year.`
            : `Different services (${services.join(", ")}): levels with other names measure other things.`
        }
      />
      {tooMany > 0 ? (
        <Notice tone="warning" title={`Only the first ${MOST} are shown; ${tooMany} more were chosen`} />
      ) : null}
      {missing > 0 ? (
        <Notice tone="warning" title="An offer that was chosen is not published any more" />
      ) : null}
      <CompareTable offers={offers} />
    </>
  );
}

function NotEnough({ chosen }: { chosen: number }) {
  return (
    <>
      <PageHead title="Compare offers" />
      <EmptyState
        kind="nothing-yet"
        title={chosen === 1 ? "One offer was chosen; a comparison needs two" : "No offer was chosen"}
        action={<ButtonLink to="/catalogue">Choose in the catalogue</ButtonLink>}
      >
        Tick two to four offers in the catalogue and press “Compare the chosen”.
      </EmptyState>
    </>
  );
}
