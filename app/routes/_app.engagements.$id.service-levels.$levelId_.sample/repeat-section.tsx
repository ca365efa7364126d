import { CodeBlock } from "../../components/code-block.tsx";
import { partyWord } from "../../components/contest-words.tsx";
import { When } from "../../components/date-time.tsx";
import { Facts } from "../../components/facts.tsx";
import { HashLine } from "../../components/hash-line.tsx";
import { Section } from "../../components/section.tsx";
import type { SampleShown } from "./sample-shown.ts";

/** All that anybody needs to draw the same sample again, without this product. */
export function RepeatSection({ sample, filesHref }: { sample: SampleShown; filesHref: string }) {
  const isDrawn = sample.state !== "committed";
  return (
    <Section title="Repeat the draw" note="the same list and seed give everybody the same sample">
      <Facts
        facts={[
          {
            id: "population",
            label: "Population",
            value: (
              <>
                {sample.of.toLocaleString("en-US")} items,{" "}
                <a href={`${filesHref}&what=population`} download>
                  download the list
                </a>
                <HashLine>{sample.populationHash}</HashLine>
              </>
            ),
          },
          {
            id: "committed",
            label: `Committed by the ${partyWord(sample.committedBy)}`,
            value: <HashLine>{sample.nonce ?? `hash ${sample.commitment}`}</HashLine>,
          },
          ...(isDrawn && sample.drawnAt
            ? [
                {
                  id: "answered",
                  label: `Answered by the ${partyWord(sample.answeredBy ?? "")}`,
                  value: (
                    <>
                      {sample.answeredByName}, <When instant={sample.drawnAt} />
                      <HashLine>{sample.answer}</HashLine>
                    </>
                  ),
                },
                { id: "seed", label: "Seed", value: <HashLine>{sample.seed}</HashLine> },
                { id: "size", label: "Drawn", value: `${sample.size} items` },
              ]
            : []),
        ]}
      />
      {isDrawn ? <HowTo sample={sample} filesHref={filesHref} /> : null}
    </Section>
  );
}

function HowTo({ sample, filesHref }: { sample: SampleShown; filesHref: string }) {
  return (
    <>
      <p>
        The seed is the SHA-256 of population hash, committed and answered number as a JSON array. Numbers
        drawn from “seed/0”, “seed/1” and so on shuffle the sorted list, and the first {sample.size} are the
        sample.
      </p>
      {sample.bundleHash ? (
        <>
          <p>
            <a href={`${filesHref}&what=bundle`} download>
              Download the sample bundle
            </a>{" "}
            and rebuild draw, scores and verdict without this product:
          </p>
          <CodeBlock label="How to rebuild it">
            npm run --silent recompute -- sample &lt; sample.json
          </CodeBlock>
          <HashLine>{sample.bundleHash}</HashLine>
        </>
      ) : null}
    </>
  );
}
