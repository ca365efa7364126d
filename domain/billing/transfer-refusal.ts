/**
 * Why Stripe refused a transfer, in words for the people who wait for the money. What is owed stays owed.
 *
 * @param currency in which the transfer was asked for, that of the money at Stripe; null where not known.
 */
export function transferRefusal(p: {
  code: string | undefined;
  message: string;
  currency: string | null;
}): string {
  const inIt = p.currency === null ? "" : ` in ${p.currency}`;
  switch (p.code) {
    case "balance_insufficient":
      return (
        `The marketplace's balance at Stripe does not hold this sum${inIt}, so the transfer was ` +
        "refused. Nothing was sent and all of it stays owed; the marketplace has to bring the balance" +
        `${inIt} up to it first.`
      );
    case "insufficient_capabilities_for_transfer":
      return (
        "Stripe does not let the provider's account receive transfers at present, so the transfer was " +
        "refused. Nothing was sent and all of it stays owed."
      );
    default:
      return `Stripe refused the transfer: ${p.message}`;
  }
}
