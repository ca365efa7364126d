import { Form, Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { buttonClass } from "../../components/button.tsx";
import { partyWord } from "../../components/contest-words.tsx";
import { When } from "../../components/date-time.tsx";
import { HashLine } from "../../components/hash-line.tsx";
import { Notice } from "../../components/notice.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import type { MonthQuery } from "../../gql/graphql.ts";
import { MonthSteps } from "./month-steps.tsx";
import { monthName } from "./month-words.ts";

type Month = NonNullable<MonthQuery["monthFigures"]>;

export interface MonthStateProps {
  engagementId: string;
  month: Month;
  mayClose: boolean;
  mayContest: boolean;
  /** buyer, provider or marketplace: whose confirmation the reader can give. */
  side: string;
  contests: readonly { id: string; title: string; state: string; waitsFor?: string | null }[];
  idempotencyKey: string;
}

/** How far the month's close has come, and what the reader may do next. */
export function MonthState(props: MonthStateProps) {
  const { month } = props;
  return (
    <>
      <MonthSteps month={month} />
      <Present {...props} />
    </>
  );
}

function Present(props: MonthStateProps) {
  const { month } = props;
  switch (month.step) {
    case "frozen":
      return <Frozen {...props} />;
    case "running":
      return (
        <Notice title={`${monthName(month.month)} is still running`}>
          These figures are of this moment and change with the work. The month can be reviewed once it has
          ended in {month.zone}. <ContestsLine {...props} />
        </Notice>
      );
    case "reviewed":
      return <Reviewed {...props} />;
    default:
      return (
        <Notice
          title={`${monthName(month.month)} has ended and is computed`}
          {...(props.mayClose
            ? {
                actions: (
                  <StepForm {...props} action="review">
                    Send {monthName(month.month)} for review
                  </StepForm>
                ),
              }
            : {})}
        >
          From its review on both sides can contest it; then it is frozen, with calendar version{" "}
          {month.calendarVersion ?? "as signed"}. <ContestsLine {...props} />
        </Notice>
      );
  }
}

function Reviewed(props: MonthStateProps) {
  const { month, side } = props;
  const { review } = month;
  if (!review) return null;
  const given = side === "buyer" ? review.buyerConfirmedAt : review.providerConfirmedAt;
  const mayConfirm = props.mayContest && !given && !review.windowOver;
  const actions =
    mayConfirm || props.mayClose ? (
      <>
        {mayConfirm ? (
          <StepForm {...props} action="confirm">
            Nothing to contest
          </StepForm>
        ) : null}
        {props.mayClose ? (
          <StepForm {...props} action="close">
            Close {monthName(month.month)}
          </StepForm>
        ) : null}
      </>
    ) : null;
  return (
    <Notice
      title={
        review.windowOver
          ? `${monthName(month.month)} can no longer be contested`
          : `${monthName(month.month)} is under review`
      }
      {...(actions ? { actions } : {})}
    >
      <p>
        {review.windowOver ? "The time to contest ended " : "Both sides can contest it until "}
        <When instant={review.windowEndsAt} zone={month.zone} />. <Confirmed {...props} />
      </p>
      <p>
        <ContestsLine {...props} />
      </p>
    </Notice>
  );
}

function Confirmed({ month }: MonthStateProps) {
  const { review } = month;
  const who = [
    review?.buyerConfirmedBy ? `${review.buyerConfirmedBy} for the buyer` : null,
    review?.providerConfirmedBy ? `${review.providerConfirmedBy} for the provider` : null,
  ].filter((one) => one !== null);
  if (who.length === 0) return <>Neither side has said that it has nothing to contest.</>;
  return <>Nothing to contest, say: {who.join(" and ")}.</>;
}

/** What was put forward about the month; freezing waits for what is undecided. */
function ContestsLine({ engagementId, contests }: MonthStateProps) {
  const undecided = contests.filter((one) => one.waitsFor);
  if (contests.length === 0)
    return <Link to={`/engagements/${engagementId}/contests`}>Nothing was contested so far</Link>;
  if (undecided.length === 0)
    return (
      <Link to={`/engagements/${engagementId}/contests`}>
        {contests.length === 1 ? "1 contest or exclusion" : `${contests.length} contests and exclusions`},
        all decided
      </Link>
    );
  return (
    <>
      Waits for a decision:{" "}
      {undecided.map((one, index) => (
        <span key={one.id}>
          {index > 0 ? ", " : ""}
          <Link to={`/contests/${one.id}`}>{one.title}</Link> (the {partyWord(one.waitsFor ?? "")})
        </span>
      ))}
    </>
  );
}

function StepForm(props: MonthStateProps & { action: string; children: ReactNode }) {
  const { month, idempotencyKey, action, children } = props;
  return (
    <Form method="post">
      <input type="hidden" name="idempotencyKey" value={`${action} ${idempotencyKey}`} />
      <input type="hidden" name="month" value={month.month} />
      <SubmitButton name="action" value={action}>
        {children}
      </SubmitButton>
    </Form>
  );
}

const figure = (n: number) => n.toLocaleString("en-US");

function Frozen({ engagementId, month }: MonthStateProps) {
  const { frozen } = month;
  if (!frozen) return null;
  const by = frozen.frozenBy ? ` by ${frozen.frozenBy}` : "";
  return (
    <Notice
      tone="success"
      title={`${monthName(month.month)} is frozen`}
      actions={
        <a
          className={buttonClass({})}
          href={`/engagements/${engagementId}/service-levels/bundles?month=${month.month}`}
          download
        >
          Download verdict bundles
        </a>
      }
    >
      <p>
        Frozen <When instant={frozen.frozenAt} zone={month.zone} />
        {by}: {figure(frozen.itemCount)} items, {figure(frozen.eventCount)} events, rule version{" "}
        {frozen.ruleVersion}, calendar version {frozen.calendarVersion}.
      </p>
      <p>
        Anyone can rebuild every verdict from the download, without this product:{" "}
        <code>npm run --silent recompute -- verdict &lt; bundles.json</code>
      </p>
      <HashLine>
        {frozen.hash} after {frozen.prevHash}
      </HashLine>
    </Notice>
  );
}
