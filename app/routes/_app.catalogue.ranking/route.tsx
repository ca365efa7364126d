import type { MetaFunction } from "@remix-run/node";
import {
  EVIDENCE_WORTH,
  HALF_EXPERIENCE,
  NEED_WEIGHT,
  PRIOR_MONTHS,
  RANKING_WEIGHTS,
} from "../../../domain/catalogue/ranking.ts";
import { PageHead } from "../../components/page-head.tsx";
import { Section } from "../../components/section.tsx";

export const handle = {
  crumbs: () => [{ label: "Catalogue", href: "/catalogue" }, { label: "How the order is computed" }],
};

export const meta: MetaFunction = () => [{ title: "How the order is computed · Engine Room" }];

/** The figures on this page are the constants of the computation itself. */
export default function RankingPage() {
  const points = (tenths: number) => tenths / 10;
  const { measured, evidence, experience } = RANKING_WEIGHTS;
  return (
    <>
      <PageHead
        title="How the order is computed"
        lead="Offers stand by points from 0 to 100. Nobody can pay for a place, and the price has its own sort."
      />
      <Section title={`Measured work: up to ${points(measured)} points`} first>
        <p>
          Of the past twelve months, each service level of each frozen month counts once: reached or not
          reached, against the target of this offer. Months with fewer items than the level's smallest
          sample are left out.
        </p>
        <p>
          Points = {points(measured)} × (reached + {PRIOR_MONTHS}) ÷ (counted + {2 * PRIOR_MONTHS}). A
          newcomer thereby starts in the middle, and a single month moves nobody far.
        </p>
      </Section>
      <Section title={`Evidence: up to ${points(evidence)} points`}>
        <p>
          Each attestation that the service requires counts {NEED_WEIGHT.required} times, each customary one{" "}
          {NEED_WEIGHT.customary} time. One that is independently verified is worth{" "}
          {EVIDENCE_WORTH["verified"]} %, one whose evidence we have seen {EVIDENCE_WORTH["evidence_seen"]}{" "}
          %, one that is only declared {EVIDENCE_WORTH["declared"]} %. One that has lapsed is worth nothing.
        </p>
        <p>Points = {points(evidence)} × what is there ÷ what is asked for.</p>
      </Section>
      <Section title={`Experience: up to ${points(experience)} points`}>
        <p>
          Points = {points(experience)} × engagements ÷ (engagements + {HALF_EXPERIENCE}), counting
          engagements in the same service with a frozen month in the past year.
        </p>
      </Section>
      <Section title="Expected price after credits">
        <p>
          The list price less the mean service credit of the measured months, computed with this offer's
          targets, weights and share at risk. The page of an offer shows the multiplication line by line. It
          plays no part in the order.
        </p>
      </Section>
    </>
  );
}
