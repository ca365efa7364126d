import { browserWords } from "../../../domain/identity/signing-in.ts";
import { Confirm } from "../../components/confirm.tsx";
import { DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { Section } from "../../components/section.tsx";
import { Status } from "../../components/status.tsx";
import type { Data } from "./route.tsx";

type Device = Data["sessions"][number];

/** Where the reader is signed in, with a way to end each of it and all of it. */
export function Devices({ sessions }: Pick<Data, "sessions">) {
  return (
    <Section
      title="Where you are signed in"
      id="devices"
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
        rowKey={(session) => session.id}
        columns={[
          {
            key: "agent",
            header: "Browser",
            rowHeader: true,
            cell: (session) => browserWords(session.userAgent),
          },
          { key: "address", header: "Address", cell: (session) => session.address || "unknown" },
          { key: "began", header: "Signed in", cell: (session) => <When instant={session.createdAt} /> },
          {
            key: "ends",
            header: "Ends without use",
            cell: (session) => <When instant={session.expiresAt} />,
          },
          {
            key: "end",
            header: "Sign out",
            hiddenHeader: true,
            cell: (session) => <End session={session} />,
          },
        ]}
      />
    </Section>
  );
}

function End({ session }: { session: Device }) {
  if (session.current) return <Status tone="fine">This browser</Status>;
  return (
    <Confirm
      label="Sign out"
      size="small"
      title={`Sign out of ${browserWords(session.userAgent)}?`}
      confirmLabel="Sign it out"
      danger
      name="intent"
      value="end-session"
      hidden={{ id: session.id }}
    >
      Whoever sits there has to sign in again. If it was not you, change your password as well.
    </Confirm>
  );
}
