import { ButtonLink } from "../../components/button.tsx";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { Day, When } from "../../components/date-time.tsx";
import { capitalised } from "../../components/level-words.ts";
import { Section } from "../../components/section.tsx";
import type { EngagementEndingQuery } from "../../gql/graphql.ts";

type Ending = NonNullable<EngagementEndingQuery["engagementEnding"]>;
type Given = Ending["notices"][number];
type Names = { buyer: string; provider: string };

/** The notices that were given, and the way to give one. */
export function EndingSection({ ending, names }: { ending: Ending; names: Names }) {
  const { notices, noticeDays, mayGive } = ending;
  if (notices.length === 0 && !mayGive) return null;
  const days = `${noticeDays} ${noticeDays === 1 ? "day" : "days"}`;
  return (
    <Section
      title="Ending the contract"
      id="ending"
      note={
        ending.endsOn ? (
          <>
            last day <Day date={ending.endsOn} />
          </>
        ) : (
          "no last day"
        )
      }
      actions={mayGive ? <ButtonLink to="notice">Give notice</ButtonLink> : null}
    >
      {notices.length > 0 ? (
        <DataTable
          caption="Notices that were given, the latest first"
          rows={notices}
          rowKey={(one) => one.id}
          columns={columnsFor(names)}
        />
      ) : (
        <p>
          Nobody has given notice. Either side may, with {days}' notice
          {ending.rights.length > 0
            ? `; ${names.buyer} also by a right that is reached, without waiting`
            : ""}
          .
        </p>
      )}
    </Section>
  );
}

function columnsFor(names: Names): Column<Given>[] {
  return [
    {
      key: "by",
      header: "Given by",
      rowHeader: true,
      cell: (one) => (
        <>
          {one.party === "buyer" ? names.buyer : names.provider}
          <small>
            {one.givenByName}, <When instant={one.givenAt} format="short" />
          </small>
        </>
      ),
    },
    {
      key: "day",
      header: "Last day",
      cell: (one) => (
        <>
          <Day date={one.lastDay} />
          {one.insteadOf ? (
            <small>
              instead of <Day date={one.insteadOf} />
            </small>
          ) : null}
        </>
      ),
    },
    {
      key: "ground",
      header: "It rests on",
      cell: (one) =>
        one.condition ? (
          <>
            {capitalised(one.condition)}
            <small>{one.because}</small>
          </>
        ) : (
          "the agreed days of notice"
        ),
    },
    { key: "why", header: "Why", cell: (one) => one.reason || "not said" },
  ];
}
