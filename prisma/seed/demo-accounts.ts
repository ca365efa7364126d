import type { OrganizationKind, Role } from "../../domain/identity/viewer.ts";
import { ORGANISATIONS, type StoryPerson } from "./organisations.ts";

/** A sign-in of the demo story. These are public: they exist in no database but the demo's. */
export type DemoAccount = {
  role: Role;
  organisation: string;
  organisationSlug: string;
  organisationKind: OrganizationKind;
  name: string;
  email: string;
  password: string;
  apiKey: string;
};

/** One row a membership; a person in two organisations has two, with the same e-mail and password. */
export const DEMO_ACCOUNTS: readonly DemoAccount[] = ORGANISATIONS.flatMap((organisation) =>
  organisation.people.map((person) => ({
    role: person.role,
    organisation: organisation.name,
    organisationSlug: organisation.slug,
    organisationKind: organisation.kind,
    name: person.name,
    email: person.email,
    password: `engine-room-demo-${firstName(person)}`,
    apiKey: `erk_demo_${organisation.slug}_${firstName(person)}`,
  })),
);

/** A demo account by its organisation's slug and its role; the first where several share a role. */
export function demoAccount(input: { slug: string; role: Role }): DemoAccount {
  const found = DEMO_ACCOUNTS.find((one) => one.organisationSlug === input.slug && one.role === input.role);
  if (!found) throw new Error(`The demo has no ${input.role} at ${input.slug}.`);
  return found;
}

function firstName(person: StoryPerson): string {
  return person.email.split(/[.@]/)[0] ?? "";
}
