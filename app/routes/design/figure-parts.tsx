import { Bullet } from "../../components/bullet.tsx";
import { ClockTimeline } from "../../components/clock-timeline.tsx";
import { Coverage } from "../../components/coverage.tsx";
import { Day, Duration, When } from "../../components/date-time.tsx";
import { HoursBar } from "../../components/hours-bar.tsx";
import { Money } from "../../components/money.tsx";
import { Percent } from "../../components/percent.tsx";
import { Section } from "../../components/section.tsx";
import { Sparkline } from "../../components/sparkline.tsx";
import styles from "./design.module.css";
import { CLOCK } from "./sample-clock.ts";

const NINE_TO_FIVE = { from: 540, to: 1020 };

export function FigureParts() {
  return (
    <>
      <Section
        title="The clock, hour by hour"
        note="Europe/Warsaw · weekdays 09:00–17:00 · calendar version 3"
        id="clock"
      >
        <ClockTimeline {...CLOCK} />
      </Section>
      <Section title="Small pictures">
        <div className={styles.row}>
          <Sparkline values={[97, 96, 98, 97, 95, 96, 91]} label="7 months, from 97 % to 91 %" />
          <Sparkline values={[97, null, null, 95, 96, 97]} label="6 months, two not measured" />
          <Sparkline values={[99]} label="1 month, 99 %" />
          <Bullet value={91.4} target={95} min={85} tone="breached" label="91.4 %, target 95 %, missed" />
          <Bullet value={96} target={98} min={85} tone="risk" label="96 %, target 98 %, at risk" />
          <Bullet value={100} target={95} min={85} tone="met" label="100 %, target 95 %, met" />
          <HoursBar
            covered={[{ from: 480, to: 1200 }]}
            yours={NINE_TO_FIVE}
            label="covers 08:00–20:00, all of your hours"
          />
          <HoursBar
            covered={[{ from: 1320, to: 660 }]}
            yours={NINE_TO_FIVE}
            label="covers 22:00–11:00, two of your hours"
          />
        </div>
        <Coverage
          caption="Coverage this week"
          days={[
            { day: "Monday", covered: [{ from: 480, to: 1200 }], needed: NINE_TO_FIVE },
            {
              day: "Tuesday",
              covered: [
                { from: 480, to: 840 },
                { from: 960, to: 1200 },
              ],
              needed: NINE_TO_FIVE,
            },
            { day: "Wednesday", covered: [], needed: NINE_TO_FIVE },
            { day: "Saturday", covered: [{ from: 1320, to: 120 }] },
          ]}
        />
      </Section>
      <Section title="Amounts, moments and shares">
        <div className={styles.row}>
          <Money amountMinor="378400" currency="USD" />
          <Money amountMinor="-9600" currency="USD" />
          <Money amountMinor="0" currency="EUR" />
          <Money amountMinor="9007199254740993" currency="USD" />
          <Money amountMinor="1200" currency="JPY" />
          <When instant="2026-11-19T08:24:00Z" />
          <When instant="2026-11-19T08:24:00Z" format="short" showZone />
          <When instant="2026-11-19T08:24:00Z" format="weekday" />
          <Day date="2026-12-01" />
          <Day date="2026-12-01" weekday />
          <Duration seconds={8_700} />
          <Duration seconds={-5_400} />
          <Duration seconds={42} />
          <Percent value={96.2} of="264 sampled lines" />
          <Percent value="99.94" />
        </div>
      </Section>
    </>
  );
}
