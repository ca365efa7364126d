import { namedSentences } from "../catalogue/clock-words.ts";
import { dateWords } from "../shared/date-words.ts";
import { formatMoney } from "../shared/format-money.ts";
import { namedDates } from "../shared/holiday-lines.ts";
import { billingFacts } from "./billing-words.ts";
import { breachFacts } from "./breach-edit.ts";
import { hoursText, WEEKDAY_NAMES } from "./contract-tables.ts";
import { countedHours } from "./counted-hours.ts";
import { figureFacts } from "./figure-words.ts";
import { pointsParagraph, pricingParagraphs } from "./price-words.ts";
import { silenceParagraph } from "./silence-terms.ts";
import type { Terms } from "./terms.ts";

/** One line of a comparison of two versions. Null on one side: it was added or removed. */
export type TermsChange = {
  /** "serviceLevels.resolve.target": stable, for anchors and programs. */
  path: string;
  /** "Resolved in time: target": what a reader sees. */
  label: string;
  /** Figures are listed before words, because they decide money. */
  kind: "figure" | "text";
  before: string | null;
  after: string | null;
};

/** Every difference between two versions of terms: figures first, each group in the order of the document. */
export function termsChanges(input: { before: Terms; after: Terms; locale?: string }): TermsChange[] {
  const locale = input.locale ?? "en-US";
  const before = new Map(linesOf(input.before, locale).map((line) => [line.path, line]));
  const after = new Map(linesOf(input.after, locale).map((line) => [line.path, line]));
  const changes: TermsChange[] = [];
  for (const path of new Set([...after.keys(), ...before.keys()])) {
    const was = before.get(path);
    const is = after.get(path);
    const line = is ?? was;
    if (!line || was?.value === is?.value) continue;
    changes.push({
      path,
      label: line.label,
      kind: line.kind,
      before: was?.value ?? null,
      after: is?.value ?? null,
    });
  }
  return [
    ...changes.filter((one) => one.kind === "figure"),
    ...changes.filter((one) => one.kind === "text"),
  ];
}

type Line = { path: string; label: string; kind: TermsChange["kind"]; value: string };

function linesOf(terms: Terms, locale: string): Line[] {
  return [
    figure("monthlyFeeMinor", "Monthly fee", feeText(terms, locale)),
    ...billingFacts(terms).map(({ id, name, text }) => figure(`billing.${id}`, name, text)),
    ...(terms.silence ? [figure("silence", "Silence about a statement", silenceParagraph(terms))] : []),
    ...schemeLines(terms),
    figure("scheme.capBps", "Most that credits may take", percent(terms.scheme.capBps)),
    ...pricingParagraphs(terms, locale).map((text, at) => figure(`prices.${at}`, "Outcome price", text)),
    figure("commissionBps", "Commission", percent(terms.commissionBps)),
    figure("startsOn", "Starts on", dateWords(terms.startsOn)),
    figure("termMonths", "Term", `${terms.termMonths} months`),
    figure("noticeDays", "Notice", `${terms.noticeDays} days`),
    figure("paymentTermsDays", "Time to pay", `${terms.paymentTermsDays} days`),
    figure("reopenPolicy", "When work is reopened", REOPEN_WORDS[terms.reopenPolicy]),
    figure("reopenWindowDays", "Can be reopened within", `${terms.reopenWindowDays} days`),
    figure("contestDays", "Time to contest a month", contestDaysText(terms)),
    ...breachFacts(terms.breaches).map(({ id, name, text }) => figure(`breaches.${id}`, name, text)),
    figure("zone", "Time zone of the months", terms.zone),
    ...terms.serviceLevels.flatMap((level) => levelLines(level, terms.sites)),
    ...calendarLines(terms.calendar),
    ...(terms.sites ?? []).flatMap(siteLines),
    ...terms.requiredAttestations.map((kind) =>
      prose(`requiredAttestations.${kind}`, "Required attestation", kind),
    ),
    prose("title", "Title", terms.title),
    prose("summary", "Summary", terms.summary),
    ...terms.outcomes.flatMap(({ id, text, acceptance }) => [
      prose(`outcomes.${id}.text`, "Outcome", text),
      prose(`outcomes.${id}.acceptance`, "How it is accepted", acceptance),
    ]),
  ];
}

