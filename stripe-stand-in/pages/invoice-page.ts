import { payByCard } from "../resources/collect.ts";
import { linesOf } from "../resources/invoice-lines.ts";
import { type Invoice, invoiceById } from "../resources/invoices.ts";
import { intentOfInvoice } from "../resources/payment-intents.ts";
import { cardNumbered } from "../test-cards.ts";
import type { Work } from "../work.ts";
import { dayText, escaped, moneyText, page, webAddress } from "./html.ts";
import type { PageReply, PageRequest } from "./page.ts";

interface Problem {
  field: "number" | "expiry" | "cvc";
  message: string;
}

/** The hosted page of an invoice: shows it, takes a card, and is the receipt afterwards. */
export function invoicePage(request: PageRequest, work: Work): PageReply {
  const found = work.store.get("invoicePage", request.token);
  if (found === undefined)
    return { status: 404, html: page({ title: "Not found", body: "<h1>No such invoice</h1>" }) };
  const invoice = invoiceById(work, found.invoice);
  // A second press of the button, or a second tab, lands on the receipt and pays nothing.
  if (request.method !== "POST" || !takesPayment(invoice, work)) return shown({ invoice, work });
  const problem = problemIn(request.form) ?? charged({ form: request.form, invoice, work });
  if (problem !== undefined) return shown({ invoice, work, problem, form: request.form });
  return { redirect: `/i/${request.token}` };
}

/** A second payment is impossible while the first is with the bank. */
function isProcessing(invoice: Invoice, work: Work): boolean {
  return invoice.status === "open" && intentOfInvoice(work, invoice.id)?.status === "processing";
}

function takesPayment(invoice: Invoice, work: Work): boolean {
  return invoice.status === "open" && !isProcessing(invoice, work);
}

const processingNote = `<p role="status" class="soft">A payment of this invoice is with the bank. It takes up to
four business days; nothing else can be paid until the bank has answered.</p>`;

function charged({
  form,
  invoice,
  work,
}: {
  form: Form;
  invoice: Invoice;
  work: Work;
}): Problem | undefined {
  const card = cardNumbered(field(form, "number"));
  if (card === undefined) return { field: "number", message: "Use one of the test cards named below." };
  const declined = payByCard({ invoice, card, work });
  return declined === undefined ? undefined : { field: "number", message: declined.message };
}

function problemIn(form: Form): Problem | undefined {
  if (!/^\d{12,19}$/.test(field(form, "number").replaceAll(/[\s-]/g, ""))) {
    return { field: "number", message: "Enter the card number." };
  }
  if (!/^(0[1-9]|1[0-2])\s*\/\s*\d{2}$/.test(field(form, "expiry"))) {
    return { field: "expiry", message: "Enter the expiry date as MM/YY." };
  }
  if (!/^\d{3,4}$/.test(field(form, "cvc")))
    return { field: "cvc", message: "Enter the 3 or 4 digits of the CVC." };
  return undefined;
}

function shown(given: { invoice: Invoice; work: Work; problem?: Problem; form?: Form }): PageReply {
  const { invoice, work, problem, form = {} } = given;
  const title = `Invoice ${invoice.number}`;
  const body = [
    heading(invoice),
    linesTable({ invoice, work }),
    takesPayment(invoice, work) ? cardForm({ invoice, problem, form }) : "",
    isProcessing(invoice, work) ? processingNote : "",
    returnLink(invoice),
  ].join("\n");
  const prefix = problem === undefined ? "" : "Error: ";
  return { status: problem === undefined ? 200 : 402, html: page({ title: `${prefix}${title}`, body }) };
}

