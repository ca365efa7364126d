import { isInEuropeanUnion } from "./european-union.ts";
import { rateOn, type TaxRate } from "./rate-table.ts";
import type { TaxAnswer, TaxBlocker, TaxQuestion, TaxTreatment } from "./tax-provider.ts";

type Seller = NonNullable<TaxQuestion["seller"]>;
type Buyer = NonNullable<TaxQuestion["buyer"]>;

/**
 * How a service between two companies is taxed. Where something is not known the answer is what is missing
 * and whose it is to state: never a silent 0. The place of supply between businesses is where the customer
 * is established (Directive 2006/112/EC, article 44).
 */
export function decideTax(question: TaxQuestion, rates: readonly TaxRate[]): TaxAnswer {
  const { seller, buyer } = question;
  if (!seller || seller.status === "unknown") return blocked(SELLER_UNKNOWN);
  if (seller.status === "not_registered") return { treatment: notRegistered(seller) };
  if (!buyer)
    return blocked({
      side: "buyer",
      message: `${question.buyerName} has to state its name, address and VAT number for invoices.`,
    });
  if (buyer.country === seller.country) return domestic(question, { seller, rates });
  if (!isInEuropeanUnion(seller.country) || !isInEuropeanUnion(buyer.country))
    return { treatment: outsideScope(seller) };
  return withinTheUnion(question, { seller, buyer, rates });
}

const SELLER_UNKNOWN: TaxBlocker = {
  side: "marketplace",
  message: "The company that invoices has not stated whether it is registered for VAT, and where.",
};

function withinTheUnion(
  question: TaxQuestion,
  p: { seller: Seller; buyer: Buyer; rates: readonly TaxRate[] },
): TaxAnswer {
  switch (p.buyer.status) {
    case "registered":
      return p.buyer.vatNumber ? { treatment: REVERSE_CHARGE } : blocked(vatNumberMissing(p.buyer));
    case "not_registered":
      return domestic(question, p);
    case "unknown":
      return blocked(vatNumberMissing(p.buyer));
    default:
      return p.buyer.status satisfies never;
  }
}

/** The seller's own rate: of a customer at home, and of one in the Union who is no taxable person. */
function domestic(question: TaxQuestion, p: { seller: Seller; rates: readonly TaxRate[] }): TaxAnswer {
  const { seller } = p;
  const rate = rateOn(p.rates, { country: seller.country, kind: question.kind, on: question.taxPoint });
  if (!rate)
    return blocked({
      side: "marketplace",
      message: `The rate table has no VAT rate of ${seller.country} for ${question.taxPoint}.`,
    });
  if (rate.category === "S" && question.currency !== seller.currency && !question.isConvertible)
    return blocked({
      side: "marketplace",
      message:
        `VAT of ${seller.country} has to be stated in ${seller.currency}, ` +
        `and the contract is in ${question.currency}: no exchange rate holds on ${question.taxPoint}.`,
    });
  const exempt = rate.category === "E" ? `Exempt from VAT: ${rate.source}.` : null;
  const { category, rateBps, source } = rate;
  return { treatment: { category, rateBps, reasonCode: null, note: exempt, source } };
}

const REVERSE_CHARGE: TaxTreatment = {
  category: "AE",
  rateBps: 0,
  reasonCode: "VATEX-EU-AE",
  note: "Reverse charge: the customer owes the VAT (Directive 2006/112/EC, article 196).",
  source: "Directive 2006/112/EC, articles 44 and 196",
};

function outsideScope({ country }: Seller): TaxTreatment {
  return {
    category: "O",
    rateBps: 0,
    reasonCode: "VATEX-EU-O",
    note: `Outside the scope of VAT of ${country}: the place of supply is where the customer is established.`,
    source: isInEuropeanUnion(country) ? "Directive 2006/112/EC, article 44" : "Place of supply abroad",
  };
}

function notRegistered({ name }: Seller): TaxTreatment {
  return {
    category: "O",
    rateBps: 0,
    reasonCode: "VATEX-EU-O",
    note: `${name} is not registered for VAT; none is charged.`,
    source: "Statement of the company that invoices",
  };
}

function vatNumberMissing({ name }: Buyer): TaxBlocker {
  return {
    side: "buyer",
    message: `${name} has to state its VAT number, or that it is not registered for VAT.`,
  };
}

function blocked(...blockers: TaxBlocker[]): TaxAnswer {
  return { blockers };
}
