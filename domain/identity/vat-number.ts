/**
 * How a VAT identification number is written, without its country's prefix, by country of registration.
 * Sources: European Commission, VIES, "Frequently asked questions", question 11 (structure of the numbers);
 * HMRC, VAT Notice 700; Skatteetaten (organisation number + MVA); Swiss UID register.
 */
const STRUCTURES: Record<string, { prefix: string; rest: RegExp; example: string }> = {
  AT: { prefix: "AT", rest: /^U\d{8}$/, example: "ATU12345678" },
  BE: { prefix: "BE", rest: /^[01]\d{9}$/, example: "BE0123456789" },
  BG: { prefix: "BG", rest: /^\d{9,10}$/, example: "BG123456789" },
  CH: { prefix: "CHE", rest: /^\d{9}(MWST|TVA|IVA)?$/, example: "CHE123456789MWST" },
  CY: { prefix: "CY", rest: /^\d{8}[A-Z]$/, example: "CY12345678L" },
  CZ: { prefix: "CZ", rest: /^\d{8,10}$/, example: "CZ12345678" },
  DE: { prefix: "DE", rest: /^\d{9}$/, example: "DE123456789" },
  DK: { prefix: "DK", rest: /^\d{8}$/, example: "DK12345678" },
  EE: { prefix: "EE", rest: /^\d{9}$/, example: "EE123456789" },
  ES: { prefix: "ES", rest: /^([A-Z]\d{7}[A-Z0-9]|\d{8}[A-Z])$/, example: "ESX12345678" },
  FI: { prefix: "FI", rest: /^\d{8}$/, example: "FI12345678" },
  FR: { prefix: "FR", rest: /^[A-HJ-NP-Z0-9]{2}\d{9}$/, example: "FR12345678901" },
  GB: { prefix: "GB", rest: /^(\d{9}|\d{12}|(GD|HA)\d{3})$/, example: "GB123456789" },
  GR: { prefix: "EL", rest: /^\d{9}$/, example: "EL123456789" },
  HR: { prefix: "HR", rest: /^\d{11}$/, example: "HR12345678901" },
  HU: { prefix: "HU", rest: /^\d{8}$/, example: "HU12345678" },
  IE: { prefix: "IE", rest: /^(\d{7}[A-W][A-I]?|\d[A-Z+*]\d{5}[A-W])$/, example: "IE1234567WA" },
  IT: { prefix: "IT", rest: /^\d{11}$/, example: "IT12345678901" },
  LT: { prefix: "LT", rest: /^(\d{9}|\d{12})$/, example: "LT123456789" },
  LU: { prefix: "LU", rest: /^\d{8}$/, example: "LU12345678" },
  LV: { prefix: "LV", rest: /^\d{11}$/, example: "LV12345678901" },
  MT: { prefix: "MT", rest: /^\d{8}$/, example: "MT12345678" },
  NL: { prefix: "NL", rest: /^[A-Z0-9+*]{10}\d{2}$/, example: "NL123456789B01" },
  NO: { prefix: "NO", rest: /^\d{9}MVA$/, example: "NO123456789MVA" },
  PL: { prefix: "PL", rest: /^\d{10}$/, example: "PL1234567890" },
  PT: { prefix: "PT", rest: /^\d{9}$/, example: "PT123456789" },
  RO: { prefix: "RO", rest: /^\d{2,10}$/, example: "RO1234567890" },
  SE: { prefix: "SE", rest: /^\d{12}$/, example: "SE123456789012" },
  SI: { prefix: "SI", rest: /^\d{8}$/, example: "SI12345678" },
  SK: { prefix: "SK", rest: /^\d{10}$/, example: "SK1234567890" },
};

/** The number as registers keep it: capitals, without spaces, dots and hyphens. */
export function plainVatNumber(text: string): string {
  return text.toUpperCase().replaceAll(/[\s.\-/]/g, "");
}

/**
 * Why the number cannot be one of that country, in words for the person who typed it; null where it can.
 * Of a country whose structure is not listed, 2 to 20 letters and digits will do. Whether the number is
 * registered is not asked here.
 */
export function vatNumberProblem(country: string, number: string): string | null {
  const structure = STRUCTURES[country];
  if (!structure)
    return /^[A-Z0-9]{2,20}$/.test(number) ? null : "Give 2 to 20 letters and digits, as on your papers.";
  const { prefix, rest, example } = structure;
  if (number.startsWith(prefix) && rest.test(number.slice(prefix.length))) return null;
  return `A VAT number of this country looks like ${example}.`;
}
