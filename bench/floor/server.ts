// The floor that the benchmark divides by: the fastest plain way we know. Bare node:http, one pool, each
// answer's JSON built by PostgreSQL in one prepared statement, no framework, no checks.
import { createServer } from "node:http";
import pg from "pg";

const pool = new pg.Pool({ connectionString: process.argv[2], max: 10 });

const CARD = `jsonb_build_object('listingId', l.id, 'title', l.title, 'summary', l.summary,
  'provider', jsonb_build_object('name', o.name, 'city', o.city, 'country', o.country),
  'price', jsonb_build_object('amountMinor', l.monthly_fee_minor::text, 'currency', l.currency),
  'languages', l.languages, 'zone', l.zone,
  'attestations', (select coalesce(jsonb_agg(jsonb_build_object('kind', a.kind, 'level', a.level,
     'validTo', a.valid_to)), '[]') from attestation a where a.organization_id = o.id))`;

const LIST = {
  name: "list",
  text: `select jsonb_agg(card)::text as json from (select ${CARD} as card from listing l
    join organization o on o.id = l.organization_id where l.module_code = $1 and l.published_at is not null
    order by l.monthly_fee_minor, l.id limit 20) rows`,
};

const SEARCH = {
  name: "search",
  text: `with hit as materialized (
      select l.id, l.monthly_fee_minor, o.country, l.languages, l.module_code, l.currency
      from listing l join organization o on o.id = l.organization_id
      where l.module_code = $1 and o.country = $2 and l.published_at is not null)
    select jsonb_build_object('total', (select count(*) from hit),
      'countries', (select jsonb_object_agg(country, n) from (select country, count(*) n from hit group
        by 1) c),
      'modules', (select jsonb_object_agg(module_code, n) from (select module_code, count(*) n from hit
        group by 1) m),
      'currencies', (select jsonb_object_agg(currency, n) from (select currency, count(*) n from hit
        group by 1) u),
      'languages', (select jsonb_object_agg(value, n) from (select unnest(languages) as value, count(*)
        n from hit group by 1) g),
      'rows', (select jsonb_agg(card) from (select ${CARD} as card from hit h join listing l using (id)
         join organization o on o.id = l.organization_id order by h.monthly_fee_minor, h.id limit 20)
           page))::text as json`,
};

const SESSION = {
  name: "session",
  text: "select user_id, organization_id from api_key where secret_hash = $1",
};
const WRITE = { name: "write", text: "update api_key set last_used_at = now() where id = $1 returning id" };

const server = createServer(async (request, response) => {
  const url = new URL(request.url ?? "/", "http://floor");
  const answer = (json: string) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(json);
  };
  if (url.pathname === "/list") {
    const { rows } = await pool.query({ ...LIST, values: [url.searchParams.get("module")] });
    return answer(rows[0].json);
  }
  if (url.pathname === "/search") {
    const values = [url.searchParams.get("module"), url.searchParams.get("country")];
    const { rows } = await pool.query({ ...SEARCH, values });
    return answer(rows[0].json);
  }
  const [key, id] = [request.headers.authorization ?? "", url.searchParams.get("id")];
  await pool.query({ ...SESSION, values: [key] });
  const { rows } = await pool.query({ ...WRITE, values: [id] });
  return answer(JSON.stringify(rows));
});

server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.({ port: typeof address === "object" && address ? address.port : 0 });
});
