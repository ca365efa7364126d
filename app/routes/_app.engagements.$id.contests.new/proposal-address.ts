import { instantOf } from "../../components/local-instant.ts";

const FIELDS = [
  "month",
  "subject",
  "kind",
  "workItem",
  "level",
  "effect",
  "from",
  "to",
  "forecast",
] as const;
type Field = (typeof FIELDS)[number];

/** What the address, or the hidden part of the form, says about a proposal; texts as they were typed. */
export type ProposalText = Record<Field, string>;

export function proposalText(values: { get: (name: string) => unknown }): ProposalText {
  const entries = FIELDS.map((name) => [name, String(values.get(name) ?? "").trim()]);
  return Object.fromEntries(entries) as ProposalText;
}

/** The proposal as the API takes it. Moments without an offset are read in the contract's zone. */
export function proposalInput(text: ProposalText, p: { engagementId: string; zone: string }) {
  const moment = (value: string) =>
    /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(value) ? instantOf(value, p.zone) : value;
  const isVolume = text.kind === "volume_over_forecast";
  const subject = text.subject || (isVolume ? "exclusion" : "interval");
  return {
    engagementId: p.engagementId,
    month: text.month,
    subject,
    effect: subject === "exclusion" ? "exclude" : text.effect || "exclude",
    ...(subject === "exclusion" ? { kind: text.kind || "client_caused" } : {}),
    ...(text.workItem ? { workItemId: text.workItem } : {}),
    levelIds: text.level ? [text.level] : [],
    ...(text.from ? { from: moment(text.from) } : {}),
    ...(text.to ? { to: moment(text.to) } : {}),
    ...(isVolume && /^\d{1,8}$/.test(text.forecast) ? { forecast: Number(text.forecast) } : {}),
  };
}
