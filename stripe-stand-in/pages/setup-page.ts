import { bankNumbered, type TestBank } from "../instruments.ts";
import { type CheckoutSession, complete, presentSession } from "../resources/checkout-sessions.ts";
import { customerById } from "../resources/customers.ts";
import { newMandate } from "../resources/mandates.ts";
import { saveBank, saveCard } from "../resources/payment-methods.ts";
import { cardNumbered } from "../test-cards.ts";
import type { Work } from "../work.ts";
import { escaped, page, webAddress } from "./html.ts";
import type { PageReply, PageRequest } from "./page.ts";

type Form = Record<string, unknown>;
interface Problem {
  type: string;
  message: string;
}

/** The hosted page on which a customer saves a card or a bank account, and gives the mandate for debits. */
export function setupPage(request: PageRequest, work: Work): PageReply {
  const found = work.store.get("setupPage", request.token);
  const stored = found && work.store.get("checkoutSession", found.session);
  if (stored === undefined)
    return { status: 404, html: page({ title: "Not found", body: "<h1>No such page</h1>" }) };
  const session = presentSession(stored, work);
  if (session.status === "complete") return back(session);
  if (session.status === "expired")
    return { status: 410, html: page({ title: "Expired", body: "<h1>This page has expired</h1>" }) };
  if (request.method !== "POST") return { status: 200, html: shown({ session, work }) };
  const problem = saved({ session, form: request.form, work });
  return problem ? { status: 400, html: shown({ session, work, problem }) } : back(session);
}

function back(session: CheckoutSession): PageReply {
  const address = webAddress(session.success_url);
  return address === undefined
    ? { status: 200, html: page({ title: "Saved", body: "<h1>Saved</h1><p>You can close this page.</p>" }) }
    : { redirect: address };
}

/** Saves what the form says; answers what is wrong with it, and then nothing is saved. */
function saved(p: { session: CheckoutSession; form: Form; work: Work }): Problem | undefined {
  const { session, form, work } = p;
  const customer = customerById(work, session.customer);
  const type = text(form, "type");
  if (!session.payment_method_types.includes(type))
    return { type, message: "Choose one of the ways to pay." };
  if (type === "card") {
    const card = cardNumbered(text(form, "number"));
    const expiry = /^(0[1-9]|1[0-2])\s*\/\s*(\d{2})$/.exec(text(form, "expiry"));
    if (card === undefined) return { type, message: "Use one of the test cards named below." };
    if (expiry === null) return { type, message: "Enter the expiry date as MM/YY." };
    const dated = { month: Number(expiry[1]), year: 2000 + Number(expiry[2]) };
    if (card.decline !== null) return { type, message: card.decline.message };
    const method = saveCard({ work, customer, card, expiry: dated });
    complete({ work, session, method: method.id, mandate: null });
    return undefined;
  }
  const bank = bankNumbered(type as TestBank["type"], text(form, "account"));
  if (bank === undefined) return { type, message: "Use one of the test accounts named below." };
  if (form.mandate !== "yes") return { type, message: "Agree to the debits to go on." };
  const mandate = newMandate({ work, bank });
  const method = saveBank({ work, customer, bank, mandate: mandate.id });
  work.store.put("mandate", { ...mandate, payment_method: method.id });
  complete({ work, session, method: method.id, mandate: mandate.id });
  return undefined;
}

function shown(p: { session: CheckoutSession; work: Work; problem?: Problem }): string {
  const { session, work, problem } = p;
  const name = customerById(work, session.customer).name ?? "Your organisation";
  const cancel = webAddress(session.cancel_url);
  const body = [
    `<h1>Save a way to pay</h1><p class="soft">For ${escaped(name)}. Nothing is charged now.</p>`,
    ...session.payment_method_types.map((type) => section(type, problem)),
    cancel === undefined ? "" : `<p><a href="${escaped(cancel)}">Return without saving</a></p>`,
  ].join("\n");
  return page({ title: `${problem ? "Error: " : ""}Save a way to pay`, body });
}

const titles: Record<string, string> = {
  card: "Card",
  us_bank_account: "US bank account (ACH direct debit)",
  sepa_debit: "Bank account (SEPA direct debit)",
};

function section(type: string, problem: Problem | undefined): string {
  const alert =
    problem?.type === type
      ? `<p class="alert bad" role="alert">${escaped(problem.message)} Nothing was saved.</p>`
      : "";
  return `<h2 id="${type}">${titles[type] ?? escaped(type)}</h2>${alert}
<form method="post" aria-labelledby="${type}"><input type="hidden" name="type" value="${type}">
${type === "card" ? cardFields : bankFields(type)}
<button type="submit">Save</button></form>
<p class="soft">${hints[type] ?? ""}</p>`;
}

const hints: Record<string, string> = {
  card: "Test cards: 4242 4242 4242 4242 is saved, 4000 0000 0000 0002 is declined.",
  us_bank_account: "Test accounts: 000123456789 pays, 000222222227 has no funds, 000111111113 is closed.",
  sepa_debit: "Test accounts: DE89370400440532013000 pays, DE65370400440002222227 has no funds.",
};

const cardFields = `<label for="number">Card number</label>
<input id="number" name="number" inputmode="numeric" required autocomplete="cc-number">
<div class="pair"><div><label for="expiry">Expiry (MM/YY)</label>
<input id="expiry" name="expiry" required autocomplete="cc-exp" placeholder="12/40"></div>
<div><label for="cvc">CVC</label>
<input id="cvc" name="cvc" inputmode="numeric" required autocomplete="cc-csc"></div></div>`;

function bankFields(type: string): string {
  const label = type === "sepa_debit" ? "IBAN" : "Account number (routing number 110000000)";
  return `<label for="${type}-account">${label}</label>
<input id="${type}-account" name="account" required autocomplete="off">
<label><input type="checkbox" name="mandate" value="yes"> I authorise debits from this account</label>`;
}

function text(form: Form, name: string): string {
  const value = form[name];
  return typeof value === "string" ? value.trim() : "";
}