function heading(invoice: Invoice): string {
  const { currency } = invoice;
  const name = invoice.customer_name ?? invoice.customer_email ?? invoice.customer;
  const top = `<h1>Invoice ${escaped(invoice.number ?? "")}</h1><p class="soft">For ${escaped(name)}</p>`;
  switch (invoice.status) {
    case "open": {
      const due =
        invoice.due_date === null ? "" : `<p class="soft">Due on ${dayText(invoice.due_date)}</p>`;
      const amount = moneyText({ amount: invoice.amount_remaining, currency });
      return `${top}<p class="amount">${amount}</p>${due}`;
    }
    case "paid": {
      const paidAt = invoice.status_transitions.paid_at;
      const day = paidAt === null ? "" : ` on ${dayText(paidAt)}`;
      const amount = moneyText({ amount: invoice.amount_paid, currency });
      const thanks = `<p class="good">Paid${day}. Thank you.</p>`;
      return `${top}<div role="status"><p class="amount">${amount}</p>${thanks}</div>`;
    }
    case "draft":
    case "uncollectible":
    case "void":
      return `${top}<p role="status" class="bad">This invoice is ${invoice.status}. It takes no payment.</p>`;
    default:
      return invoice.status satisfies never;
  }
}

function linesTable({ invoice, work }: { invoice: Invoice; work: Work }): string {
  const row = ({ name, amount }: { name: string; amount: number }) => {
    const text = moneyText({ amount, currency: invoice.currency });
    return `<tr><td>${escaped(name)}</td><td class="number">${text}</td></tr>`;
  };
  const lines = linesOf(work, invoice.id).map((line) =>
    row({ name: line.description ?? "Item", amount: line.amount }),
  );
  const credited = invoice.pre_payment_credit_notes_amount;
  const credit = credited === 0 ? "" : row({ name: "Credit notes", amount: -credited });
  const total = moneyText({ amount: invoice.total, currency: invoice.currency });
  return `<h2 id="lines">Lines</h2>
<table aria-labelledby="lines">
<thead><tr><th scope="col">Description</th><th scope="col" class="number">Amount</th></tr></thead>
<tbody>${lines.join("")}</tbody>
<tfoot><tr><th scope="row">Total</th><td class="number">${total}</td></tr>${credit}</tfoot>
</table>`;
}

function cardForm({
  invoice,
  problem,
  form,
}: {
  invoice: Invoice;
  problem: Problem | undefined;
  form: Form;
}): string {
  const amount = moneyText({ amount: invoice.amount_remaining, currency: invoice.currency });
  const alert =
    problem === undefined
      ? ""
      : `<p class="alert bad" role="alert" id="problem">${escaped(problem.message)} Nothing was paid.</p>`;
  const input = (name: Problem["field"], { label, hint }: { label: string; hint: string }) => {
    const marked =
      problem?.field === name ? ' aria-invalid="true" aria-describedby="problem" autofocus' : "";
    const autocomplete = { number: "cc-number", expiry: "cc-exp", cvc: "cc-csc" }[name];
    return `<div><label for="${name}">${label}</label>
<input id="${name}" name="${name}" inputmode="numeric" required
 autocomplete="${autocomplete}" placeholder="${hint}" value="${escaped(field(form, name))}"${marked}></div>`;
  };
  return `<h2 id="pay">Pay by card</h2>${alert}
<form method="post" aria-labelledby="pay">
${input("number", { label: "Card number", hint: "4242 4242 4242 4242" })}
<div class="pair">
${input("expiry", { label: "Expiry (MM/YY)", hint: "12/40" })}
${input("cvc", { label: "CVC", hint: "123" })}
</div>
<button type="submit">Pay ${amount}</button>
</form>
<p class="soft">Test cards: 4242 4242 4242 4242 pays, 4000 0000 0000 0002 is declined.</p>`;
}

function returnLink(invoice: Invoice): string {
  const address = webAddress(invoice.metadata.return_url);
  if (address === undefined) return "";
  // Beside an open form the way back must not look like the way to pay.
  const look = invoice.status === "open" ? "" : ' class="button"';
  return `<p><a${look} href="${escaped(address)}">Return to Engine Room</a></p>`;
}

type Form = Record<string, unknown>;

function field(form: Form, name: string): string {
  const value = form[name];
  return typeof value === "string" ? value.trim() : "";
}
