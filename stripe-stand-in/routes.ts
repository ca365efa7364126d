import type { StripeError } from "./errors.ts";
import type { JsonObject } from "./json.ts";
import { createAccountLink } from "./resources/account-links.ts";
import { createAccount, retrieveAccount, updateAccount } from "./resources/accounts.ts";
import {
  listBalanceTransactions,
  retrieveBalance,
  retrieveBalanceTransaction,
} from "./resources/balance-transactions.ts";
import { retrieveCharge } from "./resources/charges.ts";
import {
  createCheckoutSession,
  expireCheckoutSession,
  retrieveCheckoutSession,
} from "./resources/checkout-sessions.ts";
import { createCreditNote, listCreditNotes, retrieveCreditNote } from "./resources/credit-notes.ts";
import {
  createCustomerBalanceTransaction,
  listCustomerBalanceTransactions,
} from "./resources/customer-balance.ts";
import { createCustomer, listCustomers, retrieveCustomer, updateCustomer } from "./resources/customers.ts";
import { listDisputes, retrieveDispute, updateDispute } from "./resources/disputes.ts";
import { listEvents, retrieveEvent } from "./resources/events.ts";
import { createFile, retrieveFile } from "./resources/files.ts";
import { createFundingInstructions } from "./resources/funding.ts";
import {
  createInvoice,
  listInvoiceLines,
  listInvoices,
  retrieveInvoice,
  updateInvoice,
} from "./resources/invoice-drafts.ts";
import { addLines, createInvoiceItem, listInvoiceItems } from "./resources/invoice-items.ts";
import { listInvoicePayments } from "./resources/invoice-payments.ts";
import {
  finalizeInvoice,
  markUncollectible,
  payInvoice,
  sendInvoice,
  voidInvoice,
} from "./resources/invoice-transitions.ts";
import { retrieveMandate } from "./resources/mandates.ts";
import { retrievePaymentIntent } from "./resources/payment-intents.ts";
import {
  detachPaymentMethod,
  listPaymentMethods,
  retrievePaymentMethod,
} from "./resources/payment-methods.ts";
import { listPayouts, retrievePayout } from "./resources/payouts.ts";
import { createRefund, listRefunds, retrieveRefund } from "./resources/refunds.ts";
import { retrieveSetupIntent } from "./resources/setup-intents.ts";
import {
  createReversal,
  createTransfer,
  listReversals,
  listTransfers,
  retrieveTransfer,
} from "./resources/transfers.ts";
import type { ApiRequest, Work } from "./work.ts";

/** An answer, or a refusal whose effects stay: a declined card leaves a failed charge behind. */
export type Handler = (request: ApiRequest, work: Work) => JsonObject | StripeError;

/** What the stand-in does, by the operation's name in the SDK. Every other operation is answered with 501. */
export const handlers: Readonly<Record<string, Handler>> = {
  "balance.retrieve": retrieveBalance,
  "balanceTransactions.list": listBalanceTransactions,
  "balanceTransactions.retrieve": retrieveBalanceTransaction,
  "charges.retrieve": retrieveCharge,
  "checkout.sessions.create": createCheckoutSession,
  "checkout.sessions.expire": expireCheckoutSession,
  "checkout.sessions.retrieve": retrieveCheckoutSession,
  "creditNotes.create": createCreditNote,
  "creditNotes.list": listCreditNotes,
  "creditNotes.retrieve": retrieveCreditNote,
  "customers.create": createCustomer,
  "customers.createBalanceTransaction": createCustomerBalanceTransaction,
  "customers.createFundingInstructions": createFundingInstructions,
  "customers.list": listCustomers,
  "customers.listBalanceTransactions": listCustomerBalanceTransactions,
  "customers.retrieve": retrieveCustomer,
  "customers.update": updateCustomer,
  "disputes.list": listDisputes,
  "disputes.retrieve": retrieveDispute,
  "disputes.update": updateDispute,
  "events.list": listEvents,
  "events.retrieve": retrieveEvent,
  "files.create": createFile,
  "files.retrieve": retrieveFile,
  "invoiceItems.create": createInvoiceItem,
  "invoiceItems.list": listInvoiceItems,
  "invoicePayments.list": listInvoicePayments,
  "invoices.addLines": addLines,
  "invoices.create": createInvoice,
  "invoices.finalizeInvoice": finalizeInvoice,
  "invoices.list": listInvoices,
  "invoices.listLineItems": listInvoiceLines,
  "invoices.markUncollectible": markUncollectible,
  "invoices.pay": payInvoice,
  "invoices.retrieve": retrieveInvoice,
  "invoices.sendInvoice": sendInvoice,
  "invoices.update": updateInvoice,
  "invoices.voidInvoice": voidInvoice,
  "mandates.retrieve": retrieveMandate,
  "paymentIntents.retrieve": retrievePaymentIntent,
  "paymentMethods.detach": detachPaymentMethod,
  "paymentMethods.list": listPaymentMethods,
  "paymentMethods.retrieve": retrievePaymentMethod,
  "payouts.list": listPayouts,
  "payouts.retrieve": retrievePayout,
  "refunds.create": createRefund,
  "refunds.list": listRefunds,
  "refunds.retrieve": retrieveRefund,
  "setupIntents.retrieve": retrieveSetupIntent,
  "transfers.create": createTransfer,
  "transfers.createReversal": createReversal,
  "transfers.list": listTransfers,
  "transfers.listReversals": listReversals,
  "transfers.retrieve": retrieveTransfer,
  "v2.core.accountLinks.create": createAccountLink,
  "v2.core.accounts.create": createAccount,
  "v2.core.accounts.retrieve": retrieveAccount,
  "v2.core.accounts.update": updateAccount,
};
