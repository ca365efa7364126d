import pg from "pg";
import { rebuildListingCards } from "../server/catalogue/refresh-listing-cards.ts";

export const PROVIDERS = 2_000;
export const LISTINGS = 10_000;

/** A catalogue of a fixed size: 2,000 providers, 10,000 published listings, 20,000 attestations. */
export async function fillCatalogue(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  await client.query(
    `insert into organization (kind, slug, name, country, city, zone, currency, about)
     select 'provider', 'bench-' || n, 'Provider ' || n,
       (array['PL','DE','GB','KE','PH','US','EE','IN'])[1 + n % 8],
            'City ' || n % 97,
              (array['Europe/Warsaw','Europe/Berlin','Europe/London','Africa/Nairobi','Asia/Manila',
            'America/New_York','Europe/Tallinn','Asia/Kolkata'])[1 + n % 8], 'USD',
              'A provider of the benchmark'
     from generate_series(1, $1) n`,
    [PROVIDERS],
  );
  await client.query(
    `insert into attestation (organization_id, kind, issuer, scope, level, valid_from, valid_to)
     select o.id, (array['soc_2','iso_27001','soc_1','pci_dss'])[1 + (n + k) % 4], 'Auditor', 'All sites',
            (array['verified','evidence_seen','declared'])[1 + (n + k) % 3], date '2026-01-01', date
              '2028-01-01'
     from (select id, row_number() over (order by slug) as n from organization where slug like 'bench-%') o,
          generate_series(1, 10) k`,
  );
  await client.query(
    `insert into listing (organization_id, module_code, title, summary, price_model, monthly_fee_minor,
      currency,
       languages, hours, zone, pool_bps, service_levels, onboarding_days, published_at)
     select o.id,
       (array['it_support','bookkeeping','payroll','employer_of_record','customer_support'])[1 + (n + k) % 5],
            'Offer ' || n || '-' || k, 'Covers desk, close and payroll for teams of up to ' || (n %
              400), 'fixed_monthly',
            50000 + (n * 37 + k * 911) % 2000000, 'USD', array['en', (array['de','pl','es','fr'])[1 + n % 4]],
            '{"mon":[["09:00","17:00"]],"tue":[["09:00","17:00"]],"wed":[["09:00","17:00"]],"thu":[["09:00","17:00"]],
              "fri":[["09:00","17:00"]]}', o.zone, 1000, '[]', 14, now()
     from (select id, zone, row_number() over (order by slug) as n from organization where slug like
       'bench-%') o,
          generate_series(1, $1) k`,
    [LISTINGS / PROVIDERS],
  );
  await rebuildListingCards(client);
  await client.query("analyze");
  await client.end();
}
