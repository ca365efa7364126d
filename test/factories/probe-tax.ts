import type { Who } from "./probe-cast.ts";
import type { Ids, Variables } from "./probe-lines.ts";

type Lines = Record<string, { for: readonly Who[]; with: Variables }>;
const none: Variables = () => ({});

/** A country that no company has, so that a probe changes nothing. */
const NOWHERE = {
  ...{ name: "Probe", addressLine: "Probe 1", postalCode: "", city: "Probe", country: "1", status: "x" },
};

/** Who invoices, and the files of invoices and statements. */
export const taxQueries = (p: { staff: readonly Who[]; signedIn: readonly Who[] }): Lines => ({
  legalEntity: { for: p.staff, with: none },
  invoiceDocument: { for: p.signedIn, with: (ids) => ({ id: ids.invoice, format: "JSON" }) },
  statementDocument: { for: p.signedIn, with: (ids) => ({ id: ids.statement, format: "CSV" }) },
});

/** The company that invoices is the administrator's to state, an organisation's own its owner's and finance's. */
export const taxMutations = (signedIn: readonly Who[]): Lines => ({
  stateBooksCurrency: {
    for: signedIn.filter((who) => /owner|finance/.test(who)),
    with: () => ({ currency: "XXX" }),
  },
  stateLegalEntity: { for: ["admin"], with: () => ({ ...NOWHERE, currency: "EUR" }) },
  stateTaxIdentity: {
    for: signedIn.filter((who) => /owner|finance/.test(who)),
    with: (_ids: Ids) => NOWHERE,
  },
});
