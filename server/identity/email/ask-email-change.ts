import { z } from "zod";
import { emailSchema } from "../../../domain/identity/invitation.ts";
import type { Viewer } from "../../../domain/identity/viewer.ts";
import { InvalidInput, parseInput } from "../../../domain/shared/refusals.ts";
import { toDate } from "../../clock.ts";
import { command } from "../../command.ts";
import type { Tx } from "../../db.ts";

const askSchema = z.object({ email: emailSchema });

/**
 * Asks for a new address of the viewer's own: a link goes to it, and nothing changes before it was used.
 * Whether another account has the address is told to nobody but who reads its mail. Throws InvalidInput.
 */
export const askEmailChange = command({
  name: "email.ask_change",
  permission: "own_account",
  requiresStepUp: true,
  run: async (deed, input: { email: string }): Promise<null> => {
    const { email } = parseInput(askSchema, input);
    const { userId, organizationId } = deed.viewer;
    if (email === deed.viewer.email)
      throw new InvalidInput([{ field: "email", message: "This is your address already." }]);
    deed.about("person", userId, { to: email });
    const payload = { userId, organizationId, email, askId: crypto.randomUUID() };
    await deed.enqueue("email_change.mail", payload);
    return null;
  },
});

/** The address that the viewer has still to confirm; null without one. */
export async function pendingEmail(tx: Tx, p: { viewer: Viewer; at: Date }): Promise<string | null> {
  const link = await tx.mailedLink.findFirst({
    where: { userId: p.viewer.userId, purpose: "email", usedAt: null, expiresAt: { gt: p.at } },
    orderBy: { createdAt: "desc" },
  });
  return link?.address ?? null;
}

/** Ends the links to new addresses that are still open: no change is under way any more. */
export const dropEmailChange = command({
  name: "email.drop_change",
  permission: "own_account",
  run: async ({ tx, viewer, now, about }, _: object): Promise<null> => {
    const open = { userId: viewer.userId, purpose: "email", usedAt: null };
    const { count } = await tx.mailedLink.updateMany({ where: open, data: { usedAt: toDate(now) } });
    about("person", viewer.userId, { links: count });
    return null;
  },
});
