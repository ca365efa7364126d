import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { Attestations } from "../../components/attestations.tsx";
import { ButtonLink } from "../../components/button.tsx";
import { HoursBar } from "../../components/hours-bar.tsx";
import { borderWord } from "../../components/level-words.ts";
import { Money } from "../../components/money.tsx";
import { Percent } from "../../components/percent.tsx";
import { countryName, languageName, zoneCity } from "../../components/place-names.ts";
import { hoursText } from "../_app.catalogue.$id/when-covered.tsx";
import styles from "./compare.module.css";
import type { Offer } from "./route.tsx";

type Aspect = { key: string; label: string; cell: (offer: Offer) => ReactNode };

const BEFORE_LEVELS: readonly Aspect[] = [
  { key: "price", label: "List price, a month", cell: (offer) => <Money {...offer.price} /> },
  { key: "expected", label: "Expected after credits", cell: (offer) => <Expected offer={offer} /> },
  { key: "measured", label: "Measured, 12 months", cell: (offer) => <Measured offer={offer} /> },
];

const AFTER_LEVELS: readonly Aspect[] = [
  { key: "pool", label: "Share of the fee at risk", cell: (offer) => `${offer.poolBps / 100} %` },
  { key: "hours", label: "Hours", cell: (offer) => <Hours offer={offer} /> },
  {
    key: "attestations",
    label: "Attestations",
    cell: (offer) => <Attestations all={offer.attestations} />,
  },
  {
    key: "place",
    label: "Place",
    cell: ({ provider }) => [provider.city, countryName(provider.country)].filter(Boolean).join(", "),
  },
  { key: "languages", label: "Languages", cell: (offer) => offer.languages.map(languageName).join(", ") },
  {
    key: "onboarding",
    label: "Ready to start",
    cell: (offer) => `${offer.onboardingDays} days after signature`,
  },
];

/** One column an offer and one row an aspect; on a narrow screen every aspect lists the offers beneath it. */
export function CompareTable({ offers }: { offers: readonly Offer[] }) {
  const aspects = [...BEFORE_LEVELS, ...levelAspects(offers), ...AFTER_LEVELS, ORDER];
  return (
    <table className={styles.table} aria-label="Offers compared">
      <thead>
        <tr>
          <td />
          {offers.map((offer) => (
            <th key={offer.listingId} scope="col">
              <Link to={`/catalogue/${offer.listingId}`}>
                <b>{offer.provider.name}</b>
              </Link>
              <small>{offer.title}</small>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {aspects.map((aspect) => (
          <tr key={aspect.key}>
            <th scope="row">{aspect.label}</th>
            {offers.map((offer) => (
              <td key={offer.listingId} data-label={`${offer.provider.name}: ${offer.title}`}>
                {aspect.cell(offer)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const ORDER: Aspect = {
  key: "order",
  label: "Next step",
  cell: (offer) => (
    <ButtonLink
      size="small"
      to={`/contracts/new?listing=${offer.listingId}`}
      aria-label={`Order from ${offer.provider.name}`}
    >
      Order
    </ButtonLink>
  ),
};

/** Levels of all offers in the order they first appear; the same level stands in one row. */
function levelAspects(offers: readonly Offer[]): Aspect[] {
  const names = new Map(
    offers.flatMap((offer) => offer.levels.map((level) => [level.levelId, level.name] as const)),
  );
  return [...names].map(([id, name]) => ({
    key: `level-${id}`,
    label: name,
    cell: (offer) => {
      const level = offer.levels.find((one) => one.levelId === id);
      if (!level) return "not offered";
      const months = level.met + level.missed + level.failed;
      return (
        <>
          {level.direction === "higher" ? "at least" : "at most"} {level.target} {level.unit}
          <small>
            {borderWord(level.direction)} {level.minimum} {level.unit}, {level.weightBps / 100} % of the
            pool
          </small>
          <small>
            {months === 0 ? "not measured yet" : `reached in ${level.met} of ${months} months measured`}
          </small>
        </>
      );
    },
  }));
}

function Expected({ offer }: { offer: Offer }) {
  if (!offer.expectedPrice || !offer.expectedCredit) return <>not yet known</>;
  return (
    <>
      <b>
        <Money {...offer.expectedPrice} />
      </b>
      <small>
        <Money {...offer.price} /> less <Money {...offer.expectedCredit} /> mean credit
      </small>
      {offer.levels
        .filter((level) => level.expectedCredit && level.expectedCredit.amountMinor !== "0")
        .map((level) => (
          <small key={level.levelId}>
            {level.name}: {offer.poolBps / 100} % × {level.weightBps / 100} % × ({level.missed} ×{" "}
            {level.missBps / 100} % + {level.failed} × {level.failBps / 100} %) ÷{" "}
            {level.met + level.missed + level.failed} months
          </small>
        ))}
    </>
  );
}

function Measured({ offer }: { offer: Offer }) {
  const { percent, levelName, engagements, months } = offer.measured;
  if (percent === null) return <>{months === 0 ? "nothing measured yet" : "too few months"}</>;
  return (
    <Percent
      value={percent as `${number}`}
      of={`${levelName}, ${engagements} ${engagements === 1 ? "engagement" : "engagements"}, ${months} months`}
    />
  );
}

function Hours({ offer }: { offer: Offer }) {
  return (
    <>
      <HoursBar covered={offer.coverage} label={`A working day in ${zoneCity(offer.readerZone)} time`} />
      <small>
        {hoursText(offer.hours)}, {zoneCity(offer.zone)} time
      </small>
    </>
  );
}
