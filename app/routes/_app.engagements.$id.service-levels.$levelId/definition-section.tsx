import { Facts } from "../../components/facts.tsx";
import { Notice } from "../../components/notice.tsx";
import { Section } from "../../components/section.tsx";
import { Status } from "../../components/status.tsx";
import type { LevelRowsQuery } from "../../gql/graphql.ts";
import styles from "./definition.module.css";

type Definition = NonNullable<LevelRowsQuery["levelDefinition"]>;

/** The formula in words, where its data comes from, and the rules around it. */
export function DefinitionSection({ definition }: { definition: Definition }) {
  return (
    <Section title="How it is measured" note={definition.metric}>
      {definition.missing.length > 0 ? (
        <Notice
          tone="warning"
          title={`It cannot carry a weight without ${definition.missing.join(", ")}`}
        />
      ) : null}
      <div className={styles.formula}>
        {definition.formula.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      <Facts
        facts={[
          ...definition.facts.map(({ term, text }) => ({ id: term, label: term, value: text })),
          {
            id: "source",
            label: "Usual target from",
            value: (
              <>
                {definition.source ?? "agreed between the parties"}
                {definition.sourceSite ? `, ${definition.sourceSite}` : ""}{" "}
                {definition.vendorClaim ? <Status tone="held">A seller's claim</Status> : null}
              </>
            ),
          },
          { id: "guard", label: "Read with care", value: definition.guard },
        ]}
      />
    </Section>
  );
}
