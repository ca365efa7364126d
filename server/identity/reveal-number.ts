import { NotAllowed } from "../../domain/shared/refusals.ts";
import { command, type Deed } from "../command.ts";
import { readTaxIdentity } from "./tax-identity.read.ts";

/** A number in full, and what the audit row says it is of; null where there is none for this viewer. */
export type FoundNumber = { subjectType: string; subjectId: string; number: string } | null;

/**
 * A use case that tells a number in full which pages and the API otherwise show the end of. Only to a person
 * in a session with the permission account_number:reveal who has proved within five minutes that it is them;
 * each time leaves an audit row, without the number. Call it without a retry key, which would store the
 * answer. Throws NotAllowed, StepUpNeeded, and what `missing` makes.
 */
export function revealsNumber<Asked>(p: {
  name: string;
  missing: () => Error;
  find: (deed: Deed, asked: Asked) => Promise<FoundNumber>;
}) {
  return command({
    name: p.name,
    permission: "account_number:reveal",
    requiresStepUp: true,
    run: async (deed: Deed, asked: Asked): Promise<{ number: string }> => {
      if (deed.viewer.via !== "session") throw new NotAllowed("Only a person sees a number in full.");
      const found = await p.find(deed, asked);
      if (!found) throw p.missing();
      deed.about(found.subjectType, found.subjectId);
      return { number: found.number };
    },
  });
}

/** The VAT number of the viewer's own organisation. */
export const revealVatNumber = revealsNumber({
  name: "vat_number.reveal",
  missing: () => new NotAllowed("Your organisation has stated no VAT number."),
  find: async ({ tx, viewer }: Deed, _: object) => {
    const subjectId = viewer.organizationId;
    const known = await readTaxIdentity(tx, subjectId);
    return known?.vatNumber ? { subjectType: "tax_identity", subjectId, number: known.vatNumber } : null;
  },
});
