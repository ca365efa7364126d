import type { DemoAccount } from "./demo-accounts.ts";
import { DEMO_ACCOUNTS } from "./demo-accounts.ts";
import type { StoryOrganisation } from "./organisations.ts";

export type CastMember = { userId: string; account: DemoAccount };

/** Who everybody is in the database: ids of organisations by slug and of people by e-mail. */
export type Cast = {
  organisationId: (slug: string) => string;
  member: (input: { slug: string; role: DemoAccount["role"] }) => CastMember;
  userId: (email: string) => string;
};

export function castOf(input: {
  organisations: readonly StoryOrganisation[];
  id: (epochSeconds: number) => string;
  since: number;
}): Cast {
  const organisations = new Map(input.organisations.map((one) => [one.slug, input.id(input.since)]));
  const users = new Map<string, string>();
  for (const { email } of DEMO_ACCOUNTS) if (!users.has(email)) users.set(email, input.id(input.since));
  const organisationId = (slug: string) => known(organisations, slug);
  const userId = (email: string) => known(users, email);
  return {
    organisationId,
    userId,
    member: ({ slug, role }) => {
      const account = DEMO_ACCOUNTS.find((one) => one.organisationSlug === slug && one.role === role);
      if (!account) throw new Error(`The story has no ${role} at ${slug}.`);
      return { userId: userId(account.email), account };
    },
  };
}

function known(ids: ReadonlyMap<string, string>, name: string): string {
  const id = ids.get(name);
  if (!id) throw new Error(`The story does not know ${name}.`);
  return id;
}
