import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { BreachStatus } from "../../components/breach-words.tsx";
import { ZoneProvider } from "../../components/locale.tsx";
import { PageHead } from "../../components/page-head.tsx";
import type { BreachPageQuery } from "../../gql/graphql.ts";
import { found, query } from "../../graphql.server.ts";
import { monthName } from "../_app.engagements.$id.service-levels._index/month-words.ts";
import { act } from "./act.server.ts";
import { BreachDocument } from "./breach.graphql.ts";
import { BreachFacts, BreachSteps } from "./breach-facts.tsx";
import { DecisionForms } from "./decision-forms.tsx";
import { EffectSection } from "./effect-section.tsx";
import { PlanForm } from "./plan-form.tsx";
import { PlanSections } from "./plan-sections.tsx";

export type BreachShown = NonNullable<BreachPageQuery["breach"]>;

export const handle = {
  crumbs: ({ breach }: { breach: BreachShown }) => [
    { label: "Engagements", href: "/engagements" },
    { label: breach.engagementTitle, href: `/engagements/${breach.engagementId}` },
    { label: "Breaches", href: `/engagements/${breach.engagementId}/breaches` },
    { label: `${breach.levelName}, ${monthName(breach.month)}` },
  ],
};

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: `${page?.breach.levelName ?? "Breach"} · Engine Room` },
];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { breach, viewer } = await query({ request, context }, BreachDocument, { id: params.id ?? "" });
  const forBuyer = viewer?.organizationKind === "marketplace";
  return { breach: found(breach), forBuyer, idempotencyKey: crypto.randomUUID() };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const refusal = await act({ request, context }, params.id ?? "", form);
  if (!refusal) return redirect(`/breaches/${params.id}`);
  // What was written stays in the form that is shown again.
  const values = Object.fromEntries([...form].map(([name, value]) => [name, String(value)]));
  const explained = form.getAll("explainedItemIds").map(String);
  return data({ ...refusal, intent: String(form.get("intent")), values, explained }, { status: 400 });
}

export type Refused = {
  message: string;
  issues: { field: string; message: string }[];
  intent: string;
  values: Record<string, string>;
  explained: string[];
};

export default function BreachPage() {
  const { breach, forBuyer, idempotencyKey } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>() as Refused | undefined;
  const forms = { breach, idempotencyKey, refused };
  return (
    <ZoneProvider zone={breach.zone}>
      <PageHead
        title={`${breach.levelName}, ${monthName(breach.month)}`}
        lead={
          <>
            {breach.providerName} for {breach.buyerName} · <BreachStatus state={breach.state} />
          </>
        }
      />
      <BreachFacts breach={breach} />
      {breach.actions.includes("plan") ? <PlanForm {...forms} /> : null}
      <PlanSections breach={breach} />
      <EffectSection breach={breach} />
      <DecisionForms {...forms} forBuyer={forBuyer} />
      <BreachSteps breach={breach} />
    </ZoneProvider>
  );
}
