import { z } from "zod";
import { isCountryCode } from "../shared/country-codes.ts";
import { plainVatNumber, vatNumberProblem } from "./vat-number.ts";

const line = (most: number, say: string) =>
  z.string().trim().min(1, say).max(most, `At most ${most} characters.`);
const optional = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `At most ${most} characters.`)
    .nullish()
    .transform((text) => text || null);

/** How a company states its name, seat and registration for invoices. */
export const taxIdentityInput = z
  .object({
    name: line(160, "Give the name of the company as it is registered."),
    addressLine: line(160, "Give street and number."),
    postalCode: z.string().trim().max(20, "At most 20 characters."),
    city: line(80, "Give the town."),
    country: z.string().trim().toUpperCase().refine(isCountryCode, "Choose a country."),
    status: z.enum(["registered", "not_registered"], {
      error: "Say whether the company is registered for VAT.",
    }),
    vatNumber: z.string().trim().nullish(),
    registrationNumber: optional(40),
    email: z
      .string()
      .trim()
      .max(160, "At most 160 characters.")
      .nullish()
      .transform((text) => text || null)
      .pipe(z.email("Give an e-mail address, or leave it empty.").nullable()),
  })
  .transform((one, context) => {
    const vatNumber = one.status === "registered" ? plainVatNumber(one.vatNumber ?? "") : "";
    const problem =
      one.status === "registered"
        ? vatNumberProblem(one.country, vatNumber)
        : one.vatNumber
          ? "A company that is not registered has no VAT number; leave it empty."
          : null;
    if (problem) context.addIssue({ code: "custom", path: ["vatNumber"], message: problem });
    return { ...one, vatNumber: vatNumber || null };
  });

export type TaxIdentityInput = z.output<typeof taxIdentityInput>;
