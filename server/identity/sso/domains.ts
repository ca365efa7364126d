import { randomBytes } from "node:crypto";
import {
  domainName,
  recordOf,
  SsoRefused,
  ssoDomainSchema,
} from "../../../domain/identity/single-sign-on.ts";
import { DomainError } from "../../../domain/shared/domain-error.ts";
import { InvalidInput, NotFound, parseInput } from "../../../domain/shared/refusals.ts";
import { toDate } from "../../clock.ts";
import { type Caller, command, type Deed } from "../../command.ts";
import { isId } from "../../party-scope.ts";
import { NoNameServer } from "../../ports/dns/txt-records.ts";
import { demandPerson } from "./connection.ts";
import type { SsoParts } from "./parts.ts";

const MOST_DOMAINS = 20;

class DomainNotShown extends DomainError {
  constructor(message: string) {
    super({ code: "domain_not_shown", message });
  }
}

/**
 * Names a domain of the organisation's addresses; it counts for nothing until it is verified. Naming it again
 * answers the same one. Permission sso:manage; throws InvalidInput.
 */
export const addDomain = command({
  name: "sso_domain.add",
  permission: "sso:manage",
  requiresStepUp: true,
  run: async (deed: Deed, given: { domain: string }): Promise<{ id: string }> => {
    const { tx, viewer, now } = deed;
    demandPerson(viewer);
    const { domain } = parseInput(ssoDomainSchema, given);
    const own = { organizationId: viewer.organizationId, removedAt: null };
    const there = await tx.ssoDomain.findMany({ where: own, select: { id: true, domain: true } });
    const same = there.find((one) => one.domain === domain);
    const message = `An organisation names at most ${MOST_DOMAINS} domains.`;
    if (!same && there.length >= MOST_DOMAINS) throw new InvalidInput([{ field: "domain", message }]);
    const made = {
      ...{ organizationId: viewer.organizationId, domain, token: randomBytes(24).toString("base64url") },
      ...{ createdByName: viewer.name, createdAt: toDate(now) },
    };
    const { id } = same ?? (await tx.ssoDomain.create({ data: made, select: { id: true } }));
    deed.about("sso_domain", id, { domain });
    return { id };
  },
});

/**
 * Looks whether the domain's TXT record says that it is this organisation's, and takes it as verified then.
 * Permission sso:manage; throws NotFound, and a refusal that says what was found.
 */
export async function verifyDomain(caller: Caller, parts: Pick<SsoParts, "txt">, { id }: { id: string }) {
  const { viewer, db } = caller;
  demandPerson(viewer);
  const own = { id, organizationId: viewer.organizationId, removedAt: null };
  const row = isId(id) ? await db.readOrg(viewer, (tx) => tx.ssoDomain.findFirst({ where: own })) : null;
  if (!row) throw new NotFound("domain");
  const { name, value } = recordOf(row);
  const found = await parts.txt(name).catch((error) => {
    if (!(error instanceof NoNameServer)) throw error;
    throw new DomainNotShown(`No name server has answered for ${name}. Try again in a minute.`);
  });
  if (!found.some((text) => text.trim() === value))
    throw new DomainNotShown(
      found.length === 0
        ? `There is no TXT record at ${name} yet. It can take an hour until a new one is seen.`
        : `The TXT record at ${name} says something else.`,
    );
  return markVerified(caller, { id, token: row.token });
}

const markVerified = command({
  name: "sso_domain.verify",
  permission: "sso:manage",
  requiresStepUp: true,
  run: async (deed: Deed, { id, token }: { id: string; token: string }): Promise<{ id: string }> => {
    const own = { id, token, organizationId: deed.viewer.organizationId, removedAt: null };
    const row = await deed.tx.ssoDomain.findFirst({ where: own });
    if (!row) throw new NotFound("domain");
    const verified = await deed.tx.$executeRaw`
      update sso_domain d set verified_at = coalesce(verified_at, ${toDate(deed.now)}::timestamptz)
      where id = ${id}::uuid and not app.domain_is_held(d.domain, d.organization_id)`;
    // Told only to who has just shown to hold it.
    if (verified === 0)
      throw new DomainNotShown(
        "Another organisation here has shown that it holds this domain. Write to us.",
      );
    deed.about("sso_domain", id, { domain: row.domain });
    return { id };
  },
});

/** Takes a domain away. Throws NotFound, and SsoRefused where people sign in by it and in no other way. */
export const removeDomain = command({
  name: "sso_domain.remove",
  permission: "sso:manage",
  requiresStepUp: true,
  run: async (deed: Deed, { id }: { id: string }): Promise<{ id: string }> => {
    const { tx, viewer } = deed;
    demandPerson(viewer);
    const { organizationId } = viewer;
    const row = isId(id)
      ? await tx.ssoDomain.findFirst({ where: { id, organizationId, removedAt: null } })
      : null;
    if (!row) throw new NotFound("domain");
    const enforced = { organizationId, removedAt: null, enforcedAt: { not: null } };
    if (row.verifiedAt && (await tx.ssoConnection.count({ where: enforced })) > 0)
      throw new SsoRefused("sso_enforced");
    await tx.ssoDomain.update({ where: { id }, data: { removedAt: toDate(deed.now) } });
    deed.about("sso_domain", id, { domain: domainName(row.domain) });
    return { id };
  },
});
