import type { OrganizationKind, Role, Viewer } from "../../domain/identity/viewer.ts";
import type { World } from "../world.ts";

/** Makes an organisation with one member and answers that member as a viewer. */
export async function member(
  world: World,
  facts: {
    name: string;
    kind: OrganizationKind;
    role: Role;
    country?: string;
    zone?: string;
    currency?: string;
  },
): Promise<Viewer> {
  const slug = facts.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  const organization = await world.owner.query<{ id: string }>(
    `insert into organization (kind, slug, name, country, zone, currency) values ($1, $2, $3, $4, $5,
      $6) returning id`,
    [
      facts.kind,
      slug,
      facts.name,
      facts.country ?? "DE",
      facts.zone ?? "Europe/Berlin",
      facts.currency ?? "EUR",
    ],
  );
  const organizationId = organization.rows[0]?.id ?? "";
  return colleague(world, {
    organizationId,
    organizationName: facts.name,
    kind: facts.kind,
    role: facts.role,
  });
}

/** Adds one more member to an organisation. */
export async function colleague(
  world: World,
  facts: { organizationId: string; organizationName: string; kind: OrganizationKind; role: Role },
): Promise<Viewer> {
  const email = `${facts.role}-${crypto.randomUUID()}@example.test`;
  const person = await world.owner.query<{ id: string }>(
    `insert into person (email, name, password_hash) values ($1, $2, 'none') returning id`,
    [email, `${facts.role} of ${facts.organizationName}`],
  );
  const userId = person.rows[0]?.id ?? "";
  await world.owner.query(`insert into membership (organization_id, user_id, role) values ($1, $2, $3)`, [
    facts.organizationId,
    userId,
    facts.role,
  ]);
  if (facts.kind === "marketplace") await looksAfterAll(world, userId);
  const viewer = world.viewer({ ...facts, userId });
  return {
    ...viewer,
    email,
    name: `${facts.role} of ${facts.organizationName}`,
    organizationName: facts.organizationName,
  };
}

/** Has somebody of the marketplace look after every organisation, those too that a test makes later. */
async function looksAfterAll(world: World, userId: string): Promise<void> {
  await world.owner.query(
    `insert into staff_assignment (organization_id, user_id, user_name, assigned_by_name, created_at)
     values (null, $1, 'Test Person', 'Test', now())`,
    [userId],
  );
}
