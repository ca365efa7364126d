import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Notice } from "../../components/notice.tsx";
import { Section } from "../../components/section.tsx";
import { found, query } from "../../graphql.server.ts";
import { plainWeight } from "../_app.engagements.$id.scorecard._index/card-words.ts";
import {
  SaveScorecardDocument,
  ScorecardDocument,
} from "../_app.engagements.$id.scorecard._index/scorecard.graphql.ts";
import { CardForm } from "./card-form.tsx";

export const meta: MetaFunction = () => [{ title: "Change the scorecard · Engine Room" }];
export const handle = {
  crumbs: ({ id }: { id: string }) => [
    { label: "Scorecard", href: `/engagements/${id}/scorecard` },
    { label: "Change" },
  ],
};

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const id = params.id ?? "";
  const { scorecard } = await query({ request, context }, ScorecardDocument, { id });
  const { levels, versions, nextMonth, mayEdit, months } = found(scorecard);
  const latest = versions.at(-1);
  const firstMonth = months[0]?.month ?? nextMonth;
  return {
    ...{ id, mayEdit },
    levels: levels.map(({ levelId, name, target, unit }) => ({ levelId, name, target, unit })),
    weights: Object.fromEntries(
      (latest?.levels ?? []).map((one) => [one.levelId, plainWeight(one.weightBps)]),
    ),
    baseVersion: latest?.number ?? 0,
    fromMonth: latest ? nextMonth : firstMonth,
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const value = (name: string) => String(form.get(name) ?? "").trim();
  const weights = Object.fromEntries(
    [...form].flatMap(([name, typed]) =>
      name.startsWith("weight.") ? [[name.slice("weight.".length), String(typed).trim()]] : [],
    ),
  );
  const typed = { weights, fromMonth: value("fromMonth"), note: value("note") };
  const { saveScorecard } = await query({ request, context }, SaveScorecardDocument, {
    input: {
      engagementId: params.id ?? "",
      baseVersion: Number.parseInt(value("baseVersion"), 10) || 0,
      fromMonth: typed.fromMonth,
      note: typed.note,
      levels: Object.entries(weights).map(([levelId, weight]) => ({ levelId, weight })),
      idempotencyKey: value("idempotencyKey") || null,
    },
  });
  if (saveScorecard.__typename === "MutationSaveScorecardSuccess")
    return redirect(`/engagements/${params.id}/scorecard`);
  const issues =
    saveScorecard.__typename === "InvalidInput"
      ? saveScorecard.issues
      : saveScorecard.field
        ? [{ field: saveScorecard.field, message: saveScorecard.message }]
        : [];
  return data({ message: saveScorecard.message, issues, ...typed }, { status: 400 });
}

export default function EditScorecard() {
  const page = useLoaderData<typeof loader>();
  const refusal = useActionData<typeof action>();
  const title = page.baseVersion === 0 ? "The first scorecard" : `After version ${page.baseVersion}`;
  return (
    <Section first title={title} note="up to eight levels; the weights total exactly 100 %">
      {page.mayEdit ? (
        <CardForm {...page} refusal={refusal} />
      ) : (
        <Notice tone="warning" title="The buyer and the account manager write scorecards" />
      )}
    </Section>
  );
}
