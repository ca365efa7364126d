import type { Viewer } from "../../domain/identity/viewer.ts";
import type { World } from "../world.ts";

const AGED = [
  `insert into sign_in_event (user_id, at, outcome, way, address, user_agent, is_new_device)
   values ($1, $3, 'refused', 'password', $4, '', false)`,
  `insert into session (id_hash, user_id, expires_at, absolute_expires_at) values ($4, $1, $3, $3)`,
  `insert into mailed_link (token_hash, user_id, purpose, address, expires_at, created_at)
   values ($4, $1, 'password', 'x@y.example', $3, $3)`,
  `insert into api_key_call (organization_id, key_id, at, operation, outcome, address)
   values ($2, $5, $3, $4, 'answered', '')`,
  `insert into invitation (organization_id, email, role, role_name, invited_by_id, invited_by_name, created_at,
     sent_at, expires_at) values ($2, $4, 'member', 'Member', $1, 'x', $3, $3, $3)`,
  `insert into mail_message (organization_id, party_id, user_id, kind, key, to_name, to_address, subject, body_text,
     body_html, state, created_at) values ($2, $2, $1, 'notice', $4, 'x', 'x@y.example', $4, $4, $4, 'sent', $3)`,
  `insert into inbound_delivery (organization_id, provider_id, connection_id, digest, body, state, received_at)
   select organization_id, provider_id, $6::uuid, $4, $4, 'processed', $3 from engagement where id = $7`,
  `insert into import_batch (organization_id, provider_id, engagement_id, file_name, file_hash, content, row_count,
     header, state, created_by_id, created_at)
   select organization_id, provider_id, id, $4, 'h', 'words', 1, '{}', 'uploaded', $1, $3 from engagement
   where id = $7`,
];

/** Old and young records of somebody of the buyer, of every kind that is a record of its own. */
export async function agedRecords(
  world: World,
  engagementId: string,
  { userId, organizationId }: Viewer,
): Promise<void> {
  const { rows } = await world.owner.query(
    `insert into api_key (organization_id, user_id, name, prefix, secret_hash) values ($1, $2, 'k', 'erk_', $3)
     returning id`,
    [organizationId, userId, `hash of ${userId}`],
  );
  const connection = await world.row(
    `insert into inbound_connection (organization_id, provider_id, engagement_id, name, source, created_by_name)
     select organization_id, provider_id, id, $2, $2, 'x' from engagement where id = $1 returning id`,
    [engagementId, `desk of ${userId}`],
  );
  for (const [days, word] of [
    [5000, "old"],
    [1, "young"],
  ] as const) {
    const at = world.clock
      .now()
      .subtract({ hours: days * 24 })
      .toString();
    const values = [
      userId,
      organizationId,
      at,
      `${word} ${userId}`,
      rows[0].id,
      connection.id,
      engagementId,
    ];
    for (const sql of AGED) {
      const numbers = [...new Set(sql.match(/\$\d/g))].sort();
      const placed = sql.replace(/\$\d/g, (n) => `$${numbers.indexOf(n) + 1}`);
      await world.owner.query(
        placed,
        numbers.map((n) => values[Number(n.slice(1)) - 1]),
      );
    }
  }
}
