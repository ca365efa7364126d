import { NotFound } from "../../domain/shared/refusals.ts";
import { command } from "../command.ts";
import { isId } from "../party-scope.ts";

/** Ends one of the viewer's own sessions at once, on whatever device. Throws NotFound, for another's too. */
export const endSession = command({
  name: "session.end",
  permission: "own_account",
  run: async (deed, { id }: { id: string }) => {
    const own = { publicId: id, userId: deed.viewer.userId };
    const { count } = isId(id) ? await deed.tx.session.deleteMany({ where: own }) : { count: 0 };
    if (count === 0) throw new NotFound("session");
    deed.about("session", id);
    return { id };
  },
});
