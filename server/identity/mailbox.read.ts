import type { Viewer } from "../../domain/identity/viewer.ts";
import { toInstant } from "../clock.ts";
import { Prisma, type Tx } from "../db.ts";
import { isId } from "../party-scope.ts";

/** A message to the viewer. Instants RFC 3339. */
export type MailRow = {
  id: string;
  subject: string;
  text: string;
  to: string;
  state: "waiting" | "sent" | "kept" | "refused";
  createdAt: string;
  sentAt: string | null;
};

type Raw = Omit<MailRow, "createdAt" | "sentAt"> & { createdAt: Date; sentAt: Date | null };

/** The viewer's own mail in the organisation they act for, newest first; with an id that one alone. */
export async function mailRows(
  tx: Tx,
  p: {
    viewer: Viewer;
    id?: string;
    limit: number;
    after?: string | undefined;
    before?: string | undefined;
    inverted: boolean;
  },
): Promise<MailRow[]> {
  if (p.id !== undefined && !isId(p.id)) return [];
  const order = p.inverted ? Prisma.sql`asc` : Prisma.sql`desc`;
  const parts = [
    Prisma.sql`m.user_id = ${p.viewer.userId}::uuid and m.party_id = ${p.viewer.organizationId}::uuid`,
  ];
  if (p.id) parts.push(Prisma.sql`m.id = ${p.id}::uuid`);
  // Ids are uuidv7: they stand in the order of their making. A cursor is a message of the viewer's own; any
  // other id, of somebody's or of nothing, leads nowhere.
  const own = (id: string) => Prisma.sql`(select c.id from mail_message c where c.id = ${id}::uuid
    and c.user_id = ${p.viewer.userId}::uuid and c.party_id = ${p.viewer.organizationId}::uuid)`;
  if (p.after && isId(p.after)) parts.push(Prisma.sql`m.id < ${own(p.after)}`);
  if (p.before && isId(p.before)) parts.push(Prisma.sql`m.id > ${own(p.before)}`);
  const rows = await tx.$queryRaw<Raw[]>`
    select m.id, m.subject, m.body_text as text, m.to_address as "to", m.state, m.created_at as "createdAt",
      m.sent_at as "sentAt"
    from mail_message m where ${Prisma.join(parts, " and ")} order by m.id ${order} limit ${p.limit}`;
  return rows.map((row) => ({
    ...row,
    createdAt: toInstant(row.createdAt).toString(),
    sentAt: row.sentAt && toInstant(row.sentAt).toString(),
  }));
}
