import { moduleByCode } from "../../domain/catalogue/catalogue.ts";
import type { ModuleCode } from "../../domain/catalogue/service-module.ts";
import { type Terms, termsHash, termsSchema } from "../../domain/contracts/terms.ts";
import { draftTermsFromListing } from "../../domain/contracts/terms-draft.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import type { World } from "../world.ts";
import { member } from "./people.ts";

export type Contracted = { engagementId: string; buyer: Viewer; provider: Viewer; terms: Terms };

let made = 0;

/** A signed contract that has opened: buyer, provider, terms, engagement and its first calendar. */
export async function contracted(
  world: World,
  options: { moduleCode?: ModuleCode; terms?: Partial<Terms> } = {},
): Promise<Contracted> {
  made += 1;
  const buyer = await member(world, { name: `Buyer ${made}`, kind: "buyer", role: "operations_lead" });
  const provider = await member(world, {
    name: `Provider ${made}`,
    kind: "provider",
    role: "delivery_manager",
  });
  const terms = termsFor(options.moduleCode ?? "it_support", options.terms ?? {});
  const engagementId = await signedContract(world, {
    organizationId: buyer.organizationId,
    providerId: provider.organizationId,
    terms,
  });
  await world.owner.query("select graphile_worker.add_job('engagement.opened', $1)", [
    JSON.stringify({ engagementId, organizationId: buyer.organizationId }),
  ]);
  await world.drainJobs();
  return { engagementId, buyer, provider, terms };
}

/** The rows of a signed contract at work, as its story leaves them; answers the engagement's id. */
export async function signedContract(
  world: World,
  p: { organizationId: string; providerId: string; terms: Terms },
): Promise<string> {
  const { terms } = p;
  const parties = [p.organizationId, p.providerId];
  const sow = await world.row(
    `insert into statement_of_work (organization_id, provider_id, module_code, title, state, current_version)
     values ($1, $2, $3, $4, 'active', 1) returning id`,
    [...parties, terms.moduleCode, terms.title],
  );
  const version = await world.row(
    `insert into sow_version (organization_id, provider_id, statement_of_work_id, number, terms,
       terms_hash, created_by_id)
     values ($1, $2, $3, 1, $4, $5, uuidv7()) returning id`,
    [...parties, sow.id, JSON.stringify(terms), termsHash(terms)],
  );
  const engagement = await world.row(
    `insert into engagement (organization_id, provider_id, statement_of_work_id, sow_version_id,
       module_code, title, state, starts_on, zone, currency)
     values ($1, $2, $3, $4, $5, $6, 'active', $7, $8, $9) returning id`,
    [
      ...parties,
      sow.id,
      version.id,
      terms.moduleCode,
      terms.title,
      terms.startsOn,
      terms.zone,
      terms.currency,
    ],
  );
  return engagement.id;
}

function termsFor(moduleCode: ModuleCode, changes: Partial<Terms>): Terms {
  const nine: [string, string][] = [["09:00", "18:00"]];
  const draft = draftTermsFromListing({
    listing: {
      moduleCode,
      title: `${moduleByCode(moduleCode)?.name} for a test`,
      summary: "A contract that a test made.",
      monthlyFeeMinor: 400_000n,
      currency: "USD",
      hours: { mon: nine, tue: nine, wed: nine, thu: nine, fri: nine },
      zone: "America/Sao_Paulo",
      poolBps: 1200,
      serviceLevels: [],
    },
    startsOn: "2016-02-01",
  });
  return termsSchema.parse({ ...draft, ...changes });
}
