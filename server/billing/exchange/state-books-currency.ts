import { isKnownCurrency } from "../../../domain/shared/currency.ts";
import { InvalidInput } from "../../../domain/shared/refusals.ts";
import { toDate } from "../../clock.ts";
import { command, type Deed } from "../../command.ts";
import { booksCurrency } from "./books-currency.read.ts";

/**
 * States in which currency the viewer's organisation keeps its books: invoices (and payouts) in another one
 * then state their sums in it too, and wait where no rate is stated. Empty asks for it no longer. What was
 * issued stays as it is. Permission tax_identity:state; throws InvalidInput.
 */
export const stateBooksCurrency = command({
  name: "books_currency.state",
  permission: "tax_identity:state",
  run: async (deed: Deed, input: { currency: string }): Promise<{ currency: string | null }> => {
    const { tx, viewer, now } = deed;
    const { organizationId, userId, name } = viewer;
    const currency = input.currency.trim().toUpperCase() || null;
    const refuse = (message: string) => new InvalidInput([{ field: "currency", message }]);
    if (currency !== null && !isKnownCurrency(currency))
      throw refuse("Give a currency by its three letters, like EUR.");
    const key = `books_currency:${organizationId}`;
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${key}, 0))::text`;
    const before = (await booksCurrency(tx, organizationId))?.currency ?? null;
    if (before === currency)
      throw refuse(currency ? `${currency} is stated already.` : "No currency is stated.");
    await tx.booksCurrency.create({
      data: { organizationId, currency, statedById: userId, statedByName: name, statedAt: toDate(now) },
      select: { id: true },
    });
    deed.about("books_currency", organizationId, { from: before, to: currency });
    await deed.enqueue("tax_identity.stated", { organizationId }, `tax_identity.stated:${organizationId}`);
    return { currency };
  },
});
