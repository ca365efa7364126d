import { formatMoney } from "../../../domain/shared/format-money.ts";
import { Arithmetic } from "../../components/arithmetic.tsx";
import { Money } from "../../components/money.tsx";
import { Section } from "../../components/section.tsx";
import type { Listing } from "./route.tsx";

/** The multiplication behind the expected price, line by line, so that a reader can redo it by hand. */
export function ExpectedPrice({ listing }: { listing: Listing }) {
  const { expectedPrice, expectedCredit, price } = listing;
  return (
    <Section title="Price" id="expected" note={`${listing.module.priceUnit}. ${listing.module.priceNote}`}>
      {expectedPrice && expectedCredit ? (
        <Arithmetic
          caption="Expected price after credits"
          lines={[
            { id: "price", label: "List price, a month", amount: <Money {...price} /> },
            ...listing.levels.map((level) => ({
              id: level.levelId,
              label: `Mean credit, ${level.name}`,
              formula: formulaOf(listing, level),
              amount: level.expectedCredit ? <Money {...negated(level.expectedCredit)} /> : "—",
            })),
          ]}
          totals={[
            {
              id: "expected",
              label: "Expected, if the past year repeats",
              amount: <Money {...expectedPrice} />,
            },
          ]}
        />
      ) : (
        <p>
          <Money {...price} /> a month. {listing.poolBps / 100} % of it is at risk: a missed level turns
          part of that into a credit. What a month costs after credits shows here once months have been
          measured.
        </p>
      )}
    </Section>
  );
}

function formulaOf(listing: Listing, level: Listing["levels"][number]): string {
  const months = level.met + level.missed + level.failed;
  if (months === 0) return "Not measured yet, counted as nothing";
  const price = formatMoney({
    amountMinor: BigInt(listing.price.amountMinor),
    currency: listing.price.currency,
  });
  const missed = `${level.missed} missed × ${level.missBps / 100} %`;
  const failed = `${level.failed} failed × ${level.failBps / 100} %`;
  const share = `(${missed} + ${failed}) ÷ ${months} months`;
  return `${price} × ${listing.poolBps / 100} % pool × ${level.weightBps / 100} % weight × ${share}`;
}

function negated(amount: { amountMinor: string; currency: string }) {
  return { ...amount, amountMinor: String(-BigInt(amount.amountMinor)) };
}
