import { fieldsOf } from "../../server/rotate-field-keys.ts";
import type { World } from "../world.ts";
import { testFields } from "./field-keys.ts";

/** A credit note with its line, refund and share, and a dispute with evidence and a move, on one invoice. */
export async function fillInCredits(
  world: World,
  p: { engagementId: string; organizationId: string; providerId: string },
): Promise<void> {
  const invoice = await world.row(
    `select i.id from invoice i join statement s on s.id = i.statement_id
     where s.engagement_id = $1 and i.total_minor > 0 order by i.id limit 1`,
    [p.engagementId],
  );
  if (!invoice) return;
  const on = [p.organizationId, p.providerId, p.engagementId, invoice.id];
  await world.owner.query(
    `with note as (insert into credit_note (organization_id, provider_id, engagement_id, invoice_id, state,
         currency, net_minor, tax_minor, total_minor, commission_minor, provider_minor, reason, memo,
         wished_refund_minor, asked_by_name, asked_at)
       select $1, $2, $3, id, 'asked', currency, 1, 0, 1, 0, 1, 'goodwill', 'secret', 0, 'A', now()
       from invoice where id = $4 returning id, currency),
     line as (insert into credit_note_line (organization_id, provider_id, credit_note_id, position, label,
         net_minor, tax_minor) select $1, $2, id, 1, 'secret', 1, 0 from note)
     insert into refund (organization_id, provider_id, invoice_id, credit_note_id, state, currency,
       amount_minor, created_at) select $1, $2, $4, id, 'pending', currency, 1, now() from note`,
    on,
  );
  await world.owner.query(
    `insert into share_change (organization_id, provider_id, engagement_id, invoice_id, cause, cause_id,
       currency, amount_minor, at)
     select $1, $2, $3, id, 'credit_note', uuidv7(), currency, 1, now() from invoice where id = $4`,
    on,
  );
  await world.owner.query(
    `with dispute as (insert into charge_dispute (organization_id, provider_id, engagement_id, invoice_id,
         stripe_dispute_id, status, reason, contestable, currency, amount_minor, opened_at)
       select $1, $2, $3, id, 'du_' || id, 'needs_response', 'secret', true, currency, 1, now()
       from invoice where id = $4 returning id, currency),
     evidence as (insert into dispute_evidence (organization_id, provider_id, dispute_id, fields, submits,
         state, by_id, by_name, at) select $1, $2, id, '{}', false, 'asked', uuidv7(), 'A', now() from dispute)
     insert into transfer_move (organization_id, provider_id, dispute_id, kind, state, currency, amount_minor,
       created_at) select $1, $2, id, 'reversal', 'pending', currency, 1, now() from dispute`,
    on,
  );
  const fileId = crypto.randomUUID();
  const base64 = Buffer.from("secret").toString("base64");
  const fields = fieldsOf(world.owner, testFields);
  const content = await fields.sealFor("stored_file.content", { id: fileId, owner: p.providerId }, base64);
  await world.owner.query(
    `with file as (insert into stored_file (id, organization_id, provider_id, name, media_type, byte_size, sha256,
         content, kept_by_id, kept_by_name, kept_at)
       select $5, $1, $2, 'secret.pdf', 'application/pdf', 6, encode(sha256('secret'), 'hex'), $6, uuidv7(),
         'A', now() returning id)
     insert into dispute_file (organization_id, provider_id, dispute_id, file_id, field)
     select $1, $2, d.id, f.id, 'receipt' from charge_dispute d cross join file f
     where d.engagement_id = $3 and d.invoice_id = $4`,
    [...on, fileId, content],
  );
}
