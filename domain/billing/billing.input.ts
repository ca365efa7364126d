import { z } from "zod";

const id = (noun: string) => z.uuid({ error: `There is no such ${noun}.` });

export const statementInput = z.object({ statementId: id("statement") });
export const invoiceInput = z.object({ invoiceId: id("invoice") });

const page = z.url({
  protocol: /^https?$/,
  error: "Write an address that begins with https:// or http://.",
});

export const onboardingInput = z.object({ returnUrl: page, refreshUrl: page });
