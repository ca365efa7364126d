import { Temporal } from "temporal-polyfill";
import type { Terms } from "../../domain/contracts/terms.ts";
import { type CalendarCoverage, contractCoverage } from "../../domain/service-levels/contract-coverage.ts";
import { startOfLocalDay } from "../../domain/shared/zoned.ts";
import { type CoveredHours, coveredHours } from "../../server/catalogue/covered-hours.read.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";
import { OrderDraftType } from "../contracts/statement-of-work.queries.ts";
import { StatementOfWorkType } from "../contracts/statement-of-work.ts";

type Gap = CalendarCoverage["gaps"][number];

const GapType = builder.objectRef<Gap>("CoverageGap").implement({
  description: "Agreed hours without anybody at work, told together where they come back.",
  fields: (t) => ({
    words: t.exposeString("words", {
      description: "Mon–Fri 17:00–18:00 Berlin from 29 Mar to 25 Oct 2027",
    }),
    weekdays: t.field({
      type: ["Int"],
      description: "Monday is 0.",
      resolve: (gap) => gap.weekdays,
    }),
    start: t.exposeString("start"),
    end: t.exposeString("end"),
    firstDate: t.exposeString("firstDate"),
    lastDate: t.exposeString("lastDate"),
    dates: t.stringList({ description: "Every date, none left out.", resolve: (gap) => gap.dates }),
    seconds: t.exposeInt("seconds"),
  }),
});

const CalendarCoverageType = builder.objectRef<CalendarCoverage>("CalendarCoverage").implement({
  description: "One calendar that the contract counts against the hours the provider's team works.",
  fields: (t) => ({
    id: t.exposeString("id", { description: "contract, around_the_clock, or a site's id" }),
    name: t.exposeString("name"),
    zone: t.exposeString("zone", { description: "The zone in which the gaps are read." }),
    openSeconds: t.exposeInt("openSeconds"),
    coveredSeconds: t.exposeInt("coveredSeconds"),
    uncoveredSeconds: t.exposeInt("uncoveredSeconds"),
    gaps: t.field({ type: [GapType], resolve: (one) => one.gaps }),
  }),
});

type Coverage = { from: Temporal.Instant; covered: CoveredHours; terms: Terms };

const HoursCoverageType = builder.objectRef<Coverage>("HoursCoverage").implement({
  description:
    "The hours of a contract that its provider's team does not work, over the 365 days from its start or " +
    "from today, whichever is later: changes of the clocks and both sides' holidays included.",
  fields: (t) => ({
    from: t.field({ type: "DateTime", resolve: (one) => one.from.toString() }),
    coveredHours: t.field({
      type: "JSON",
      nullable: true,
      description: "The team's week and the holidays it keeps. Null: around the clock.",
      resolve: (one) => one.covered.hours,
    }),
    calendars: t.field({
      type: [CalendarCoverageType],
      complexity: { field: 20 },
      resolve: ({ terms, covered, from }) =>
        contractCoverage({
          terms,
          covered: covered.hours,
          from: Math.trunc(from.epochMilliseconds / 1000),
        }),
    }),
  }),
});

builder.objectField(StatementOfWorkType, "hoursCoverage", (t) =>
  t.field({
    type: HoursCoverageType,
    nullable: true,
    description: "Null where the contract came from no listing.",
    resolve: (sow, _args, context) => coverageOf(context, sow),
  }),
);

builder.objectField(OrderDraftType, "hoursCoverage", (t) =>
  t.field({
    type: HoursCoverageType,
    nullable: true,
    resolve: (draft, _args, context) => coverageOf(context, draft),
  }),
);

async function coverageOf(
  context: GraphQLContext,
  p: { listingId: string | null; terms: Terms },
): Promise<Coverage | null> {
  const now = context.clock.now();
  const covered = await coveredHours(context.read, { listingId: p.listingId, now });
  if (!covered) return null;
  const { zone, startsOn } = p.terms;
  const start = startOfLocalDay(Temporal.PlainDate.from(startsOn), zone);
  const today = startOfLocalDay(now.toZonedDateTimeISO(zone).toPlainDate(), zone);
  const from = Temporal.Instant.compare(start, today) > 0 ? start : today;
  return { from, covered, terms: p.terms };
}
