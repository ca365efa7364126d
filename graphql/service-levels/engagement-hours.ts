import { InvalidInput } from "../../domain/shared/refusals.ts";
import {
  type HolidayCountry,
  type HolidayPlace,
  holidayCountries,
  publicHolidays,
} from "../../server/ports/holidays/public-holidays.ts";
import {
  type EngagementHours,
  engagementHours,
} from "../../server/service-levels/engagement-hours.read.ts";
import { builder } from "../builder.ts";
import { NamedDateType } from "./calendar.ts";

export const SiteType = builder.objectRef<EngagementHours["sites"][number]>("ContractSite").implement({
  description: "A place of the buyer's with a calendar of its own.",
  fields: (t) => ({
    id: t.exposeString("id"),
    name: t.exposeString("name"),
    zone: t.exposeString("zone"),
  }),
});

const EngagementHoursType = builder.objectRef<EngagementHours>("EngagementHours").implement({
  description: "Whose calendars an engagement has, and the hours its provider's team works.",
  fields: (t) => ({
    zone: t.exposeString("zone"),
    sites: t.field({ type: [SiteType], resolve: (one) => one.sites }),
    provider: t.exposeString("provider"),
    coverageKnown: t.boolean({ resolve: (one) => one.covered !== null }),
    coveredHours: t.field({
      type: "JSON",
      nullable: true,
      description: "The team's week and the holidays it keeps. Null: around the clock, or not known.",
      resolve: (one) => one.covered?.hours ?? null,
    }),
  }),
});

builder.queryField("engagementHours", (t) =>
  t.field({
    type: EngagementHoursType,
    nullable: true,
    authScopes: { may: "service_level:read" },
    args: { engagementId: t.arg.id({ required: true }) },
    resolve: (_root, args, context) =>
      engagementHours(context.read, {
        viewer: context.signedIn(),
        engagementId: String(args.engagementId),
        now: context.clock.now(),
      }),
  }),
);

const RegionType = builder.objectRef<HolidayPlace>("HolidayRegion").implement({
  fields: (t) => ({ code: t.exposeString("code"), name: t.exposeString("name") }),
});

const CountryType = builder.objectRef<HolidayCountry>("HolidayCountry").implement({
  description: "A country whose public holidays are known, with its states or regions.",
  fields: (t) => ({
    code: t.exposeString("code"),
    name: t.exposeString("name"),
    regions: t.field({ type: [RegionType], resolve: (one) => one.regions }),
  }),
});

builder.queryField("holidayCountries", (t) =>
  t.field({
    type: [CountryType],
    authScopes: { signedIn: true },
    resolve: () => holidayCountries(),
  }),
);

builder.queryField("publicHolidays", (t) =>
  t.field({
    type: [NamedDateType],
    description: "Public and bank holidays with their substitutes, to be written into a calendar.",
    authScopes: { signedIn: true },
    args: {
      country: t.arg.string({ required: true, description: "DE" }),
      region: t.arg.string({ description: "BY" }),
      first: t.arg.int({ required: true, description: "The first year." }),
      last: t.arg.int({ required: true, description: "The last year, at most ten later." }),
    },
    resolve: async (_root, { country, region, first, last }) => {
      if (first < 1950 || last < first || last > first + 10 || last > 2200)
        throw new InvalidInput([
          { field: "last", message: "Ask for one to eleven years from 1950 to 2200." },
        ]);
      const place = { country, first, last, ...(region ? { region } : {}) };
      const found = await publicHolidays(place);
      if (!found)
        throw new InvalidInput([{ field: "country", message: "No holidays are known of this place." }]);
      return found;
    },
  }),
);
