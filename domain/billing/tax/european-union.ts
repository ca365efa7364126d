/**
 * The member states, whose businesses invoice each other by reverse charge (Directive 2006/112/EC, articles
 * 44 and 196). Parts of a state outside its VAT territory, such as the Canary Islands, are not told apart.
 */
const MEMBERS = new Set(
  "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split(" "),
);

export function isInEuropeanUnion(country: string): boolean {
  return MEMBERS.has(country);
}
