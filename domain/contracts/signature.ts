import { type InputIssue, InvalidInput } from "../shared/refusals.ts";

/**
 * The text to which a signer consents; a change of wording is a new version, and old ones stay readable.
 */
export const CONSENT_TEXTS = {
  "2026-11":
    "I agree to sign electronically. My typed name is my signature and binds the organisation I act for.",
} as const;

export type ConsentVersion = keyof typeof CONSENT_TEXTS;
export const CURRENT_CONSENT: ConsentVersion = "2026-11";

export type SignatureForm = {
  typedName: string;
  consent: boolean;
  consentTextVersion: string;
  /** "I may sign for this organisation." */
  authority: boolean;
};

/**
 * Throws InvalidInput with one issue for each thing that is missing before an act counts as a signature.
 */
export function assertSignable(form: SignatureForm, signerName: string): void {
  const issues: InputIssue[] = [];
  if (form.typedName.trim() === "")
    issues.push({ field: "typedName", message: "Type your full name to sign." });
  else if (!sameName({ typed: form.typedName, known: signerName }))
    issues.push({ field: "typedName", message: `Type your name as we know it: ${signerName}.` });
  if (!form.consent)
    issues.push({ field: "consent", message: "Agree to sign electronically, or do not sign here." });
  else if (form.consentTextVersion !== CURRENT_CONSENT)
    issues.push({
      field: "consent",
      message: "The consent text has changed. Reload the page and read it.",
    });
  if (!form.authority)
    issues.push({ field: "authority", message: "Confirm that you may sign for your organisation." });
  if (issues.length > 0) throw new InvalidInput(issues);
}

/** Case, accents' encoding and spacing do not matter; every letter does. */
export function sameName(names: { typed: string; known: string }): boolean {
  return plain(names.typed) === plain(names.known);
}

function plain(name: string): string {
  return name.normalize("NFKC").trim().replace(/\s+/g, " ").toLocaleLowerCase("en");
}

/** "on behalf of Brightline Studio, as Operations lead" */
export function authorityStatement(signer: { organizationName: string; roleName: string }): string {
  return `on behalf of ${signer.organizationName}, as ${signer.roleName}`;
}
