import type { Temporal } from "temporal-polyfill";

type Facts = {
  number: string;
  total: string;
  dueOn: string;
  nextOn: string | null;
  declined: string | null;
};

/**
 * What a mail says of a step: `due`, `retry_…`, `grace`, `suspended`, or `failed` for a payment that came
 * back.
 */
export function stepWords(what: string, f: Facts): { subject: string; text: string } {
  const invoice = `Invoice ${f.number} over ${f.total}`;
  const then = f.nextOn ? ` The next step follows on ${f.nextOn}.` : "";
  if (what === "failed")
    return {
      subject: `The payment of invoice ${f.number} failed`,
      text: `${invoice} was not paid: ${f.declined ?? "the bank declined."} Pay in another way on the invoice's page.`,
    };
  if (what === "due")
    return { subject: `Invoice ${f.number} is due today`, text: `${invoice} is due on ${f.dueOn}.${then}` };
  if (what === "grace")
    return {
      subject: `Last days to pay invoice ${f.number}`,
      text: `${invoice} was due on ${f.dueOn}. If it is not paid by ${f.nextOn ?? "then"}, new work is suspended.`,
    };
  if (what === "suspended")
    return {
      subject: `New work is suspended: invoice ${f.number} is overdue`,
      text:
        `${invoice} was due on ${f.dueOn}. New work and new orders wait until it is paid; ` +
        "what is under way goes on.",
    };
  return {
    subject: `Invoice ${f.number} is overdue`,
    text: `${invoice} was due on ${f.dueOn} and is not paid.${then}`,
  };
}

/** "5 December 2026" */
export function dayText(day: Temporal.PlainDate): string {
  return day.toLocaleString("en-GB", { day: "numeric", month: "long", year: "numeric" });
}
