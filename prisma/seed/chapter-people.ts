import { createHash } from "node:crypto";
import { hashPassword } from "../../server/identity/password.ts";
import { DEMO_ACCOUNTS } from "./demo-accounts.ts";
import { ORGANISATIONS } from "./organisations.ts";
import { type Story, stamp } from "./story.ts";

/** Organisations, the people in them, how they sign in and the keys of their programs. */
export async function tellPeople(story: Story, since: number): Promise<void> {
  for (const { people: _people, ...organisation } of ORGANISATIONS)
    story.add("organization", {
      id: story.cast.organisationId(organisation.slug),
      ...organisation,
      created_at: stamp(since),
    });
  const persons = [...new Map(DEMO_ACCOUNTS.map((account) => [account.email, account])).values()];
  const hashes = await Promise.all(persons.map((account) => hashPassword(account.password)));
  for (const [index, account] of persons.entries())
    story.add("person", {
      id: story.cast.userId(account.email),
      email: account.email,
      name: account.name,
      password_hash: hashes[index],
      created_at: stamp(since),
    });
  for (const [index, account] of DEMO_ACCOUNTS.entries()) {
    const organization_id = story.cast.organisationId(account.organisationSlug);
    const user_id = story.cast.userId(account.email);
    const created_at = stamp(since);
    story.add("membership", {
      id: story.id(since),
      organization_id,
      user_id,
      role: account.role,
      // One after the other: who is in two organisations signs in to the one they joined first.
      created_at: stamp(since + index),
    });
    if (account.role === "account_manager")
      for (const { slug } of ORGANISATIONS.filter((one) => one.kind !== "marketplace"))
        story.add("staff_assignment", {
          id: story.id(since),
          organization_id: story.cast.organisationId(slug),
          user_id,
          user_name: account.name,
          assigned_by_name: "Hanna Weir",
          created_at,
        });
    story.add("api_key", {
      id: story.id(since),
      organization_id,
      user_id,
      name: "Demo key",
      prefix: account.apiKey.slice(0, 12),
      secret_hash: createHash("sha256").update(account.apiKey).digest("hex"),
      created_at,
    });
  }
}
