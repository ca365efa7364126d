import { z } from "zod";
import { BreakClosed } from "../../domain/ledger/errors.ts";
import { InvalidInput, NotFound, parseInput } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import type { Tx } from "../db.ts";
import { isId } from "../party-scope.ts";

/**
 * Gives a break to a colleague of the marketplace, or takes it oneself. Throws NotFound, BreakClosed, and
 * InvalidInput where the person is no colleague.
 */
export const assignBreak = command({
  name: "reconciliation_break.assign",
  permission: "break:settle",
  run: async (deed: Deed, { breakId, ownerId }: { breakId: string; ownerId: string }) => {
    const { tx, viewer } = deed;
    await openBreak(tx, breakId);
    const owner = (await colleagues(tx, viewer.organizationId)).find((one) => one.id === ownerId);
    if (!owner)
      throw new InvalidInput([{ field: "ownerId", message: "Choose a colleague of the marketplace." }]);
    await tx.reconBreak.update({
      where: { id: breakId },
      data: { ownerId: owner.id, ownerName: owner.name },
    });
    deed.about("reconciliation_break", breakId, { owner: owner.name });
    return { breakId };
  },
});

const closing = z.object({
  reason: z
    .string()
    .trim()
    .min(10, "Say in a sentence what was found and what was done.")
    .max(1000, "At most 1,000 characters."),
});

/** Closes a break for good, with the reason. Throws NotFound, BreakClosed, InvalidInput. */
export const closeBreak = command({
  name: "reconciliation_break.close",
  permission: "break:settle",
  run: async (deed: Deed, { breakId, reason: given }: { breakId: string; reason: string }) => {
    const { tx, viewer, now } = deed;
    await openBreak(tx, breakId);
    const { reason } = parseInput(closing, { reason: given });
    await tx.reconBreak.update({
      where: { id: breakId },
      data: {
        closedAt: toDate(now),
        closedById: viewer.userId,
        closedByName: viewer.name,
        closeReason: reason,
      },
    });
    deed.about("reconciliation_break", breakId, { reason });
    return { breakId };
  },
});

async function openBreak(tx: Tx, id: string): Promise<void> {
  const [found] = isId(id)
    ? await tx.$queryRaw<{ closedByName: string | null }[]>`
        select closed_by_name as "closedByName" from recon_break where id = ${id}::uuid for update`
    : [];
  if (!found) throw new NotFound("break");
  if (found.closedByName !== null) throw new BreakClosed(found.closedByName);
}

/** Who may own a break: the marketplace's own people, by name. */
export function colleagues(tx: Tx, organizationId: string): Promise<{ id: string; name: string }[]> {
  return tx.$queryRaw<{ id: string; name: string }[]>`
    select p.id, p.name from membership m join person p on p.id = m.user_id
    where m.organization_id = ${organizationId}::uuid and m.ended_at is null order by p.name, p.id`;
}
