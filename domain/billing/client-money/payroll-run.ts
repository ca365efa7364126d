import { z } from "zod";
import { DomainError } from "../../shared/domain-error.ts";
import { type Money, money } from "../../shared/money.ts";
import { parseMoney } from "../../shared/parse-money.ts";
import { type InputIssue, InvalidInput } from "../../shared/refusals.ts";

export type RunState = "prepared" | "rejected" | "approved" | "released" | "settled";
export type Wage = { payee: string; account: string; amountMinor: bigint };

/** The services under which a provider pays people with a client's money. */
export const PAYS_PEOPLE: readonly string[] = ["payroll", "employer_of_record"];

const MOST_WAGES = 500;

/** The engagement is of a service that pays nobody. */
export class PaysNobody extends DomainError {
  constructor() {
    super({
      code: "pays_nobody",
      message: "Money of clients is held for payroll and employer of record alone.",
    });
  }
}

/** The run was answered before. */
export class RunAnswered extends DomainError {
  constructor(state: RunState) {
    super({ code: "run_answered", message: `This run is ${state} already.`, details: { state } });
  }
}

const id = z.uuid({ error: "There is no such engagement." });

export const fundingInput = z.object({
  engagementId: id,
  amount: z.string().max(40, "This is too long for an amount."),
});
export const prepareRunInput = z.object({
  engagementId: id,
  title: z.string().trim().min(1, "Name the run.").max(80, "Keep the name within 80 characters."),
  /** A wage a line: "Ada Lovelace; GB29NWBK60161331926819; 2,100.00". */
  wages: z.string().min(1, "Enter the wages.").max(100_000, "This is too long."),
});
export const answerRunInput = z.discriminatedUnion("approve", [
  z.object({ runId: z.uuid(), approve: z.literal(true), reason: z.string().optional() }),
  z.object({
    ...{ runId: z.uuid(), approve: z.literal(false) },
    reason: z
      .string()
      .trim()
      .min(1, "Enter the reason.")
      .max(500, "Keep the reason within 500 characters."),
  }),
]);

/** An amount above 0 as a person types it. Throws InvalidInput at the field. */
export function amountAbove0(text: string, currency: string, field: string): Money {
  const read = parseMoney(text, currency);
  if (!read.ok) throw new InvalidInput([{ field, message: read.message }]);
  if (read.money.amountMinor <= 0n) throw new InvalidInput([{ field, message: "The amount is above 0." }]);
  return read.money;
}

/**
 * The wages of a run as they are typed, a line each: person, account, amount. Throws InvalidInput, which
 * names the first line at fault of each kind; nobody is paid twice in one run.
 */
export function readWages(text: string, currency: string): { wages: Wage[]; total: Money } {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const issues: InputIssue[] = [];
  const refuse = (message: string) => issues.push({ field: "wages", message });
  const seen = new Set<string>();
  const wages = lines.flatMap((line, at): Wage[] => {
    const [payee = "", account = "", typed = "", ...rest] = line.split(";").map((part) => part.trim());
    const plain = account.replaceAll(" ", "").toUpperCase();
    const read = parseMoney(typed, currency);
    const name = `Line ${at + 1}`;
    if (payee === "" || payee.length > 120 || rest.length > 0) {
      refuse(`${name}: write “person; account; amount”.`);
      return [];
    }
    if (!/^[A-Z0-9]{6,34}$/.test(plain)) refuse(`${name}: “${account}” is no account number.`);
    if (!read.ok || read.money.amountMinor <= 0n) refuse(`${name}: “${typed}” is no amount above 0.`);
    const key = `${payee.toLowerCase()} ${plain}`;
    if (seen.has(key)) refuse(`${name}: ${payee} is paid twice.`);
    seen.add(key);
    return read.ok ? [{ payee, account: plain, amountMinor: read.money.amountMinor }] : [];
  });
  if (lines.length === 0) refuse("Enter the wages.");
  if (lines.length > MOST_WAGES) refuse(`A run pays ${MOST_WAGES} people at most.`);
  if (issues.length > 0) throw new InvalidInput(issues.slice(0, 5));
  return {
    wages,
    total: money(
      wages.reduce((sum, one) => sum + one.amountMinor, 0n),
      currency,
    ),
  };
}
