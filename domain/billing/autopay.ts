/**
 * What a buyer agrees to. The page shows this text, the form sends it back, and it is kept with who and when:
 * a text that has changed meanwhile is refused.
 */
export function autopayWording(p: { buyer: string; method: string }): string {
  return (
    `${p.buyer} agrees that Engine Room charges each of its invoices to ${p.method} on the day it falls due, and ` +
    "again on the days of the reminder schedule where a charge fails for want of funds. Every invoice is shown " +
    "before it is due, a charge can be prevented by paying in another way or by contesting the statement, and " +
    "this consent can be withdrawn at any time on this page."
  );
}
