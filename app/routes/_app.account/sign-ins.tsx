import { Link } from "@remix-run/react";
import { browserWords, SIGN_IN_OUTCOMES, SIGN_IN_WAYS } from "../../../domain/identity/signing-in.ts";
import { DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Notice } from "../../components/notice.tsx";
import { Section } from "../../components/section.tsx";
import { Status } from "../../components/status.tsx";
import type { Data } from "./route.tsx";

type SignIn = Data["signIns"][number];

/** Says at the head of the page that a browser new to us came in, unless it is the one that reads this. */
export function NewBrowser({ signIns }: Pick<Data, "signIns">) {
  const strange = signIns.find((one) => one.isNewDevice && !one.current);
  if (!strange) return null;
  return (
    <Notice
      tone="warning"
      title={`A new browser signed in to your account: ${browserWords(strange.userAgent)}`}
    >
      <When instant={strange.at} />, from the address {strange.address}. If it was not you, sign it out
      below, set a new password and look at <Link to="#passkeys">your passkeys</Link>.
    </Notice>
  );
}

/** Who came in as the reader and who was not let in; nobody else sees this list. */
export function SignIns({ signIns }: Pick<Data, "signIns">) {
  return (
    <Section title="Who signed in, or tried to" id="sign-ins" note="The last fifty; only you see them">
      <DataTable
        caption="Sign-ins"
        rows={signIns}
        rowKey={(one) => one.id}
        density="compact"
        empty={
          <EmptyState kind="nothing-yet" title="Nobody has signed in since this is kept">
            From the next time on, every sign-in and every refused one stands here.
          </EmptyState>
        }
        columns={[
          { key: "at", header: "When", rowHeader: true, cell: (one) => <When instant={one.at} /> },
          { key: "outcome", header: "What", cell: (one) => <Outcome one={one} /> },
          { key: "way", header: "By", cell: (one) => SIGN_IN_WAYS[one.way] },
          { key: "agent", header: "Browser", cell: (one) => browserWords(one.userAgent) },
          { key: "address", header: "Address", cell: (one) => one.address || "unknown" },
        ]}
      />
    </Section>
  );
}

function Outcome({ one }: { one: SignIn }) {
  if (one.outcome !== "signed_in") return <Status tone="breached">{SIGN_IN_OUTCOMES[one.outcome]}</Status>;
  if (one.current) return <Status tone="fine">This browser, now</Status>;
  return one.isNewDevice ? <Status tone="risk">Signed in with a new browser</Status> : "Signed in";
}
