import { z } from "zod";
import { breachEditSchema } from "./breach-edit.ts";
import { clockRulesEditSchema } from "./clock-rules-edit.ts";
import { figureEditSchema } from "./figure-edit.ts";
import { planEditSchema } from "./plan-edit.ts";

const hours = z
  .array(
    z.object({
      day: z.enum(["mon", "tue", "wed", "thu", "fri", "sat", "sun"], {
        error: "This is not a day of the week.",
      }),
      spans: z
        .array(z.object({ from: z.string().max(20), to: z.string().max(20) }))
        .max(48, "A day has 48 spans at most."),
    }),
  )
  .max(7, "A week has seven days.");

const typed = z.string().max(4000, "This text is too long.");

/**
 * The terms as people type them: every figure is text, so that what cannot be read is refused next to its
 * field with a sentence, in a form and in the API alike. What it means is decided by `editedTerms`.
 */
export const termsEditSchema = z.object({
  title: typed,
  summary: typed,
  /** "2026-12-01" */
  startsOn: typed,
  termMonths: typed,
  noticeDays: typed,
  paymentTermsDays: typed,
  /** "1,200.50" in the contract's currency. */
  monthlyFee: typed,
  /** Per cent of the fee: "12.5". */
  pool: typed,
  zone: typed,
  aroundTheClock: z.boolean(),
  hours,
  /** "2026-12-25 Christmas Day" or the date alone, one a day. */
  holidays: z.array(typed).max(500, "A contract lists 500 holidays at most."),
  /** Places with hours of their own. Left out: those of the terms before; empty: none. */
  sites: z
    .array(
      z.object({
        /** Empty for a new site: its name then gives it one. */
        id: typed,
        name: typed,
        zone: typed,
        aroundTheClock: z.boolean(),
        hours,
        holidays: z.array(typed).max(500, "A site lists 500 holidays at most."),
      }),
    )
    .max(40, "A contract has 40 sites at most.")
    .nullish(),
  reopenPolicy: typed,
  reopenWindowDays: typed,
  /** Days to contest a month and to answer. Left out: as before; empty: the usual ones. */
  contestDays: typed.nullish(),
  /** Of missed months. Left out: as before; a field left empty: the marketplace's rule. */
  breaches: breachEditSchema.nullish(),
  outcomes: z
    .array(z.object({ id: typed, text: typed, acceptance: typed }))
    .max(30, "30 outcomes at most."),
  serviceLevels: z
    .array(
      z.object({
        /** Empty for a new level, which then says its metric. */
        id: typed,
        /** Of a new level: a metric of the service. Its figures may be empty: the catalogue's are taken. */
        metric: typed.nullish(),
        target: typed,
        minimum: typed,
        /** Per cent of the pool: "50". */
        weight: typed,
        /** Whose hours its clock counts: "contract", "around_the_clock", "site", "site:oslo". */
        hours: typed.nullish(),
        minutes: z.array(z.object({ priority: typed, minutes: typed })).max(20, "20 priorities at most."),
        /** By which rules the figure is made. Left out: as before, or the catalogue's. */
        figure: figureEditSchema.nullish(),
        /** Of a sampled level: how it is drawn and scored. Left out: as before. */
        plan: planEditSchema.nullish(),
        /** Left out: the clock keeps its name. */
        clockName: typed.optional(),
        /** Left out: the clock keeps its rules. */
        rules: clockRulesEditSchema.optional(),
      }),
    )
    .max(20, "A contract has 20 service levels at most."),
});

export type TermsEdit = z.infer<typeof termsEditSchema>;
