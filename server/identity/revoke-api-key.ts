import { NotFound } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { command } from "../command.ts";
import { isId } from "../party-scope.ts";

/**
 * Ends a key of the organisation at once; ending it again changes nothing. Throws NotFound, for a foreign
 * key too.
 */
export const revokeApiKey = command({
  name: "api_key.revoke",
  permission: "api_key:manage",
  run: async (deed, { id }: { id: string }) => {
    const own = { id, organizationId: deed.viewer.organizationId };
    const key = isId(id) ? await deed.tx.apiKey.findFirst({ where: own, select: { name: true } }) : null;
    if (!key) throw new NotFound("API key");
    await deed.tx.apiKey.updateMany({
      where: { ...own, revokedAt: null },
      data: { revokedAt: toDate(deed.now) },
    });
    deed.about("api_key", id, { name: key.name });
    return { id };
  },
});
