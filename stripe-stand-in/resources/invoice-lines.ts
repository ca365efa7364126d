import { newId } from "../ids.ts";
import type { JsonObject } from "../json.ts";
import type { Work } from "../work.ts";
import type { InvoiceItem } from "./invoice-items.ts";

export type InvoiceLine = ReturnType<typeof lineOfItem>;

/** The lines of an invoice in the order in which they were added. */
export function linesOf(work: Work, invoice: string): InvoiceLine[] {
  return work.store.all("invoiceLine", (line) => line.invoice === invoice);
}

export function lineOfItem({ item, invoice }: { item: InvoiceItem; invoice: string }) {
  return {
    id: newId("il"),
    object: "line_item",
    amount: item.amount,
    currency: item.currency,
    description: item.description,
    discount_amounts: [],
    discountable: item.discountable,
    discounts: [],
    invoice,
    livemode: false,
    metadata: item.metadata,
    parent: {
      invoice_item_details: {
        invoice_item: item.id,
        proration: false,
        proration_details: null,
        subscription: null,
      },
      subscription_item_details: null,
      type: "invoice_item_details",
    } satisfies JsonObject,
    period: item.period,
    pretax_credit_amounts: [],
    pricing: item.pricing,
    quantity: item.quantity,
    quantity_decimal: item.quantity_decimal,
    subscription: null,
    subtotal: item.amount,
    taxes: [],
  };
}
