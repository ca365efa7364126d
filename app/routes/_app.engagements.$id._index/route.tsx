import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { Day } from "../../components/date-time.tsx";
import { KeyFigures } from "../../components/key-figures.tsx";
import { Money } from "../../components/money.tsx";
import { Notice } from "../../components/notice.tsx";
import { Section } from "../../components/section.tsx";
import { found, query } from "../../graphql.server.ts";
import { EngagementState } from "../_app.engagements._index/engagement-state.tsx";
import { EndingDocument } from "../_app.engagements.$id.notice/notice.graphql.ts";
import { PeopleTable } from "../_app.engagements.$id.people/people-table.tsx";
import { LevelTable } from "../_app.engagements.$id.service-levels._index/level-table.tsx";
import { monthName } from "../_app.engagements.$id.service-levels._index/month-words.ts";
import {
  EngagementMonthsDocument,
  MonthDocument,
} from "../_app.engagements.$id.service-levels._index/service-levels.graphql.ts";
import { EndingSection } from "./ending-section.tsx";
import { OnboardingList } from "./onboarding-list.tsx";
import {
  CompleteItemDocument,
  EngagementOverviewDocument,
  OrderYearDocument,
  PriceOutlookDocument,
  ReopenItemDocument,
} from "./overview.graphql.ts";
import { PriceOutlookSections } from "./price-outlook.tsx";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const id = params.id ?? "";
  const { engagement } = await query({ request, context }, EngagementOverviewDocument, { id });
  const { priceOutlook } = await query({ request, context }, PriceOutlookDocument, { id });
  const { engagementEnding } = await query({ request, context }, EndingDocument, { id });
  return {
    engagement: found(engagement),
    ending: found(engagementEnding),
    measured: await latestMonth({ request, context }, id),
    outlook: found(priceOutlook),
    idempotencyKey: crypto.randomUUID(),
  };
}

/** The month that the service levels open with; null before there is any. */
async function latestMonth(from: Pick<LoaderFunctionArgs, "request" | "context">, id: string) {
  const { engagementMonths } = await query(from, EngagementMonthsDocument, { id });
  if (!engagementMonths || engagementMonths.months.length === 0) return null;
  const { monthFigures, monthStrip } = await query(from, MonthDocument, {
    id,
    month: engagementMonths.suggested,
  });
  return monthFigures ? { month: monthFigures, strip: monthStrip } : null;
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const input = { itemId: String(form.get("itemId") ?? "") };
  const from = { request, context };
  if (form.get("intent") === "order-year") {
    const { orderRatchetedYear } = await query(from, OrderYearDocument, {
      input: {
        engagementId: params.id ?? "",
        idempotencyKey: String(form.get("idempotencyKey") ?? "") || null,
      },
    });
    if (orderRatchetedYear.__typename === "MutationOrderRatchetedYearSuccess")
      return redirect(`/contracts/${orderRatchetedYear.data.id}`);
    return data(
      { message: "message" in orderRatchetedYear ? orderRatchetedYear.message : "" },
      { status: 409 },
    );
  }
  const result =
    form.get("intent") === "reopen"
      ? (await query(from, ReopenItemDocument, { input })).reopenChecklistItem
      : (await query(from, CompleteItemDocument, { input })).completeChecklistItem;
  if (result.__typename === "NotFound") throw data({ message: result.message }, { status: 404 });
  if ("message" in result && result.message) return data({ message: result.message }, { status: 409 });
  return redirect(`/engagements/${params.id}`);
}

type Loaded = Awaited<ReturnType<typeof loader>>;
type Engagement = Loaded["engagement"];

export default function EngagementOverview() {
  const { engagement, ending, measured, outlook, idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { onboarding, buyer, provider } = engagement;
  const open = onboarding.openForBuyer + onboarding.openForProvider;
  // What is still to be done stands first; once it is done, what is measured does.
  const onboardingSection = (
    <Section
      title="Onboarding"
      note={onboarding.complete ? "all that is required is done" : `${open} required still open`}
    >
      <OnboardingList
        items={engagement.checklist}
        names={{ buyer: buyer.name, provider: provider.name }}
        viewerParty={engagement.viewerParty ?? null}
      />
    </Section>
  );
  return (
    <>
      {answer?.message ? <Notice tone="error" title={answer.message} live /> : null}
      <Facts engagement={engagement} />
      {ending.notices[0] && engagement.state !== "ended" ? (
        <Notice tone="warning" title="Notice was given">
          {ending.notices[0].party === "buyer" ? buyer.name : provider.name} has ended the contract: its
          last day is <Day date={ending.notices[0].lastDay} />. <a href="#ending">See the notice</a>
        </Notice>
      ) : null}
      {onboarding.late && engagement.state === "active" ? (
        <Notice tone="warning" title="Work counts already">
          {open} required {open === 1 ? "item" : "items"} of the onboarding {open === 1 ? "is" : "are"}{" "}
          still open.
        </Notice>
      ) : null}
      {onboarding.complete ? null : onboardingSection}
      {measured ? <Measured engagementId={engagement.id} {...measured} /> : null}
      <PriceOutlookSections outlook={outlook} idempotencyKey={idempotencyKey} />
      <EndingSection ending={ending} names={{ buyer: buyer.name, provider: provider.name }} />
      {onboarding.complete ? onboardingSection : null}
      <Section title="People" note={<Link to={`/engagements/${engagement.id}/people`}>All people</Link>}>
        <PeopleTable people={firstOfEach(engagement.people)} />
      </Section>
    </>
  );
}

function Measured(props: { engagementId: string } & NonNullable<Loaded["measured"]>) {
  const { engagementId, month, strip } = props;
  const address = `/engagements/${engagementId}/service-levels?month=${month.month}`;
  return (
    <Section
      title={`Service levels in ${monthName(month.month)}`}
      note={<Link to={address}>{month.state === "frozen" ? "frozen" : "so far"}, in full</Link>}
    >
      <LevelTable engagementId={engagementId} month={month} strip={strip} />
    </Section>
  );
}

function Facts({ engagement }: { engagement: Engagement }) {
  const { contract, startsOn, endsOn, zone, statementOfWorkId } = engagement;
  return (
    <KeyFigures
      figures={[
        {
          label: "State",
          value: <EngagementState {...engagement} />,
          note: engagement.state === "onboarding" ? "active from its first day" : undefined,
        },
        { label: "Work counts from", value: <Day date={startsOn} />, note: zone },
        { label: "Last day", value: endsOn ? <Day date={endsOn} /> : "open" },
        {
          label: "Monthly fee",
          value: contract ? <Money {...contract.monthlyFee} /> : "—",
          note: (
            <Link to={`/contracts/${statementOfWorkId}`}>
              Contract{contract ? `, version ${contract.currentVersion}` : ""}
            </Link>
          ),
        },
      ]}
    />
  );
}

/** Two people a side are enough to know whom to call. */
function firstOfEach(people: Engagement["people"]): Engagement["people"] {
  const of = (party: string) => people.filter((one) => one.party === party).slice(0, 2);
  return [...of("provider"), ...of("buyer")];
}
