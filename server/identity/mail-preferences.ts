import { createHash } from "node:crypto";
import { z } from "zod";
import { isMailKind, MAIL_KINDS, type MailKind } from "../../domain/identity/mail.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { parseInput } from "../../domain/shared/refusals.ts";
import { type Clock, toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import type { Database, Tx } from "../db.ts";
import { viewerOf } from "./viewer-of-membership.ts";

export type MailPreference = { kind: MailKind; name: string; wanted: boolean };

/** Every kind with whether the viewer wants it by mail; without a choice they do. */
export async function mailPreferences(tx: Tx, viewer: Viewer): Promise<MailPreference[]> {
  const rows = await tx.mailPreference.findMany({
    where: { organizationId: viewer.organizationId, userId: viewer.userId },
    select: { kind: true, wanted: true },
  });
  const chosen = new Map(rows.map((row) => [row.kind, row.wanted]));
  return Object.entries(MAIL_KINDS).map(([kind, name]) => ({
    kind: kind as MailKind,
    name,
    wanted: chosen.get(kind) ?? true,
  }));
}

const wantedSchema = z.object({
  wanted: z.array(z.string().refine(isMailKind, { error: "This is not a kind of mail we send." })).max(20),
});

/** Chooses which kinds the viewer wants by mail; on the pages and the home they stand as before. */
export const setMailPreferences = command({
  name: "mail_preference.set",
  permission: "warning:read",
  async run(deed, input: { wanted: string[] }): Promise<{ wanted: string[] }> {
    const { wanted } = parseInput(wantedSchema, input);
    for (const kind of Object.keys(MAIL_KINDS))
      await choose(deed, kind, (wanted as string[]).includes(kind));
    deed.about("mail_preference", deed.viewer.userId, { wanted });
    return { wanted };
  },
});

/** Ends mails of some kinds, by the link in one of them. A second time changes nothing. */
const endMails = command({
  name: "mail_preference.end",
  permission: "warning:read",
  async run(deed, { kinds }: { kinds: readonly string[] }): Promise<{ kinds: string[] }> {
    const known = kinds.filter(isMailKind);
    for (const kind of known) await choose(deed, kind, false);
    deed.about("mail_preference", deed.viewer.userId, { ended: known });
    return { kinds: known };
  },
});

async function choose(deed: Deed, kind: string, wanted: boolean): Promise<void> {
  const { organizationId, userId } = deed.viewer;
  const updatedAt = toDate(deed.now);
  await deed.tx.mailPreference.upsert({
    where: { organizationId_userId_kind: { organizationId, userId, kind } },
    create: { organizationId, userId, kind, wanted, updatedAt },
    update: { wanted, updatedAt },
  });
}

/** The digest under which an unsubscribe link is known; the secret itself stands in the mail alone. */
export function unsubscribeHash(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/**
 * What an unsubscribe link does, without a sign-in: whoever holds it may end these mails and nothing else. An
 * unknown link, and one of somebody who has left, are answered alike.
 */
export async function unsubscribe(
  deps: { db: Database; clock: Clock },
  p: { secret: string; facts: { requestId: string; address: string; userAgent: string } },
): Promise<boolean> {
  const hash = unsubscribeHash(p.secret);
  const [door] = await deps.db.open.$queryRaw<{ user_id: string; party_id: string; kind: string }[]>`
    select user_id, party_id, kind from app.mail_door(${hash})`;
  if (!door) return false;
  const viewer = await viewerOf({
    open: deps.db.open,
    userId: door.user_id,
    organizationId: door.party_id,
    via: "link",
    facts: p.facts,
  });
  if (!viewer) return false;
  await endMails({ ...deps, viewer }, { kinds: door.kind.split(",") });
  return true;
}
