import type { SilenceTerms } from "../../domain/contracts/silence-terms.ts";
import { toDate } from "../clock.ts";
import type { Deed } from "../command.ts";

type PutUp = {
  statementId: string;
  organizationId: string;
  providerId: string;
  silence: SilenceTerms | undefined;
};

/** Begins the trails of statements that are put up, where their contracts say what silence means. */
export async function beginSilence({ tx, now }: Deed, statements: readonly PutUp[]): Promise<void> {
  const rows = statements
    .filter((one) => one.silence)
    .map(({ statementId, organizationId, providerId }) => ({
      ...{ statement_id: statementId, organization_id: organizationId, provider_id: providerId },
      ...{ key: `statement.silence:${statementId}`, payload: { statementId, organizationId } },
    }));
  if (rows.length === 0) return;
  const at = toDate(now);
  await tx.$executeRaw`
    insert into statement_notice (organization_id, provider_id, statement_id, side, kind, step, at)
    select r.organization_id, r.provider_id, r.statement_id, side, 'presented', 0, ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r (statement_id uuid, organization_id uuid, provider_id uuid)
    cross join unnest(array['buyer', 'provider']) with ordinality as s (side, place)
    order by r.statement_id, s.place`;
  await tx.$queryRaw`
    select count(app.enqueue_at('statement.silence', r.payload, r.key, ${at}::timestamptz, ${at}::timestamptz)::text)
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (key text, payload json)`;
}
