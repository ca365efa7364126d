import { Link } from "@remix-run/react";
import { Section } from "../../components/section.tsx";
import type { Data } from "./route.tsx";

/** What has a page of its own: people, how they sign in, keys, and the data itself. */
export function ElsewhereAbout(p: {
  people: string;
  apiKeys: Data["apiKeys"];
  mayManageSso: boolean;
  mayExport: boolean;
}) {
  return (
    <>
      <Section title="People" note="Who acts for the organisation, and in which role">
        <p>
          <Link to="/organisation/people">{p.people} and the invitations under way</Link>
        </p>
      </Section>
      {p.mayManageSso ? (
        <Section title="Single sign-on" note="Your people sign in with your own identity provider">
          <p>
            <Link to="/organisation/sign-in">How your people sign in</Link>
          </p>
        </Section>
      ) : null}
      {p.apiKeys ? (
        <Section title="API keys" id="keys" note="For programs that work with Engine Room">
          <p>
            <Link to="/organisation/keys">{keysWords(p.apiKeys)}</Link>
          </p>
        </Section>
      ) : null}
      {p.mayExport ? (
        <Section title="Your data" id="records" note="Yours to take along">
          <p>
            <Link to="/organisation/records">Take along what the organisation owns</Link>
          </p>
          <p>
            <Link to="/organisation/erasure">Have the organisation erased</Link>
          </p>
        </Section>
      ) : null}
    </>
  );
}

function keysWords(keys: NonNullable<Data["apiKeys"]>): string {
  const working = keys.filter((key) => key.state === "works").length;
  if (working === 0) return "No key works; make one";
  return working === 1 ? "One key works; see what it does" : `${working} keys work; see what they do`;
}
