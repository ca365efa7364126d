/** A card that the hosted page and `invoices.pay` accept; numbers from docs.stripe.com/testing. */
export interface TestCard {
  number: string;
  brand: "visa" | "mastercard";
  decline: { code: string; declineCode: string; message: string } | null;
}

const declined = (declineCode: string, message = "Your card was declined.") => ({
  code: "card_declined",
  declineCode,
  message,
});

const cards: TestCard[] = [
  { number: "4242424242424242", brand: "visa", decline: null },
  { number: "5555555555554444", brand: "mastercard", decline: null },
  { number: "4000000000000002", brand: "visa", decline: declined("generic_decline") },
  {
    number: "4000000000009995",
    brand: "visa",
    decline: declined("insufficient_funds", "Your card has insufficient funds."),
  },
  {
    number: "4000000000000069",
    brand: "visa",
    decline: { code: "expired_card", declineCode: "expired_card", message: "Your card has expired." },
  },
];

const methods: Record<string, string> = {
  pm_card_visa: "4242424242424242",
  pm_card_mastercard: "5555555555554444",
  pm_card_visa_chargeDeclined: "4000000000000002",
  pm_card_chargeDeclined: "4000000000000002",
  pm_card_visa_chargeDeclinedInsufficientFunds: "4000000000009995",
};

export function cardNumbered(number: string): TestCard | undefined {
  return cards.find((card) => card.number === number.replaceAll(/[\s-]/g, ""));
}

export function cardOfPaymentMethod(method: string): TestCard | undefined {
  const number = methods[method];
  return number === undefined ? undefined : cardNumbered(number);
}
