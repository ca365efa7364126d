import { InvalidInput } from "../../domain/shared/refusals.ts";
import {
  revealResendAccount,
  revealWageAccount,
} from "../../server/billing/client-money/reveal-account.ts";
import { revealPayoutAccount } from "../../server/billing/payout-details/reveal-payout-account.ts";
import type { Caller } from "../../server/command.ts";
import { revealVatNumber } from "../../server/identity/reveal-number.ts";
import { builder } from "../builder.ts";

const KINDS: Record<string, (caller: Caller, asked: { id: string }) => Promise<{ number: string }>> = {
  vat_number: revealVatNumber,
  wage_account: revealWageAccount,
  wage_resend_account: revealResendAccount,
  payout_account: revealPayoutAccount,
};

const RevealedNumber = builder.objectRef<{ number: string }>("RevealedNumber").implement({
  fields: (t) => ({ number: t.exposeString("number") }),
});

const RevealNumberInput = builder.inputType("RevealNumberInput", {
  fields: (t) => ({
    kind: t.string({
      required: true,
      description: "vat_number, wage_account, wage_resend_account or payout_account",
    }),
    id: t.id({
      description: "Of what the number stands in; left out for the organisation's own VAT number.",
    }),
  }),
});

builder.mutationField("revealNumber", (t) =>
  t.field({
    type: RevealedNumber,
    description:
      "Tells a number in full, to a person who has proved lately that it is them; the audit trail says so.",
    errors: {},
    authScopes: { may: "account_number:reveal" },
    args: { input: t.arg({ type: RevealNumberInput, required: true }) },
    resolve: (_root, { input }, context) => {
      const reveal = Object.hasOwn(KINDS, input.kind) ? KINDS[input.kind] : undefined;
      if (!reveal) throw new InvalidInput([{ field: "kind", message: "There is no such number." }]);
      // Without a retry key: the answer of a command with one is stored.
      return reveal(context.caller(), { id: String(input.id ?? "") });
    },
  }),
);
