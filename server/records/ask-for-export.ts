import { may } from "../../domain/identity/permissions.ts";
import {
  EXPORT_OPEN_MINUTES,
  type ExportKind,
  ExportNotOpen,
  ExportUnderWay,
  OwnSignInOnly,
} from "../../domain/records/data-export.ts";
import { NotAllowed, NotFound } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import { isId } from "../party-scope.ts";
import { kindsOf } from "./make-export.job.ts";

/**
 * Asks for a file of everything that the viewer's organisation owns; a job makes it, and the viewer alone can
 * fetch it. Permission data:export, a person in a session. Throws StepUpNeeded, ExportUnderWay.
 */
export const askForOrganizationExport = command({
  name: "data_export.ask",
  permission: "data:export",
  requiresStepUp: true,
  run: (deed: Deed, _input: null) => askFor(deed, "organization"),
});

/** The same of what is the viewer's own, in all their organisations. Throws OwnSignInOnly as well. */
export const askForOwnExport = command({
  name: "data_export.ask",
  permission: "own_account",
  requiresStepUp: true,
  run: (deed: Deed, _input: null) => {
    if (deed.viewer.ssoConnectionId) throw new OwnSignInOnly();
    return askFor(deed, "person");
  },
});

async function askFor(deed: Deed, kind: ExportKind): Promise<{ id: string }> {
  const { tx, viewer, now } = deed;
  if (viewer.via !== "session") throw new NotAllowed("Only a person asks for such a file.");
  const { organizationId, userId } = viewer;
  const [made] = await tx.$queryRaw<{ id: string }[]>`
    insert into data_export (organization_id, user_id, kind, state, opens_numbers, asked_by_name, asked_at,
      of_kinds)
    values (${organizationId}::uuid, ${userId}::uuid, ${kind}, 'asked', ${may(viewer, "account_number:reveal")},
      ${viewer.name}, ${toDate(now)}::timestamptz, ${kindsOf(kind)})
    on conflict do nothing returning id`;
  if (!made) throw new ExportUnderWay();
  await deed.enqueue("data_export.make", { id: made.id, organizationId, userId });
  deed.about("data_export", made.id, { kind });
  return made;
}

/**
 * Opens a file for some minutes to whoever asked for it, after a proof that it is them; each time leaves an
 * audit row. Throws StepUpNeeded, NotFound, ExportNotOpen, and NotAllowed where their role lost the
 * permission meanwhile.
 */
export const openExport = command({
  name: "data_export.fetch",
  permission: "own_account",
  requiresStepUp: true,
  run: async (deed: Deed, { id }: { id: string }): Promise<{ id: string }> => {
    const { tx, viewer, now } = deed;
    const found = isId(id) ? await tx.dataExport.findFirst({ where: { id, userId: viewer.userId } }) : null;
    if (!found) throw new NotFound("file");
    const isKept = found.state === "made" && found.expiresAt && found.expiresAt > toDate(now);
    if (!isKept) throw new ExportNotOpen();
    if (found.kind === "organization" && !may(viewer, "data:export")) throw new NotAllowed();
    if (found.kind === "person" && viewer.ssoConnectionId) throw new OwnSignInOnly();
    const openUntil = toDate(now.add({ minutes: EXPORT_OPEN_MINUTES }));
    await tx.$executeRaw`update data_export set open_until = ${openUntil}::timestamptz where id = ${id}::uuid`;
    deed.about("data_export", id, { kind: found.kind, sha256: found.sha256 });
    return { id };
  },
});