function schemeLines({ scheme, ...terms }: Terms): Line[] {
  if (scheme.kind === "at_risk_pool")
    return [figure("scheme.poolBps", "Share of the fee at risk", percent(scheme.poolBps))];
  return [figure("scheme.points", "Service points", pointsParagraph(terms, scheme))];
}

const REOPEN_WORDS = {
  continue: "the same clock runs on",
  new_cycle: "a new clock starts",
} as const satisfies Record<Terms["reopenPolicy"], string>;

function levelLines(level: Terms["serviceLevels"][number], sites: Terms["sites"]): Line[] {
  const line = (field: string, label: string, value: string) =>
    figure(`serviceLevels.${level.id}.${field}`, `${level.name}: ${label}`, value);
  const targets = Object.entries(level.clock?.targetMinutesByPriority ?? {});
  return [
    line("name", "name", level.name),
    line("metric", "measures", level.metric.replaceAll("_", " ")),
    line("target", "target", `${level.target} ${level.unit}`),
    line("minimum", "minimum", `${level.minimum} ${level.unit}`),
    line("weightBps", "weight", percent(level.weightBps)),
    line("missBps", "cost of a miss", percent(level.missBps)),
    line("failBps", "cost of a failure", percent(level.failBps)),
    line("minimumSample", "smallest sample", String(level.minimumSample)),
    line("workItemTypes", "counts", level.workItemTypes.join(", ")),
    ...targets.map(([priority, minutes]) =>
      line(`clock.${priority}`, `${priority} within`, `${minutes} min`),
    ),
    ...figureFacts(level).map(({ field, label, text }) => line(field, label, text)),
    ...ruleLines(level, line),
    ...(level.clock ? [line("clock.calendar", "hours", countedHours(level.clock.calendar, sites))] : []),
  ];
}

/** A clock's name and its conditions, sentence by sentence; none where it follows the items' events. */
function ruleLines(
  level: Terms["serviceLevels"][number],
  line: (field: string, label: string, value: string) => Line,
): Line[] {
  const rules = level.clock?.rules;
  if (!rules) return [];
  return [
    line("clock.name", "clock", level.clock?.name ?? ""),
    ...namedSentences(rules).map(({ part, sentence }) =>
      line(`clock.rules.${part}`, "clock rule", sentence),
    ),
  ];
}

function siteLines(site: NonNullable<Terms["sites"]>[number]): Line[] {
  const at = `sites.${site.id}`;
  return [
    prose(`${at}.name`, "Site", site.name),
    figure(`${at}.zone`, `${site.name}: time zone`, site.zone),
    ...calendarLines(site.calendar, `${at}.calendar`, `${site.name}: `),
  ];
}

function calendarLines(calendar: Terms["calendar"], at = "calendar", whose = ""): Line[] {
  const label = (text: string) => (whose === "" ? text : `${whose}${text.toLowerCase()}`);
  if (calendar === null) return [figure(at, label("Hours"), "around the clock")];
  return [
    ...(whose === "" ? [figure(`${at}.zone`, "Hours are in", calendar.zone)] : []),
    ...WEEKDAY_NAMES.flatMap(([day, name]) => {
      const spans = calendar.weekly[day];
      return spans ? [figure(`${at}.weekly.${day}`, `${whose}Hours on ${name}`, hoursText(spans))] : [];
    }),
    ...namedDates(calendar).map(({ date, name }) =>
      figure(
        `${at}.holidays.${date}`,
        label("Holiday"),
        name === "" ? dateWords(date) : `${dateWords(date)} (${name})`,
      ),
    ),
    ...Object.entries(calendar.overrides ?? {}).map(([day, list]) =>
      figure(`${at}.overrides.${day}`, `${whose}Hours on ${dateWords(day)}`, hoursText(list)),
    ),
  ];
}

function feeText(terms: Terms, locale: string): string {
  return formatMoney({ amountMinor: BigInt(terms.monthlyFeeMinor), currency: terms.currency }, locale);
}

function figure(path: string, label: string, value: string): Line {
  return { path, label, kind: "figure", value };
}

function prose(path: string, label: string, value: string): Line {
  return { path, label, kind: "text", value };
}

function percent(bps: number): string {
  const fraction = String(bps % 100)
    .padStart(2, "0")
    .replace(/0+$/, "");
  return `${Math.trunc(bps / 100)}${fraction === "" ? "" : `.${fraction}`} %`;
}

function contestDaysText({ contestDays }: Terms): string {
  return contestDays === undefined ? "the usual days" : `${contestDays} days`;
}
