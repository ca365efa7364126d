/** Whether a company is registered for VAT. `unknown` is what nobody has stated yet; it is never "no". */
export type TaxStatus = "unknown" | "registered" | "not_registered";

/** What a company is called, where it sits and how it is registered, as invoices name it. */
export type TaxIdentity = {
  name: string;
  addressLine: string;
  postalCode: string;
  city: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  status: TaxStatus;
  vatNumber: string | null;
  /** In the register of companies. */
  registrationNumber: string | null;
  /** The address of its invoices; left out on invoices from before it was asked for. */
  email?: string | null;
};

/** The address as it stands on paper, line by line, empty ones left out. */
export function addressLines(one: Pick<TaxIdentity, "addressLine" | "postalCode" | "city">): string[] {
  const place = [one.postalCode, one.city].filter(Boolean).join(" ");
  return [one.addressLine, place].filter(Boolean);
}
