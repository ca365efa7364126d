import { Confirm } from "../../components/confirm.tsx";
import { DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { Section } from "../../components/section.tsx";
import type { Data } from "./route.tsx";

/** Where the reader is signed in, and one way to end all of it. */
export function SignedIn({ sessions }: Pick<Data, "sessions">) {
  return (
    <Section
      title="Where you are signed in"
      note="Your own sessions; nobody sees another's"
      actions={
        <Confirm
          label="Sign out everywhere"
          size="small"
          title="Sign out everywhere?"
          confirmLabel="Sign out everywhere"
          action="/sign-out"
          name="everywhere"
          value="1"
        >
          Every browser below has to sign in again, this one too. API keys go on working.
        </Confirm>
      }
    >
      <DataTable
        caption="Sessions"
        rows={sessions}
        rowKey={(session) => session.sessionId}
        columns={[
          {
            key: "agent",
            header: "Browser",
            rowHeader: true,
            cell: (session) => browserOf(session.userAgent),
          },
          { key: "address", header: "Address", cell: (session) => session.address || "unknown" },
          { key: "began", header: "Signed in", cell: (session) => <When instant={session.createdAt} /> },
          {
            key: "ends",
            header: "Ends without use",
            cell: (session) => <When instant={session.expiresAt} />,
          },
        ]}
      />
    </Section>
  );
}

/** "Firefox on Linux"; a program that names no browser is shown as it calls itself. */
function browserOf(agent: string): string {
  const browser = ["Edg", "OPR", "Firefox", "Chrome", "Safari"].find((name) => agent.includes(name));
  if (!browser) return agent === "" ? "Unknown program" : agent.slice(0, 60);
  const system = ["Windows", "Android", "iPhone", "Mac OS", "Linux"].find((name) => agent.includes(name));
  const names: Record<string, string> = { Edg: "Edge", OPR: "Opera" };
  return `${names[browser] ?? browser}${system ? ` on ${system}` : ""}`;
}
