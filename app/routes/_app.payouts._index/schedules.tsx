import { Facts } from "../../components/facts.tsx";
import { Money } from "../../components/money.tsx";
import { Section } from "../../components/section.tsx";
import type { PayoutScheduleWordsFragment } from "../../gql/graphql.ts";
import { rhythmWords } from "./rhythm-words.ts";

type Schedule = PayoutScheduleWordsFragment;

/** When the provider is paid, and what is kept in reserve. */
export function Schedules({ schedules }: { schedules: readonly Schedule[] }) {
  return (
    <Section title="When you are paid" note="set by the marketplace">
      {schedules.length === 0 ? (
        <p>Each payment goes out as soon as the buyer has paid; no part is kept in reserve.</p>
      ) : (
        schedules.map((schedule) => <ScheduleFacts key={schedule.id} schedule={schedule} />)
      )}
    </Section>
  );
}

function ScheduleFacts({ schedule }: { schedule: Schedule }) {
  const { currency, holdDays, minimum, zone, holidayPlace, reserveBps, reserveCap, reserveDays } = schedule;
  const closed = holidayPlace ? `weekends and holidays of ${holidayPlace}` : "weekends";
  return (
    <Facts
      facts={[
        { id: "currency", label: "Currency", value: currency },
        {
          id: "hold",
          label: "Held",
          value: `${holdDays} days from the payment, and at least the time to contest the month`,
        },
        { id: "run", label: "Paid", value: `${rhythmWords(schedule)}, days in ${zone}, not on ${closed}` },
        { id: "least", label: "Least amount", value: <Money {...minimum} /> },
        {
          id: "reserve",
          label: "Reserve",
          value:
            reserveBps === 0 ? (
              "None"
            ) : (
              <>
                {reserveBps / 100} % of each payout
                {reserveCap ? (
                  <>
                    , up to <Money {...reserveCap} />
                  </>
                ) : null}
                , each part released after {reserveDays} days
              </>
            ),
        },
      ]}
    />
  );
}
