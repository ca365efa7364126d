import type { Proof } from "./load-context.ts";

/** What a form of `ProofForms` proves; null for a form that is none of them. */
export function proofIn(form: FormData): Proof | { way: "password"; password: string } | null {
  const text = (name: string) => String(form.get(name) ?? "");
  switch (form.get("intent")) {
    case "totp":
      return { way: "totp", code: text("code") };
    case "recovery":
      return { way: "recovery", code: text("code") };
    case "passkey":
      return { way: "passkey", response: text("response") };
    case "password":
      return { way: "password", password: text("password") };
    default:
      return null;
  }
}

/** What is said of a proof that is not right; it tells nothing of why. */
export const NOT_RIGHT: Record<Proof["way"] | "password", string> = {
  totp: "This is not the code that your app shows now. Each code works once.",
  recovery: "This is none of your unused recovery codes.",
  passkey: "This passkey is not one of yours, or it answered too late. Try again.",
  password: "This is not your password.",
};
