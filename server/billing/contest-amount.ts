import { objectionInput } from "../../domain/billing/objection.input.ts";
import { refuseTooMuch, TooLateToHold } from "../../domain/billing/objection.ts";
import { chargeStepMinor } from "../../domain/shared/currency.ts";
import { parseMoney } from "../../domain/shared/parse-money.ts";
import { InvalidInput, NotFound, parseInput } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import type { Tx } from "../db.ts";
import { isId } from "../party-scope.ts";
import { contestableLines } from "./contestable-lines.read.ts";
import { lockPlan } from "./lock-plan.ts";

/**
 * The buyer contests an amount of a statement's line, or of the month: from here the provider's share of it
 * is held when the payment comes, and the rest is paid. Until the payout is planned; afterwards it is too
 * late to hold anything. Permission objection:make; throws NotFound, InvalidInput, ObjectionTooLarge,
 * TooLateToHold.
 */
export const contestAmount = command({
  name: "objection.make",
  permission: "objection:make",
  run: async (deed: Deed, input: unknown): Promise<{ objectionId: string }> => {
    const { tx, viewer, now } = deed;
    const given = parseInput(objectionInput, input);
    const statement = await statementOf(tx, { id: given.statementId, buyerId: viewer.organizationId });
    const typed = parseMoney(given.amount, statement.currency);
    if (!typed.ok) throw new InvalidInput([{ field: "amount", message: typed.message }]);
    const { amountMinor } = typed.money;
    await lockPlan(tx, statement.id);
    await refuseLate(tx, statement);
    const left = await leftToContest(tx, { statement, line: given.line });
    const stepMinor = chargeStepMinor(statement.currency);
    refuseTooMuch({ amountMinor, leftMinor: left, what: given.line ?? "the month", stepMinor });
    const { id } = await tx.statementObjection.create({
      data: {
        ...{ organizationId: statement.organizationId, providerId: statement.providerId },
        ...{ engagementId: statement.engagementId, statementId: statement.id, line: given.line },
        ...{ currency: statement.currency, amountMinor, reason: given.reason, state: "open" },
        ...{ openedById: viewer.userId, openedByName: viewer.name, openedAt: toDate(now) },
      },
      select: { id: true },
    });
    const { organizationId } = statement;
    await deed.enqueue("objection.made", { objectionId: id, organizationId }, `objection.made:${id}`);
    deed.about("objection", id, { statementId: statement.id, amountMinor: String(amountMinor) });
    return { objectionId: id };
  },
});

type Contested = {
  id: string;
  organizationId: string;
  providerId: string;
  engagementId: string;
  currency: string;
  state: string;
  netMinor: bigint;
};

async function statementOf(tx: Tx, p: { id: string; buyerId: string }): Promise<Contested> {
  const found = isId(p.id) && (await tx.statement.findUnique({ where: { id: p.id } }));
  if (!found || found.organizationId !== p.buyerId) throw new NotFound("statement");
  return found;
}

async function refuseLate(tx: Tx, statement: Contested): Promise<void> {
  if (statement.state !== "invoiced" && statement.state !== "paid")
    throw new TooLateToHold(
      "This month has no invoice yet: while you do not approve it, nothing is asked of you.",
    );
  const [payout] = await tx.$queryRaw<{ planned: boolean }[]>`
    select p.state in ('sent', 'unknown') or p.transfer_minor is not null as planned
    from payout p join invoice i on i.id = p.invoice_id where i.statement_id = ${statement.id}::uuid`;
  if (payout?.planned)
    throw new TooLateToHold(
      "The provider was paid for this month already, so nothing can be held. Ask for a credit note instead.",
    );
}

/** What of a line, and of the month as a whole, nobody contests yet and is not granted. */
async function leftToContest(
  tx: Tx,
  { statement, line }: { statement: Contested; line: string | null },
): Promise<bigint> {
  const rows = await tx.$queryRaw<{ line: string | null; minor: bigint }[]>`
    select line, coalesce(granted_minor, amount_minor) as minor from statement_objection
    where statement_id = ${statement.id}::uuid and state in ('open', 'conceded', 'upheld')`;
  const total = (some: typeof rows) => some.reduce((sum, one) => sum + one.minor, 0n);
  const ofMonth = statement.netMinor - total(rows);
  if (line === null) return ofMonth;
  const found = (await contestableLines(tx, statement.id)).find((one) => one.line === line);
  if (!found) throw new InvalidInput([{ field: "line", message: "The statement has no such line." }]);
  const ofLine = found.amountMinor - total(rows.filter((one) => one.line === line));
  return ofLine < ofMonth ? ofLine : ofMonth;
}
