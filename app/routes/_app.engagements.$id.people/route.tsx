import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Section } from "../../components/section.tsx";
import { found, query } from "../../graphql.server.ts";
import { EngagementPeopleDocument } from "./people.graphql.ts";
import { PeopleTable } from "./people-table.tsx";

export const handle = { crumbs: () => [{ label: "People" }] };

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { engagement } = await query({ request, context }, EngagementPeopleDocument, {
    id: params.id ?? "",
  });
  return { people: found(engagement).people };
}

export default function EngagementPeople() {
  const { people } = useLoaderData<typeof loader>();
  return (
    <Section title="People" note="the present members of both organisations" first>
      <PeopleTable people={people} />
    </Section>
  );
}
