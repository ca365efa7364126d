import { z } from "zod";

/** Without a second factor the password stands alone, so it is long; the most bounds its digest's work. */
export const PASSWORD_LENGTH = { least: 15, most: 128 } as const;

export const newPasswordSchema = z
  .string({ error: "Choose a password." })
  .min(PASSWORD_LENGTH.least, `A password has at least ${PASSWORD_LENGTH.least} characters; spaces count.`)
  .max(PASSWORD_LENGTH.most, `A password has at most ${PASSWORD_LENGTH.most} characters.`);
