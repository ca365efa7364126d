import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { CorrectionStatus } from "../../components/contest-words.tsx";
import { Money } from "../../components/money.tsx";
import { Notice } from "../../components/notice.tsx";
import { Pagination } from "../../components/pagination.tsx";
import { Section } from "../../components/section.tsx";
import { found, query } from "../../graphql.server.ts";
import { ForecastDocument } from "./forecast.graphql.ts";
import { ForecastSection } from "./forecast-section.tsx";
import { LevelTable } from "./level-table.tsx";
import { MonthState } from "./month-state.tsx";
import { monthName, neighbour } from "./month-words.ts";
import {
  CloseMonthDocument,
  ConfirmMonthDocument,
  EngagementMonthsDocument,
  MonthDocument,
  ReviewMonthDocument,
} from "./service-levels.graphql.ts";

export const meta: MetaFunction = () => [{ title: "Service levels · Engine Room" }];
export const handle = { crumbs: () => [{ label: "Service levels" }] };

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const id = params.id ?? "";
  const { viewer, engagementMonths } = await query({ request, context }, EngagementMonthsDocument, { id });
  const contract = found(engagementMonths);
  const wanted = new URL(request.url).searchParams.get("month");
  const month = wanted && /^(19|20|21)\d\d-(0[1-9]|1[0-2])$/.test(wanted) ? wanted : contract.suggested;
  const answer = await query({ request, context }, MonthDocument, { id, month });
  const { monthForecast: forecast } = await query({ request, context }, ForecastDocument, { id });
  const known = contract.months.some((one) => one.month === month);
  const mayClose = viewer?.permissions.includes("period:close") ?? false;
  const mayContest = viewer?.permissions.includes("contest:make") ?? false;
  const { closable, months } = contract;
  return {
    id,
    known,
    closable,
    month: found(answer.monthFigures),
    strip: answer.monthStrip,
    forecast: forecast?.month === month ? forecast : null,
    mayClose,
    mayContest,
    side: viewer?.organizationKind ?? "",
    contests: answer.contests.edges.map((edge) => edge.node),
    corrections: answer.corrections.edges.map((edge) => edge.node),
    previous: neighbour(months, month, -1),
    next: neighbour(months, month, 1),
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const month = String(form.get("month") ?? "");
  const input = {
    engagementId: params.id ?? "",
    month,
    idempotencyKey: String(form.get("idempotencyKey") ?? ""),
  };
  const answer = await moved({ request, context }, String(form.get("action") ?? "close"), input);
  if (!("message" in answer)) return redirect(`/engagements/${params.id}/service-levels?month=${month}`);
  return data({ message: answer.message }, { status: 409 });
}

type Corrected = Awaited<ReturnType<typeof loader>>["corrections"][number];

/** The month was measured again since: the frozen figures stay, and stand beside the corrected ones. */
function CorrectedNotice({ correction: { id, number, reason, state, price } }: { correction: Corrected }) {
  const isSame = price.netNow.amountMinor === price.netThen.amountMinor;
  return (
    <Notice
      title={number > 1 ? `Measured again, correction ${number}` : "Measured again since"}
      actions={<Link to={`/corrections/${id}`}>The frozen month beside the corrected one</Link>}
    >
      <CorrectionStatus state={state} /> {reason}{" "}
      {isSame ? (
        "No money changes."
      ) : (
        <>
          Due <Money {...price.netThen} /> instead of <Money {...price.netNow} />.
        </>
      )}
    </Notice>
  );
}

type Door = Parameters<typeof query>[0];
type Asked = { engagementId: string; month: string; idempotencyKey: string };

/** The step that the pressed button stands for. */
async function moved(door: Door, action: string, input: Asked): Promise<object | { message: string }> {
  switch (action) {
    case "review":
      return (await query(door, ReviewMonthDocument, { input })).reviewMonth;
    case "confirm":
      return (await query(door, ConfirmMonthDocument, { input })).confirmMonth;
    default:
      return (await query(door, CloseMonthDocument, { input })).closeMonth;
  }
}

export default function ServiceLevels() {
  const page = useLoaderData<typeof loader>();
  const refusal = useActionData<typeof action>();
  const { id, month } = page;
  return (
    <>
      <Section
        first
        title={`Service levels in ${monthName(month.month)}`}
        note={
          <>
            months begin and end in {month.zone} ·{" "}
            <Link to={`/engagements/${id}/calendar`}>
              calendar version {month.calendarVersion ?? "as signed"}
            </Link>
          </>
        }
      >
        {refusal ? <Notice tone="error" title={refusal.message} live /> : null}
        {page.known ? (
          <MonthState
            engagementId={id}
            month={month}
            mayClose={page.mayClose}
            mayContest={page.mayContest}
            side={page.side}
            contests={page.contests}
            idempotencyKey={page.idempotencyKey}
          />
        ) : (
          <Notice tone="warning" title="The contract does not cover this month" />
        )}
        {page.corrections.map((one) => (
          <CorrectedNotice key={one.id} correction={one} />
        ))}
        <LevelTable engagementId={id} month={month} strip={page.strip} />
        <Pagination
          label="months"
          {...(page.previous ? { previousHref: `?month=${page.previous}` } : {})}
          {...(page.next ? { nextHref: `?month=${page.next}` } : {})}
          summary={
            page.closable && page.closable !== month.month ? (
              <Link to={`?month=${page.closable}`}>{monthName(page.closable)} can be closed</Link>
            ) : null
          }
        />
      </Section>
      {page.forecast ? <ForecastSection engagementId={id} forecast={page.forecast} /> : null}
    </>
  );
}
