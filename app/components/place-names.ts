const COUNTRIES = new Intl.DisplayNames("en", { type: "region" });
const LANGUAGES = new Intl.DisplayNames("en", { type: "language" });

/** "Poland" of "PL"; a code that names no country is shown as it is. */
export function countryName(code: string): string {
  return nameOf(COUNTRIES, code);
}

/** "Polish" of "pl". */
export function languageName(code: string): string {
  return nameOf(LANGUAGES, code);
}

/** "London" of "Europe/London". */
export function zoneCity(zone: string): string {
  return (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
}

/** Two letters each, so there are few; others are looked up anew, since an address may hold any text. */
const known = new Map<string, string>();

function nameOf(names: Intl.DisplayNames, code: string): string {
  if (!/^[A-Za-z]{2}$/.test(code)) return lookedUp(names, code);
  const key = names === COUNTRIES ? `country ${code}` : `language ${code}`;
  const name = known.get(key) ?? lookedUp(names, code);
  known.set(key, name);
  return name;
}

/** The code comes from an address, and Intl throws on one that is malformed. */
function lookedUp(names: Intl.DisplayNames, code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}
