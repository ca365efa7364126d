import { Facts } from "../../components/facts.tsx";
import { sourceText } from "../../components/metric-sources.tsx";
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
          ...(definition.definedBy
            ? [
                {
                  id: "definition",
                  label: "Formula from",
                  value: sourceText(definition.definedBy, definition.definedBySite),
                },
              ]
            : []),
          {
            id: "source",
            label: "Usual target from",
            value: (
              <>
                {definition.source
                  ? sourceText(definition.source, definition.sourceSite)
                  : "agreed between the parties"}{" "}
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
