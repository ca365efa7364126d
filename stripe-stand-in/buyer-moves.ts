import { workOf } from "./api.ts";
import type { StandInClock } from "./clock.ts";
import { type Failure, failures } from "./instruments.ts";
import { answerDebits } from "./resources/debits.ts";
import { receiveTransfer } from "./resources/funding.ts";
import type { Store } from "./store.ts";

/** What buyers and their banks do without asking our API. */
export interface BuyerMoves {
  /** From now on the method's payments fail with this reason, or go through again. */
  decline(p: {
    method: string;
    because: keyof typeof failures | "do_not_honor" | "expired_card" | null;
  }): void;
  withdrawMandate(method: string): void;
  sendTransfer(p: { customer: string; amount: number; currency: string }): { invoice: string };
  /** Lets the banks answer what has fallen due; the passing of time does it too. */
  answerDebits(): void;
}

export function buyerMoves(parts: {
  store: Store;
  clock: StandInClock;
  publicUrl: string;
  hasWebhook: boolean;
}): BuyerMoves {
  const { store } = parts;
  const work = () => workOf({ parts, requestId: null, key: null, emittedTypes: [] });
  return {
    decline: ({ method, because }) =>
      store.transact(() => {
        const instrument = store.get("instrument", method);
        if (instrument === undefined) throw new Error(`There is nothing behind ${method}.`);
        const { card, bank } = instrument;
        const failure: Failure | null = because === null ? null : failureNamed(because);
        const decline = failure && {
          code: failure.code === "expired_card" ? failure.code : "card_declined",
          declineCode: failure.code,
          message: failure.message,
        };
        store.put("instrument", {
          ...instrument,
          card: card && { ...card, decline },
          bank: bank && { ...bank, failure },
        });
      }),
    withdrawMandate: (method) =>
      store.transact(() => {
        const id = store.get("instrument", method)?.mandate ?? "";
        const mandate = store.get("mandate", id);
        if (mandate === undefined) throw new Error(`${method} has no mandate.`);
        const inactive = { ...mandate, status: "inactive" as const };
        store.put("mandate", inactive);
        work().emit("mandate.updated", inactive);
      }),
    sendTransfer: (transfer) => store.transact(() => receiveTransfer(work(), transfer)),
    answerDebits: () => store.transact(() => answerDebits(work())),
  };
}

function failureNamed(name: keyof typeof failures | "do_not_honor" | "expired_card"): Failure {
  if (name === "do_not_honor") return { code: name, message: "Your card was declined." };
  if (name === "expired_card") return { code: name, message: "Your card has expired." };
  return failures[name];
}
