import { When } from "../../components/date-time.tsx";
import { Section } from "../../components/section.tsx";
import { Status } from "../../components/status.tsx";
import styles from "./contract.module.css";

export interface SignatureFacts {
  id: string;
  version: number;
  party: string;
  typedName: string;
  email: string;
  authority: string;
  authMethod: string;
  consentTextVersion: string;
  address: string;
  userAgent: string;
  openedAt: string;
  consentedAt: string;
  signedAt: string;
  termsHash: string;
  documentHash: string;
  prevHash: string;
  hash: string;
}

/** The audit sheet: who signed what and when, with all evidence, and whether the chain still holds. */
export function Signatures(props: {
  signatures: readonly SignatureFacts[];
  chain: { intact: boolean; faults: readonly string[] };
  currentVersion: number;
  zone: string;
}) {
  const { signatures, chain, currentVersion, zone } = props;
  return (
    <Section
      title="Signatures"
      id="signatures"
      note={signatures.length > 0 ? <Chain chain={chain} /> : undefined}
    >
      {signatures.length === 0 ? (
        <p>Nobody has signed yet. The provider countersigns first, then the buyer signs.</p>
      ) : null}
      {chain.faults.map((fault) => (
        <p key={fault}>{fault}</p>
      ))}
      {signatures.map((one) => (
        <article key={one.id} className={styles.signature} aria-label={`Signature of the ${one.party}`}>
          <p className={styles.name}>{one.typedName}</p>
          <p>
            {one.authority}, for the {one.party}, on version {one.version}
            {one.version === currentVersion ? "" : ", which was replaced: it binds nobody"}
          </p>
          <p>
            <When instant={one.signedAt} zone={zone} showZone />
          </p>
          <details className={styles.evidence}>
            <summary>Evidence</summary>
            <Evidence one={one} zone={zone} />
          </details>
        </article>
      ))}
    </Section>
  );
}

function Chain({ chain }: { chain: { intact: boolean } }) {
  if (chain.intact) return <Status tone="met">Recomputed now: every seal holds</Status>;
  return <Status tone="breached">Recomputed now: a seal is broken</Status>;
}

function Evidence({ one, zone }: { one: SignatureFacts; zone: string }) {
  const rows: ReadonlyArray<readonly [string, React.ReactNode]> = [
    ["E-mail", one.email],
    ["Signed in by", one.authMethod.replaceAll("_", " ")],
    ["Consent text", one.consentTextVersion],
    ["Opened", <When key="opened" instant={one.openedAt} zone={zone} showZone />],
    ["Consented", <When key="consented" instant={one.consentedAt} zone={zone} showZone />],
    ["Address", one.address || "not known"],
    ["Browser", one.userAgent || "not known"],
    ["Terms", one.termsHash],
    ["Text", one.documentHash],
    ["Seals", one.prevHash],
    ["Seal", one.hash],
  ];
  return (
    <dl>
      {rows.map(([label, value]) => (
        <div key={label} className={styles.row}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
