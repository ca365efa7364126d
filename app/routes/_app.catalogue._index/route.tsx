import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData, useSearchParams } from "@remix-run/react";
import { ButtonLink } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { query } from "../../graphql.server.ts";
import { CatalogueDocument, ModulesDocument } from "./catalogue.graphql.ts";
import { CatalogueChips } from "./catalogue-chips.tsx";
import { ListingTable } from "./listing-table.tsx";
import { ModuleList } from "./module-list.tsx";
import { isUnfiltered, readAddress, SORTS } from "./read-address.ts";
import { SearchForm } from "./search-form.tsx";

const PAGE_SIZE = 25;

export const handle = { crumbs: () => [{ label: "Catalogue" }] };

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.kind === "offers" ? data.title : "Catalogue"} · Engine Room` },
];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const address = readAddress(new URL(request.url).searchParams);
  if (isUnfiltered(address)) {
    const { serviceModules } = await query({ request, context }, ModulesDocument, {});
    return { kind: "modules" as const, modules: serviceModules, unread: address.unread };
  }
  const { filter, after } = address;
  const sort = SORTS[address.sort];
  const found = await query({ request, context }, CatalogueDocument, {
    filter,
    sort,
    after,
    first: PAGE_SIZE,
  });
  const title =
    found.serviceModules.find((module) => module.code === filter.module)?.name ?? "Offers of every service";
  const { listings } = found;
  const named = new Set([filter.module, ...listings.facets.modules.map((one) => one.value)]);
  const serviceModules = found.serviceModules.filter((module) => named.has(module.code));
  return { kind: "offers" as const, title, address, serviceModules, listings };
}

export default function Catalogue() {
  const data = useLoaderData<typeof loader>();
  if (data.kind === "modules") return <Services modules={data.modules} unread={data.unread} />;
  return <Offers {...data} />;
}

type Data = Awaited<ReturnType<typeof loader>>;
type ServicesProps = Omit<Extract<Data, { kind: "modules" }>, "kind">;
export type OffersProps = Omit<Extract<Data, { kind: "offers" }>, "kind">;

function Services({ modules, unread }: ServicesProps) {
  const offers = modules.reduce((sum, module) => sum + module.offers, 0);
  return (
    <>
      <PageHead
        title={`${modules.length} services, ${offers} offers`}
        lead="Every offer says what is measured, shows what was measured, and names its price before and after credits."
      />
      <Unread sentences={unread} />
      <SearchForm />
      <ModuleList modules={modules} />
    </>
  );
}

function Offers(props: OffersProps) {
  const { title, address, listings } = props;
  const [search] = useSearchParams();
  const offers = listings.totalCount;
  return (
    <>
      <PageHead
        title={title}
        lead={
          <>
            {offers === 1 ? "1 offer" : `${offers} offers`}. What is measured comes from frozen months of
            the past year. <Link to="/catalogue/ranking">How the order is computed</Link>
          </>
        }
      />
      <Unread sentences={address.unread} />
      <SearchForm search={search} />
      <CatalogueChips {...props} />
      {listings.edges.length === 0 ? (
        <NothingFound address={address} title={title} />
      ) : (
        <ListingTable {...props} />
      )}
    </>
  );
}

function Unread({ sentences }: { sentences: readonly string[] }) {
  if (sentences.length === 0) return null;
  return (
    <Notice tone="warning" title="Part of the address was left out">
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </Notice>
  );
}

/** A service that nobody offers yet is not the same as a filter that hides every offer. */
function NothingFound({ address, title }: { address: OffersProps["address"]; title: string }) {
  const { module, ...rest } = address.filter;
  const onlyModule = module !== null && Object.values(rest).every((part) => part === null);
  if (onlyModule)
    return (
      <EmptyState
        kind="nothing-yet"
        title={`Nobody offers ${title} yet`}
        action={<ButtonLink to="/catalogue">See the other services</ButtonLink>}
      >
        An offer appears here as soon as a vetted provider publishes it.
      </EmptyState>
    );
  return (
    <EmptyState
      kind="none-found"
      title="No offer meets every filter"
      action={
        <ButtonLink to={module ? `/catalogue?module=${module}` : "/catalogue"}>
          {module ? `Clear all but ${title}` : "Clear the filters"}
        </ButtonLink>
      }
    >
      Take one of the filters above away, or widen the price or the hours.
    </EmptyState>
  );
}
